/**
 * Which live subscription a declared one means (product.md, section 4): the written id; else the name and the product;
 * else the product with the same term and billing, when exactly one fits. Deleted and expired ones never bind. Two that
 * fit equally are a finding that lists both; nothing is guessed.
 */
import type { DeclaredCustomer, DeclaredSubscription } from '../model/desired.ts'
import type { SubscriptionId } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import { codes } from './codes.ts'
import { finding } from './finding.ts'
import type { Finding } from './plan.ts'

export interface Binding {
  /** By key of the declared subscription. */
  readonly bound: ReadonlyMap<string, LiveSubscription>
  readonly unbound: readonly DeclaredSubscription[]
  readonly unmanaged: readonly LiveSubscription[]
  readonly findings: readonly Finding[]
}

export function bind(customer: DeclaredCustomer, live: readonly LiveSubscription[]): Binding {
  const free = new Map<SubscriptionId, LiveSubscription>(
    live.filter(isBindable).map(entry => [entry.id, entry]),
  )
  const bound = new Map<string, LiveSubscription>()
  const findings: Finding[] = []
  const ambiguous = new Set<string>()
  const take = (declared: DeclaredSubscription, entry: LiveSubscription) => {
    bound.set(declared.key, entry)
    free.delete(entry.id)
  }
  const refuse = (declared: DeclaredSubscription, fits: readonly LiveSubscription[]) => {
    ambiguous.add(declared.key)
    findings.push(
      finding(
        codes.AMBIGUOUS_BINDING,
        'customer',
        { partner: customer.partner, customer: customer.tenant, product: declared.product },
        {
          detail: `\`${declared.key}\` could be ${fits.map(entry => `${entry.id} (${entry.name})`).join(' or ')}.`,
          at: declared.at,
        },
      ),
    )
  }

  for (const declared of customer.subscriptions) {
    if (declared.subscriptionId === null) continue
    const entry = free.get(declared.subscriptionId)
    if (entry !== undefined) take(declared, entry)
    else
      findings.push(
        finding(
          codes.BOUND_ID_MISSING,
          'customer',
          { partner: customer.partner, customer: customer.tenant, subscription: declared.subscriptionId },
          {
            detail: `\`${declared.key}\` names ${declared.subscriptionId}, which ${customer.partner} does not show as living for ${customer.name}.`,
            at: declared.at,
          },
        ),
      )
  }
  const open = () =>
    customer.subscriptions.filter(
      declared =>
        declared.subscriptionId === null && !bound.has(declared.key) && !ambiguous.has(declared.key),
    )

  for (const declared of open()) {
    const fits = [...free.values()].filter(
      entry =>
        entry.product === declared.product &&
        (entry.name === declared.key || entry.name === declared.friendlyName),
    )
    if (fits.length > 1) refuse(declared, fits)
    else if (fits[0] !== undefined) take(declared, fits[0])
  }

  const rest = open()
  for (const declared of rest) {
    const fits = [...free.values()].filter(entry => sameTerms(declared, entry))
    const rivals = rest.filter(
      other =>
        other.product === declared.product &&
        other.term === declared.term &&
        other.billing === declared.billing,
    )
    if (fits.length === 0) continue
    if (fits.length > 1 || rivals.length > 1) refuse(declared, fits)
    else if (fits[0] !== undefined) take(declared, fits[0])
  }

  return {
    bound,
    unbound: customer.subscriptions.filter(
      declared =>
        !bound.has(declared.key) && !ambiguous.has(declared.key) && declared.subscriptionId === null,
    ),
    unmanaged: [...free.values()],
    findings,
  }
}

function isBindable(entry: LiveSubscription): boolean {
  return entry.status !== 'deleted' && entry.status !== 'expired'
}

function sameTerms(declared: DeclaredSubscription, entry: LiveSubscription): boolean {
  return (
    entry.product === declared.product &&
    (declared.term === null || entry.term === declared.term) &&
    (entry.billing === null || entry.billing === declared.billing)
  )
}
