/** Third stage: for each declared line, what satisfies it: something living, something a transfer brings, or a term that ends. */
import { type Binding, bind } from '../bind/bind.ts'
import { type ArrivingRenewals, arrivingRenewals } from '../move/arriving-renewals.ts'
import { type Lapses, lapsesOf, openLines } from '../move/lapses.ts'
import { type Arrivals, arrivalsOf } from '../move/transfers.ts'
import type { SourcedCustomer } from './decide-sources.ts'

export interface BoundCustomer extends SourcedCustomer {
  readonly binding: Binding
  readonly arrivals: Arrivals
  readonly lapses: Lapses
  /** What is declared for the end of the term of something a transfer brings. */
  readonly renewals: ArrivingRenewals
}

export function bindLines(sourced: SourcedCustomer): BoundCustomer {
  const { customer, consolidation, partner, on, index, nameOf, standing, subscriptions } = sourced
  const { decided } = sourced.fromSources
  const binding = bind(customer, subscriptions, {
    reach: consolidation === null ? 'line' : 'customer',
    on,
    arriving: decided.filter(entry => entry.decision.method === 'transfer').map(entry => entry.subscription),
  })
  const arrivals = arrivalsOf(customer, binding, { decided, partner, on })
  const { live } = standing
  return {
    ...sourced,
    binding,
    arrivals,
    lapses: lapsesOf(customer, openLines(binding, arrivals.byKey), { decided, partner, on }),
    renewals:
      live === null
        ? { renewals: [], findings: [] }
        : arrivingRenewals(customer, arrivals.byKey, { partner, live, index, nameOf }),
  }
}
