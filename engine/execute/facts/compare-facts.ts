/**
 * Facts as planned against facts now. A fact that moved to exactly what the plan's own actions prove is adopted: somebody, or
 * an earlier run, has done the work already. Everything else that moved is stale, and what cannot be read counts as moved.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { MovedFact } from '../../journal/result.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import type { ActionId, TenantId } from '../../model/ids.ts'
import { isWrite, type WriteAction } from '../../plan/action.ts'
import { canonicalJson } from '../../plan/digest.ts'
import { factFor, isUnknownFact, whyUnknown } from '../../plan/facts/facts.ts'
import { reliersOn } from '../../plan/facts/reliers.ts'
import type { Fact, Plan } from '../../plan/plan.ts'
import { codes } from '../codes.ts'
import { adoptersOf, wantedOf } from './adoption.ts'

export interface Comparison {
  readonly moved: readonly MovedFact[]
  /** One per fact that is nobody's proof, in the order of the plan; one per partner that could not be signed in to. */
  readonly troubles: readonly Diagnostic[]
  /** Customers that rely on such a fact, with the first of them. */
  readonly blocked: ReadonlyMap<TenantId, Diagnostic>
}

export function compareFacts(plan: Plan, index: ActualIndex): Comparison {
  const byCustomer = new Map<TenantId, WriteAction[]>()
  for (const action of plan.actions) {
    if (!isWrite(action)) continue
    const own = byCustomer.get(action.customer)
    if (own === undefined) byCustomer.set(action.customer, [action])
    else own.push(action)
  }
  const moved: MovedFact[] = []
  const troubles: Diagnostic[] = []
  const blocked = new Map<TenantId, Diagnostic>()
  const adopted = new Set<ActionId>()
  for (const planned of offersLast(plan.facts)) {
    const fresh = factFor(planned.subject, index)
    if (fresh.digest === planned.digest) continue
    const customers = reliersOn(planned, { plan, adopted })
    if (customers.length === 0) continue
    const actions = customers.flatMap(customer => byCustomer.get(customer) ?? [])
    const adopters = adoptersOf({ planned, fresh, actions, index })
    for (const action of adopters) adopted.add(action)
    moved.push({
      fact: planned.id,
      customer: customers.length === 1 ? (customers[0] ?? null) : null,
      planned: planned.value,
      now: fresh.value,
      wanted: wantedOf(planned, actions),
      adoptedBy: adopters[0] ?? null,
    })
    if (adopters.length > 0) continue
    const trouble = notSignedInFor(planned, index) ?? troubleOf(planned, fresh)
    if (!troubles.some(told => told.code === trouble.code && told.detail === trouble.detail))
      troubles.push(trouble)
    for (const customer of customers) if (!blocked.has(customer)) blocked.set(customer, trouble)
  }
  return { moved, troubles, blocked }
}

/** Of one fact, read again; null: as planned, or moved by these actions alone. */
export function troubleWith(
  planned: Fact,
  { index, actions }: { readonly index: ActualIndex; readonly actions: readonly WriteAction[] },
): Diagnostic | null {
  const fresh = factFor(planned.subject, index)
  if (fresh.digest === planned.digest) return null
  if (adoptersOf({ planned, fresh, actions, index }).length > 0) return null
  return notSignedInFor(planned, index) ?? troubleOf(planned, fresh)
}

function troubleOf(planned: Fact, fresh: Fact): Diagnostic {
  return diagnose(isUnknownFact(fresh) ? codes.MOVED_UNKNOWN : codes.MOVED, {
    detail: `${planned.id}: ${differences(planned.value, fresh.value)}.`,
  })
}

/** Who cannot sign in, or whose account is another tenant, cannot read anything: the cause is told, not each fact. */
function notSignedInFor({ subject }: Fact, index: ActualIndex): Diagnostic | null {
  const because = whyUnknown(subject, index)
  return because?.code.startsWith('AUTH.') === true ? because : null
}

/** What is for sale matters only to purchases that are not there yet, which the other facts tell. */
function offersLast(facts: readonly Fact[]): readonly Fact[] {
  const isOffer = (fact: Fact) => fact.subject.kind === 'offer'
  return [...facts.filter(fact => !isOffer(fact)), ...facts.filter(isOffer)]
}

/** Field by field where both are records of one shape; a reader should not have to look for the one that moved. */
function differences(planned: unknown, now: unknown): string {
  const text = (value: unknown) => JSON.stringify(value)
  if (!isRecord(planned) || !isRecord(now) || Object.keys(planned).some(field => !(field in now)))
    return `planned from ${text(planned)}, now ${text(now)}`
  return Object.keys(now)
    .filter(field => canonicalJson(planned[field]) !== canonicalJson(now[field]))
    .map(field => `${field} planned from ${text(planned[field]) ?? 'nothing'}, now ${text(now[field])}`)
    .join('; ')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
