import { diagnose } from '../engine/diagnostic.ts'
import { Trouble } from '../engine/trouble.ts'
import { codes } from './codes.ts'

/** The longest that a timer of Node waits, in ms; a sandbox takes no number above it. */
const mostAnywhere = 2 ** 31 - 1

/** Of an option's value; undefined: it was not given. */
export function wholeNumber(
  flag: string,
  text: string | undefined,
  { least = 0, most = mostAnywhere }: { readonly least?: number; readonly most?: number } = {},
): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text) && Number(text) <= most && Number(text) >= least) return Number(text)
  const from = least > 0 ? `, ${least} at least` : ''
  throw new Trouble(
    diagnose(codes.BAD_VALUE, {
      detail: `${flag} is \`${text}\`; it takes a whole number${from}, ${most} at most.`,
    }),
  )
}
