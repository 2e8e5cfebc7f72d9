/**
 * Consolidations that contradict each other (T26). Each is sound alone; together one wants a customer's subscriptions where the other wants
 * them gone. That stands in the documents, so it is said offline, with both places.
 */
import type { DeclaredConsolidation, Desired } from '../../model/desired.ts'
import { codes } from '../codes.ts'
import type { ResolveContext } from './resolve-context.ts'

export function movesTogether(
  { consolidations, customers }: Pick<Desired, 'consolidations' | 'customers'>,
  report: ResolveContext['report'],
): void {
  for (const [position, one] of consolidations.entries()) {
    for (const other of consolidations)
      if (other !== one && other.from.includes(one.to))
        report(
          codes.TARGET_IS_SOURCE,
          one.at,
          `${one.name} moves customers into ${one.to}, and ${other.name} moves them out of it.`,
          [{ at: other.at, note: `${one.to} is a source here` }],
        )
    for (const other of consolidations.slice(position + 1)) {
      const shared = one.from.filter(name => other.from.includes(name)).sort()
      if (shared.length === 0) continue
      if (one.to === other.to)
        report(
          codes.SOURCE_TWICE,
          other.at,
          `${one.name} and ${other.name} both move ${shared.join(' and ')} into ${one.to}.`,
          [{ at: one.at, note: 'the other is here' }],
        )
      else declaredTwice({ customers }, { one, other, shared }, report)
    }
  }
}

interface Shared {
  readonly one: DeclaredConsolidation
  readonly other: DeclaredConsolidation
  /** Sources of both. */
  readonly shared: readonly string[]
}

/** What a customer has in one source can go one way only; customers of one source may well be shared out between two targets. */
function declaredTwice(
  { customers }: Pick<Desired, 'customers'>,
  { one, other, shared }: Shared,
  report: ResolveContext['report'],
): void {
  for (const customer of customers.filter(entry => entry.partner === other.to)) {
    const twin = customers.find(entry => entry.partner === one.to && entry.tenant === customer.tenant)
    if (twin === undefined) continue
    report(
      codes.CUSTOMER_TWICE,
      customer.at,
      `${customer.name} is declared under ${other.to} and under ${one.to}; ${other.name} and ${one.name} would both move what it has in ${shared.join(' and ')}.`,
      [
        { at: twin.at, note: `declared under ${one.to} here` },
        { at: one.at, note: `${one.name} is here` },
        { at: other.at, note: `${other.name} is here` },
      ],
    )
  }
}
