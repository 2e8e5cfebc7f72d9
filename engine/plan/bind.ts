/**
 * Which live subscription a declared one means (product.md, section 4): the written id; else the name and the product;
 * else the product with the same term and billing, when exactly one fits. Ended ones never bind. Two that fit equally are
 * a finding that lists both; nothing is guessed, and the answer does not depend on any order.
 */

import type { DeclaredCustomer, DeclaredSubscription } from '../model/desired.ts'
import type { LiveSubscription } from '../model/live.ts'
import { codes } from './codes.ts'
import { finding } from './finding.ts'
import type { Finding } from './plan.ts'
import { prevents } from './refusals.ts'

export interface Binding {
  /** By key of the declared subscription. */
  readonly bound: ReadonlyMap<string, LiveSubscription>
  /** Declared, and nothing living means it. */
  readonly unbound: readonly DeclaredSubscription[]
  /** Living, and nothing declared means it. */
  readonly unmanaged: readonly LiveSubscription[]
  readonly findings: readonly Finding[]
}

type Fits = (declared: DeclaredSubscription, live: LiveSubscription) => boolean

/** `reach` is how far a doubtful binding reaches: the whole customer in a consolidation, else its line. */
export function bind(
  customer: DeclaredCustomer,
  live: readonly LiveSubscription[],
  reach: 'customer' | 'line' = 'customer',
): Binding {
  const free = new Set([...live].filter(isLiving).sort((a, b) => (a.id < b.id ? -1 : 1)))
  const bound = new Map<string, LiveSubscription>()
  const doubtful = new Set<string>()
  const contested = new Set<LiveSubscription>()
  const findings: Finding[] = []
  const at = { partner: customer.partner, customer: customer.tenant }
  let open = [...customer.subscriptions].sort((a, b) => (a.key < b.key ? -1 : 1))

  const round = (fits: Fits) => {
    const offers = open.map(declared => ({
      declared,
      fitting: [...free].filter(entry => fits(declared, entry)),
    }))
    for (const { declared, fitting } of offers) {
      const [only, ...others] = fitting
      if (only === undefined) continue
      const rivals = offers.filter(other => other.declared !== declared && other.fitting.includes(only))
      if (others.length === 0 && rivals.length === 0) {
        bound.set(declared.key, only)
        free.delete(only)
        continue
      }
      doubtful.add(declared.key)
      for (const entry of fitting) contested.add(entry)
      findings.push(
        finding(
          codes.AMBIGUOUS_BINDING,
          reach,
          { ...at, product: declared.product },
          {
            detail: doubt(
              declared,
              fitting,
              rivals.map(rival => rival.declared),
            ),
            at: declared.at,
          },
        ),
      )
    }
    open = open.filter(declared => !bound.has(declared.key) && !doubtful.has(declared.key))
  }

  round((declared, entry) => declared.subscriptionId === entry.id)
  for (const declared of open) {
    if (declared.subscriptionId === null) continue
    doubtful.add(declared.key)
    const detail = `\`${declared.key}\` names ${declared.subscriptionId}, which ${customer.partner} does not show as living for ${customer.name}.${prevents('BOUND_ID_MISSING')}`
    const subject = { ...at, subscription: declared.subscriptionId, product: declared.product }
    findings.push(finding(codes.BOUND_ID_MISSING, reach, subject, { detail, at: declared.at }))
  }
  open = open.filter(declared => declared.subscriptionId === null)
  round(
    (declared, entry) =>
      entry.product === declared.product &&
      (entry.name === declared.key || entry.name === declared.friendlyName),
  )
  round(hasSameTerms)

  return {
    bound,
    unbound: open,
    unmanaged: [...free].filter(entry => !contested.has(entry)),
    findings,
  }
}

/** Ended subscriptions come back only by buying anew: deleted, expired, and in new commerce disabled (api.md 2.3). */
export function isLiving(entry: LiveSubscription): boolean {
  if (entry.status === 'deleted' || entry.status === 'expired') return false
  return !(entry.status === 'disabled' && entry.commerce === 'nce')
}

function hasSameTerms(declared: DeclaredSubscription, entry: LiveSubscription): boolean {
  return (
    entry.product === declared.product &&
    (declared.term === null || entry.term === declared.term) &&
    (entry.billing === null || entry.billing === declared.billing)
  )
}

function doubt(
  declared: DeclaredSubscription,
  fitting: readonly LiveSubscription[],
  rivals: readonly DeclaredSubscription[],
): string {
  const which = fitting.map(entry => `${entry.id} (${entry.name})`).join(' or ')
  if (rivals.length === 0) return `\`${declared.key}\` could be ${which}.`
  return `\`${declared.key}\` could be ${which}, and so could ${rivals.map(rival => `\`${rival.key}\``).join(' and ')}.`
}
