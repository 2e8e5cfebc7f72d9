/**
 * Third stage: for each declared line, what satisfies it: something living, something a transfer brings, or a term that ends. From here on a line says what it
 * says of the term that runs: its next one, once that has begun.
 */
import { hasRolledOver, inItsTerm } from '../../diff/fields.ts'
import type { DeclaredCustomer, DeclaredSubscription } from '../../model/desired.ts'
import { type Binding, bind } from '../bind/bind.ts'
import { type ArrivingRenewals, arrivingRenewals } from '../move/arriving-renewals.ts'
import { type Lapses, lapsesOf, openLines } from '../move/lapses.ts'
import { type Arrivals, arrivalsOf } from '../move/transfers.ts'
import type { SourcedCustomer } from './decide-sources.ts'

export interface BoundCustomer extends SourcedCustomer {
  /** Lines as they are written, whose next term has begun. */
  readonly begun: readonly DeclaredSubscription[]
  readonly binding: Binding
  readonly arrivals: Arrivals
  readonly lapses: Lapses
  /** What is declared for the end of the term of something a transfer brings. */
  readonly renewals: ArrivingRenewals
}

export function bindLines(sourced: SourcedCustomer): BoundCustomer {
  const { consolidation, partner, on, index, nameOf, standing, subscriptions } = sourced
  const { decided } = sourced.fromSources
  const binding = bind(sourced.customer, subscriptions, {
    reach: consolidation === null ? 'line' : 'customer',
    on,
    arriving: decided.filter(entry => entry.decision.method === 'transfer').map(entry => entry.subscription),
  })
  const begun = sourced.customer.subscriptions.filter(line => {
    const living = binding.bound.get(line.key)
    return living !== undefined && hasRolledOver(line, living)
  })
  const customer = inItsTerms(sourced.customer, binding)
  const arrivals = arrivalsOf(customer, binding, { decided, partner, on })
  const { live } = standing
  return {
    ...sourced,
    customer,
    begun,
    binding,
    arrivals,
    lapses: lapsesOf(customer, openLines(binding, arrivals.byKey), { decided, partner, on }),
    renewals:
      live === null
        ? { renewals: [], findings: [] }
        : arrivingRenewals(customer, arrivals.byKey, { partner, live, index, nameOf }),
  }
}

function inItsTerms(customer: DeclaredCustomer, { bound }: Binding): DeclaredCustomer {
  const subscriptions = customer.subscriptions.map(line => {
    const living = bound.get(line.key)
    return living === undefined ? line : inItsTerm(line, living)
  })
  return { ...customer, subscriptions }
}
