/** Where a row of an invoice is found in the answer. */
export type RowPlace =
  | 'explained'
  | 'in another currency'
  | 'without a subscription'
  | 'not explained'
  /** What its subscription was charged before. */
  | 'recurring'
  /** No earlier charge is at hand, and no journal says what it should be. */
  | 'not compared'
  /** Told by its cycle. */
  | 'cycle told'
