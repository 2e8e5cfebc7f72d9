/** What a rehearsal says of the cutover: whether it fits its windows, and whether all of it was done. */
import type { RehearsalReport } from './report.ts'

type Window = RehearsalReport['windows'][number]

/** With every seed. */
export function fits({ fits: fitting, seeds }: Window): boolean {
  return fitting === seeds
}

export function fitsItsWindows({ windows }: Pick<RehearsalReport, 'windows'>): boolean {
  return windows.every(fits)
}

/** Nobody fails, and with every seed nothing is left to plan afterwards. */
export function isWhole({ failing, seeds }: Pick<RehearsalReport, 'failing' | 'seeds'>): boolean {
  return failing.length === 0 && seeds.every(seed => seed.isEmptyAfterwards)
}
