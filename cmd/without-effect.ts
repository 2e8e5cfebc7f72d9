import { diagnose } from '../engine/diagnostic.ts'
import { Trouble } from '../engine/trouble.ts'
import { codes } from './codes.ts'

/** Options that were given although nothing comes of them here: refused, because whoever gave them counts on them. */
export function refuseWithoutEffect(given: Readonly<Record<string, boolean>>, because: string): void {
  const names = Object.entries(given).flatMap(([name, isGiven]) => (isGiven ? [`\`${name}\``] : []))
  if (names.length === 0) return
  throw new Trouble(
    diagnose(codes.OPTION_WITHOUT_EFFECT, { detail: `${names.join(', ')}: ${because}. Nothing was done.` }),
  )
}
