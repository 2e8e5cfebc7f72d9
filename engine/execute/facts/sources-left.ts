/**
 * Whether a plan leaves on, without a word, what its documents have it switch off: a source that is replaced and goes on is charged on both sides
 * (S5, T27). What happens to a legacy source follows from its fact and the documents, so it is decided again by the method table; new commerce
 * also by windows that are no fact, so there the line of the plan is held to its own method.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import { groupedBy } from '../../grouped-by.ts'
import type { DeclaredConsolidation, Desired } from '../../model/desired.ts'
import type { ActionId, ProductKey, TenantId } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Action } from '../../plan/action.ts'
import { isSwitchedOff } from '../../plan/decide/source/source-decision.ts'
import { decideSource } from '../../plan/decide/source/source-method.ts'
import type { CustomerPlan, Fact, Plan, SourceLine } from '../../plan/plan.ts'
import { endings } from '../../plan/source-line.ts'
import { startOfDay } from '../../time/utc-days.ts'
import { livingInFact } from '../anew/living-in-fact.ts'
import { codes } from '../codes.ts'

/** At most so many are told; the plan is refused as a whole. */
const shown = 10

/** Documents that are those of the plan: their digest was compared before. */
export function sourcesLeft(
  plan: Plan,
  desired: Pick<Desired, 'customers' | 'consolidations'>,
): readonly Diagnostic[] {
  const facts: Facts = {
    plan,
    byId: new Map(plan.actions.map(action => [action.id, action])),
    consolidations: new Map(desired.consolidations.map(entry => [entry.name, entry])),
    declared: new Map(
      desired.customers.map(({ partner, tenant, subscriptions }) => [
        `${partner}/${tenant}`,
        new Set(subscriptions.filter(({ state }) => state === 'active').map(({ product }) => product)),
      ]),
    ),
    living: groupedBy(
      plan.facts.flatMap(fact => livingInFact(fact) ?? []),
      entry => entry.customer,
    ),
    listed: listedIn(plan.facts),
  }
  return plan.customers
    .flatMap(part => ofPart(part, facts).map(why => `${part.name}: ${why}`))
    .slice(0, shown)
    .map(why => diagnose(codes.NOT_WHOLE, { detail: `${why}. Nothing was written.` }))
}

interface Facts {
  readonly plan: Plan
  readonly byId: ReadonlyMap<ActionId, Action>
  readonly consolidations: ReadonlyMap<string, DeclaredConsolidation>
  /** Products of active lines, by `partner/tenant`. */
  readonly declared: ReadonlyMap<string, ReadonlySet<ProductKey>>
  readonly living: ReadonlyMap<TenantId, readonly LiveSubscription[]>
  readonly listed: ReadonlyMap<TenantId, readonly Listed[]>
}

interface Listed {
  readonly partner: string
  readonly subscription: string
}

function ofPart(part: CustomerPlan, facts: Facts): readonly string[] {
  const consolidation = facts.consolidations.get(part.consolidation ?? '')
  if (part.actions.length === 0 || consolidation === undefined) return []
  const ended = endings(part.actions.flatMap(id => facts.byId.get(id) ?? []))
  const sources = new Set<string>(consolidation.from)
  const living = (facts.living.get(part.tenant) ?? []).filter(({ partner }) => sources.has(partner))
  const context = {
    consolidation,
    now: startOfDay(facts.plan.on),
    declaredProducts: facts.declared.get(`${part.partner}/${part.tenant}`) ?? new Set(),
    nameOf: (product: ProductKey) => product,
    // Only words and sums of new commerce are made of these.
    toTermEnd: () => ({ kind: 'unknown', why: 'no price list' }) as const,
    atTermEnd: () => ({ outcome: 'unknown', from: null, seats: null }) as const,
  }
  const known = new Set(living.map(entry => `${entry.partner}/${entry.id}`))
  const unknown = [...(facts.listed.get(part.tenant) ?? []), ...knownToGates(part, facts)].filter(
    ({ partner, subscription }) => sources.has(partner) && !known.has(`${partner}/${subscription}`),
  )
  const lines = new Map(part.sources.map(line => [placeOf(line), line]))
  const left = living.flatMap(entry => {
    const place = `${entry.partner}/${entry.id}`
    const isEnded = ended.has(place)
    const line = lines.get(place)
    if (line === undefined) return [`it does not say what becomes of ${entry.id} under ${entry.partner}`]
    const isToEnd =
      entry.commerce === 'legacy' && entry.kind === 'licence'
        ? isSwitchedOff(entry, decideSource(entry, context))
        : entry.status === 'active' && (line.method === 'repurchase' || line.method === 'reprovision')
    return isToEnd && !isEnded
      ? [`${entry.id} under ${entry.partner} is replaced, and nothing switches it off`]
      : []
  })
  return [
    ...unknown.map(
      ({ partner, subscription }) => `it does not say what ${subscription} under ${partner} was`,
    ),
    ...left,
  ]
}

function knownToGates({ actions }: CustomerPlan, { byId }: Facts): readonly Listed[] {
  return actions.flatMap(id => {
    const gate = byId.get(id)
    if (gate?.kind !== 'gate.customer') return []
    return gate.proves.flatMap(check =>
      check.kind === 'no other active subscription'
        ? check.known.map(subscription => ({ partner: check.partner, subscription }))
        : [],
    )
  })
}

/** By customer, what lists of accounts show; they are read again before the first write. */
function listedIn(facts: readonly Fact[]): Facts['listed'] {
  const listed = facts.flatMap(({ subject, value }) =>
    subject.kind === 'subscriptions' && subject.behind === undefined && Array.isArray(value)
      ? value.map((subscription: unknown) => ({
          customer: subject.customer,
          partner: subject.partner,
          subscription: String(subscription),
        }))
      : [],
  )
  return groupedBy(listed, entry => entry.customer)
}

function placeOf({ partner, subscription }: Pick<SourceLine, 'partner' | 'subscription'>): string {
  return `${partner}/${subscription}`
}
