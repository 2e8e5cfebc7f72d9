/** What a series of runs came to. Everything from `duplicates` on must stay 0. */
export interface Totals {
  applies: number
  resumes: number
  kills: number
  stops: number
  fullDiscs: number
  journalsLost: number
  machinesLost: number
  journalsMeddledWith: number
  plansMadeAnew: number
  /** Pauses of hours between two commands. */
  waits: number
  /** Runs in which it came to that. */
  readonly runsWith: Record<'answerReplaced' | 'deadlinePassed' | 'personChanged' | 'personBetween', number>
  readonly actions: Record<string, number>
  readonly faults: Record<string, number>
  readonly wrong: Record<Wrong, number>
}

export type Wrong =
  /** Bought more often than planned. */
  | 'duplicates'
  /** Planned and not bought. */
  | 'missing'
  /** Switched off before its twin was there. */
  | 'earlySwitchOffs'
  /** Bought on a day that no plan was for. */
  | 'onAnotherDay'
  /** Gone, and no line of the plan said so. */
  | 'lostSeats'
  /** Charged on both sides on a day nobody announced. */
  | 'doubleBilled'
  /** The plan after it is not empty. */
  | 'leftOver'

export function noTotals(): Totals {
  return {
    applies: 0,
    resumes: 0,
    kills: 0,
    stops: 0,
    fullDiscs: 0,
    journalsLost: 0,
    machinesLost: 0,
    journalsMeddledWith: 0,
    plansMadeAnew: 0,
    waits: 0,
    runsWith: { answerReplaced: 0, deadlinePassed: 0, personChanged: 0, personBetween: 0 },
    actions: {},
    faults: {},
    wrong: {
      duplicates: 0,
      missing: 0,
      earlySwitchOffs: 0,
      onAnotherDay: 0,
      lostSeats: 0,
      doubleBilled: 0,
      leftOver: 0,
    },
  }
}

export function count(counts: Record<string, number>, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by
}
