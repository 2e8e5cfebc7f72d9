/** What which colour means on a terminal, for every report and every line of progress. */
import { Ansis } from 'ansis'
import type { ReportOptions } from './options.ts'

export type Paint = InstanceType<typeof Ansis>
type Painted = (text: string) => string

export function paintOf({ colour }: Pick<ReportOptions, 'colour'>): Paint {
  return new Ansis(colour ? 1 : 0)
}

/** What comes is green, what goes is red, what changes is yellow. */
export function paintSign(sign: string, paint: Paint): Painted {
  const colours: Readonly<Record<string, Painted>> = {
    '+': paint.green,
    '-': paint.red,
    '~': paint.yellow,
    '>': paint.cyan,
    '!': paint.red,
  }
  return colours[sign] ?? asItIs
}

/** What came of an action, or of a look at something. */
export function paintOutcome(outcome: string, paint: Paint): Painted {
  if (good.has(outcome)) return paint.green
  return bad.has(outcome) ? paint.red : paint.yellow
}

/** Words of a row that must not be overlooked. */
export function emphasised(word: string, paint: Paint): string {
  return word === 'irreversible' ? paint.bold(word) : word
}

const good: ReadonlySet<string> = new Set(['done', 'adopted', 'found done', 'ok'])
const bad: ReadonlySet<string> = new Set(['refused', 'stale', 'FAILED'])
const asItIs: Painted = text => text
