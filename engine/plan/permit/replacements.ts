/**
 * A replacement replaces (T25): what takes over from a source goes on after its term. One that is told to end, or ends by itself, lets
 * nothing be switched off, unless the declared line says so itself; then the plan says on which day the service ends. The same for one whose
 * next term has fewer seats or is another product.
 */
import type { DeclaredCustomer, DeclaredSubscription } from '../../model/desired.ts'
import { dayOf, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { keeps, type NextTerm, type Renewal, renewalOf } from '../../model/renewal.ts'
import { plural } from '../../plural.ts'
import type { Action } from '../action.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { isEnded } from '../decide/source/source-decision.ts'
import { finding } from '../finding.ts'
import type { ArrivedFacts } from '../kinds/set-renewal.ts'
import type { Finding } from '../plan.ts'
import { permitCodes } from './codes.ts'

export interface ReplacingFacts {
  readonly customer: DeclaredCustomer
  readonly decided: readonly DecidedSource[]
  /** By key of the declared line that it satisfies: living, or brought by a transfer. */
  readonly bound: ReadonlyMap<string, LiveSubscription>
  readonly arriving: ReadonlyMap<string, LiveSubscription>
  /** What is told of what arrives. */
  readonly renewals: readonly ArrivedFacts[]
  /** Of this plan, on the target. */
  readonly actions: readonly Action[]
}

export function replacementFindings(facts: ReplacingFacts): readonly Finding[] {
  const replaced = new Set(
    facts.decided.flatMap(({ subscription, decision }) =>
      decision.method === 'lapse' || isEnded(subscription, decision) ? [decision.replacement] : [],
    ),
  )
  return facts.customer.subscriptions.flatMap(declared => {
    if (declared.state !== 'active' || !replaced.has(declared.product)) return []
    const found = facts.bound.get(declared.key) ?? facts.arriving.get(declared.key)
    if (found === undefined) return endOfPurchase(declared, facts)
    const after = renewalAfter(found, facts)
    if (found.commerce !== 'nce' || keeps(after, declared)) return []
    const subject = { ...subjectOf(declared, facts), subscription: found.id }
    const day = found.termEndsAt === null ? null : dayOf(found.termEndsAt)
    if (after.kind === 'renews') return shrinks(declared, { next: after.next, day, subject })
    if (declared.endOfTerm === 'cancel') return [serviceEnds(declared, day, subject)]
    const end =
      after.kind === 'unknown'
        ? `may end: ${after.why}`
        : `ends with its term on ${day ?? 'a day that the service does not say'}`
    const detail = `\`${declared.key}\` (${found.id}) ${end}; what it replaces would be switched off, and the service would end with it.`
    return [finding(permitCodes.REPLACEMENT_ENDS, 'customer', subject, { detail, at: declared.at })]
  })
}

/** Fewer seats or another product with the next term: as declared, or because somebody scheduled it. */
function shrinks(
  declared: DeclaredSubscription,
  {
    next,
    day,
    subject,
  }: {
    readonly next: NextTerm | null
    readonly day: UtcDate | null
    readonly subject: Finding['subject']
  },
): readonly Finding[] {
  if (next === null) return []
  const isOther = next.product !== declared.product
  const what = `${next.seats} ${plural(next.seats, 'seat', 'seats')}${isOther ? ` of ${next.product}` : ''}`
  const end = day === null ? 'the end of its term' : `its term ends on ${day}`
  const { nextTerm } = declared
  const isDeclared = nextTerm?.product !== undefined || (!isOther && nextTerm?.seats !== undefined)
  if (isDeclared) {
    const detail = `\`${declared.key}\` goes on with ${what} after ${end}, as its \`nextTerm\` says.`
    return [finding(permitCodes.SERVICE_ENDS, 'nothing', subject, { detail, at: declared.at })]
  }
  const detail = `\`${declared.key}\` (${subject.subscription}) is scheduled to go on with ${what} after ${end}; the ${declared.seats} ${plural(declared.seats, 'seat', 'seats')} that it replaces would be switched off now.`
  return [finding(permitCodes.REPLACEMENT_SHRINKS, 'customer', subject, { detail, at: declared.at })]
}

/** What is bought now ends only where the document says so. */
function endOfPurchase(declared: DeclaredSubscription, facts: ReplacingFacts): readonly Finding[] {
  const created = facts.actions.find(
    action => action.kind === 'subscription.create' && action.key === declared.key,
  )
  if (declared.endOfTerm !== 'cancel' || created?.kind !== 'subscription.create') return []
  const day = created.effect.commitment?.until ?? null
  return [serviceEnds(declared, day, subjectOf(declared, facts))]
}

function serviceEnds(
  { key, at }: DeclaredSubscription,
  day: UtcDate | null,
  subject: Finding['subject'],
): Finding {
  const detail = `\`${key}\` is declared with \`endOfTerm: cancel\`: its service ends with its term, after ${day ?? 'a day that the service does not say'}.`
  return finding(permitCodes.SERVICE_ENDS, 'nothing', subject, { detail, at })
}

/** What this plan tells it counts. */
function renewalAfter(found: LiveSubscription, { actions, renewals }: ReplacingFacts): Renewal {
  const change = actions.find(
    action => action.kind === 'subscription.change-renewal' && action.subscription === found.id,
  )
  if (change?.kind === 'subscription.change-renewal') return change.to
  return renewals.find(renewal => renewal.subscription === found)?.to ?? renewalOf(found)
}

function subjectOf({ product }: DeclaredSubscription, { customer }: ReplacingFacts): Finding['subject'] {
  return { partner: customer.partner, customer: customer.tenant, product }
}
