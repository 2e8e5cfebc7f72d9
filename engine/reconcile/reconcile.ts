/**
 * Invoices against what the journal predicted (S10): each switch-off its credit and nothing after, each purchase its charge, and
 * no product billed under two partners for the same days. Real invoices may differ by cents from the model of facts 2.5.
 */
import type { OwnWrite } from '../activity/verify.ts'
import type { SubscriptionId } from '../model/ids.ts'
import type { InvoiceLine, LineSetAside } from '../model/invoice.ts'
import { leftBehind, twice } from './charged-twice.ts'
import { moneyOf } from './money-of-lines.ts'
import type { CountedOnce } from './once-each.ts'
import { chargeOf } from './purchase-charge.ts'
import { type ReconcileVerdict, type Reconciliation, verdicts } from './reconciliation.ts'
import { creditOf } from './switch-off-credit.ts'
import { type VarianceFacts, variancesOf } from './variance.ts'

export interface ReconcileFacts extends Omit<VarianceFacts, 'writes' | 'known'> {
  readonly setAside: readonly LineSetAside[]
  readonly repeated: CountedOnce['repeated']
}

const nothingMore: ReconcileFacts = { becomes: new Map(), left: new Set(), setAside: [], repeated: [] }

export function reconcile(
  writes: readonly OwnWrite[],
  invoiced: readonly InvoiceLine[],
  facts: ReconcileFacts = nothingMore,
): Reconciliation {
  const done = writes.filter(({ outcome }) => outcome === 'done' || outcome === 'adopted')
  const lines = done.flatMap(write => {
    if (isSwitchOff(write)) return [...creditOf(write, invoiced), ...twice(write, done, invoiced)]
    if (write.action.kind === 'subscription.transfer') return leftBehind(write, invoiced)
    return write.action.kind === 'subscription.create' ? [chargeOf(write, invoiced)] : []
  })
  const count = (verdict: ReconcileVerdict) => lines.filter(line => line.verdict === verdict).length
  return {
    format: 1,
    lines,
    totals: verdicts.map(verdict => ({ verdict, count: count(verdict) })).filter(entry => entry.count > 0),
    money: moneyOf(lines),
    variances: variancesOf(invoiced, { ...facts, writes: done, known: subscriptionsOf(done) }),
    setAside: facts.setAside,
    repeated: facts.repeated,
  }
}

/** What was switched off or transferred is judged line by line, its twin with it. */
function subscriptionsOf(writes: readonly OwnWrite[]): ReadonlySet<SubscriptionId> {
  return new Set(
    writes.flatMap(({ action, subscription }) => [
      ...(isSwitchOff({ action }) && subscription !== null ? [subscription] : []),
      ...(action.kind === 'subscription.transfer' ? action.items.map(item => item.subscription) : []),
    ]),
  )
}

function isSwitchOff({ action }: Pick<OwnWrite, 'action'>): boolean {
  return action.effect.billing.some(entry => entry.partner === action.partner && entry.note === 'stops')
}
