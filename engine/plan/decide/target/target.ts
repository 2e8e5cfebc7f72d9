/**
 * Declared minus living, for one customer under the partner that keeps it. Bases are decided before their add-ons, so
 * that an add-on knows whether its base lives, is bought by this plan, or is not to be had (T22).
 */
import type { DeclaredSubscription } from '../../../model/desired.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import type { Action } from '../../action.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import { poolFinding } from '../../permit/seat-pool.ts'
import type { CustomerPlan, Finding } from '../../plan.ts'
import { buy } from './buy.ts'
import { buyLater } from './buy-later.ts'
import { change } from './change.ts'
import { keptTogether } from './families.ts'
import { freedBy, isShortOf, nothingFreed, takenBackFirst } from './freed-seats.ts'
import { nothing, reachOf, subjectOf, type TargetDecision, type TargetFacts } from './target-facts.ts'

export interface OrderFacts {
  readonly licences: CustomerPlan['licences']
  /** Seats go only behind a gate, which waits for what is added. */
  readonly isGated: boolean
}

export function decideTarget(
  given: Omit<TargetFacts, 'freed'>,
  { licences, isGated }: OrderFacts,
): TargetDecision {
  const decided = decideLines({ ...given, freed: nothingFreed })
  const freed = isGated ? nothingFreed : freedBy(decided.actions, licences)
  if (!isShortOf(freed, decided.findings)) return decided
  const { actions, findings } = decideLines({ ...given, freed })
  return { actions: takenBackFirst(actions, freed), findings }
}

function decideLines(facts: TargetFacts): TargetDecision {
  const byKey = new Map<string, readonly Action[]>()
  const findings: Finding[] = []
  const twins = sameNameTwice(facts)
  for (const declared of basesFirst(facts.customer.subscriptions)) {
    if (facts.keys !== null && !facts.keys.has(declared.key)) continue
    const decided = decideOne(declared, facts, { byKey, twins })
    byKey.set(declared.key, decided.actions)
    findings.push(...decided.findings)
  }
  const kept = keptTogether([...byKey.values()].flat(), facts)
  return { actions: kept.actions, findings: [...findings, ...kept.findings] }
}

interface Progress {
  readonly byKey: ReadonlyMap<string, readonly Action[]>
  readonly twins: ReadonlySet<string>
}

function decideOne(
  declared: DeclaredSubscription,
  facts: TargetFacts,
  { byKey, twins }: Progress,
): TargetDecision {
  const living = facts.binding.bound.get(declared.key)
  const ofBase = declared.addOnTo === null ? [] : (byKey.get(declared.addOnTo) ?? [])
  if (living !== undefined) return change(declared, living, { facts, ofBase })
  if (!facts.binding.unbound.includes(declared)) return nothing()
  const arriving = facts.arriving.get(declared.key)
  if (arriving !== undefined) return beyondArrival(declared, arriving, facts)
  const ending = facts.lapsing.get(declared.key)
  if (!twins.has(declared.key))
    return ending === undefined ? buy(declared, facts, ofBase) : buyLater(declared, ending, { facts, ofBase })
  const detail = `\`${declared.key}\` would have the product and the name of another declared subscription; the two could not be distinguished.`
  return nothing(
    finding(codes.SAME_NAME_TWICE, reachOf(facts), subjectOf(declared, facts), { detail, at: declared.at }),
  )
}

/** A transfer needs no room in the pool of its item; what is declared beyond what it brings does, in the plan after it (T32). */
function beyondArrival(
  declared: DeclaredSubscription,
  arriving: LiveSubscription,
  facts: TargetFacts,
): TargetDecision {
  const most = Math.max(declared.seats, declared.nextTerm?.seats ?? 0)
  const pool = arriving.seats === null || most <= arriving.seats ? null : poolFinding(declared, facts)
  return pool === null || pool.blocks === 'nothing' ? nothing() : nothing(pool)
}

/** Every base before its add-ons; a circle of add-ons ends where it began. */
function basesFirst(declared: readonly DeclaredSubscription[]): readonly DeclaredSubscription[] {
  const byKey = new Map(declared.map(entry => [entry.key, entry]))
  const ordered = new Set<DeclaredSubscription>()
  const place = (entry: DeclaredSubscription, above: ReadonlySet<string>) => {
    const base = entry.addOnTo === null ? undefined : byKey.get(entry.addOnTo)
    if (base !== undefined && !above.has(base.key)) place(base, new Set([...above, entry.key]))
    ordered.add(entry)
  }
  for (const entry of declared) place(entry, new Set())
  return [...ordered]
}

/**
 * A purchase is recognised by product and name: when its answer is lost (T15), and in every later plan (docs/planning.md). Two
 * lines that would look alike are not bought.
 */
function sameNameTwice({ customer, binding }: TargetFacts): ReadonlySet<string> {
  const seen = new Map<string, string>()
  const indistinguishable = new Set<string>()
  for (const declared of customer.subscriptions) {
    if (declared.subscriptionId !== null) continue
    const looks = `${declared.product}/${declared.friendlyName ?? declared.key}`
    const other = seen.get(looks)
    if (other !== undefined) indistinguishable.add(other).add(declared.key)
    seen.set(looks, declared.key)
  }
  return new Set(binding.unbound.map(declared => declared.key).filter(key => indistinguishable.has(key)))
}
