/**
 * What happens to a source subscription. The method decides only about the source: what is created on the target is
 * declared minus live (docs/planning.md).
 */
export type Method =
  | 'reprovision' // re-created on the target, source suspended the same UTC day, behind the gate
  | 'transfer' // the target asks for it, the source accepts: terms and dates go along
  | 'repurchase' // bought anew, source cancelled inside its window, behind the gate
  | 'lapse' // set to cancel at the end of its term; the target buys on the day after
  | 'overlap' // new commerce wanted now: bought, and the source set to cancel at the end of its term; the rule accepts what is paid twice
  | 'verify' // Azure: Microsoft moves it, we look
  | 'drop' // a trial: never re-created
  | 'manual' // software, perpetual, marketplace, reservation
  | 'observe' // already off
  | 'unsupported' // something here is unknown to us
  | 'blocked' // nothing truthful can be done now; the line says why
  | 'left' // named in `leave:` with a reason
  | 'steady' // not part of a consolidation: kept in its declared state
