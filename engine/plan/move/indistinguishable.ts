/**
 * Transfers that bring what looks alike. What arrives gets an id nobody knows before, so it is recognised by what it is; where several bring
 * the same look, each asks for one more of it than those before, and none takes another's for its own. A purchase never looks like what
 * arrives: lines of the name take that first (transfers.ts), and no two lines that are bought have one name (decide/target.ts).
 */

import type { Check, NewSubscriptionCheck } from '../check.ts'
import type { TransferSubscriptions } from '../kinds/transfer.ts'

/** One after the other, so the counts hold whenever one of them is judged. */
export function distinguishable(
  transfers: readonly TransferSubscriptions[],
): readonly TransferSubscriptions[] {
  const seen: NewSubscriptionCheck[] = []
  return transfers.map(transfer => ({
    ...transfer,
    proves: transfer.proves.map(check => {
      if (!isNewSubscriptionCheck(check)) return check
      const nth = seen.filter(earlier => couldBe(earlier, check)).length + 1
      seen.push(check)
      return nth === 1 ? check : { ...check, nth }
    }),
  }))
}

function isNewSubscriptionCheck(check: Check): check is NewSubscriptionCheck {
  return check.kind === 'new subscription lives'
}

/** Whether what the earlier one brings would be taken for what this one proves (`isNewSubscription` in checks.ts). */
function couldBe(earlier: NewSubscriptionCheck, check: NewSubscriptionCheck): boolean {
  return (
    earlier.partner === check.partner &&
    earlier.customer === check.customer &&
    earlier.product === check.product &&
    earlier.name === check.name &&
    earlier.seats === check.seats &&
    (check.term === null || earlier.term === check.term) &&
    (earlier.billing === null || check.billing === null || earlier.billing === check.billing)
  )
}
