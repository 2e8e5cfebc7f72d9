/**
 * Whether somebody who edits a saved plan can have something done that the documents of the workspace and its accounts do not lead to. Each forgery is a
 * whole plan that Tenantform itself would make of other documents or other accounts. Asked by test/fuzz/forged-plans.test.ts, and again of an executor
 * that lacks its check (test/property/without-a-rule.test.ts).
 */
import fc from 'fast-check'
import { applyPlan } from '../../../engine/execute/apply-plan.ts'
import type { ApplyVerdict } from '../../../engine/execute/verdict.ts'
import { indexActual } from '../../../engine/model/actual-index.ts'
import type {
  DeclaredConsolidation,
  DeclaredCustomer,
  DeclaredSubscription,
  Desired,
} from '../../../engine/model/desired.ts'
import { instant, seats } from '../../../engine/model/ids.ts'
import type { Actual, CustomerActual, LiveSubscription } from '../../../engine/model/live.ts'
import { pricedOn } from '../../../engine/money/price-list.ts'
import { derivedOf } from '../../../engine/plan/derived/derived.ts'
import { factFor } from '../../../engine/plan/facts/facts.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import { aMethodRule, aPlan, present } from '../builders/index.ts'
import { deedOf } from '../deeds.ts'
import { sealed } from '../sealed.ts'
import { simulatedTenants } from '../simulated-tenants.ts'
import { type MadeUpWorld, madeUpWorld } from '../worlds.ts'

/** One way each in which documents can allow what others stop, or ask for something else. */
const looser: readonly ((desired: Desired) => Desired)[] = [
  ofLines(line => ({ ...line, fewerSeatsAcknowledged: true })),
  ofLines(line => ({ ...line, acceptContinuedBilling: true })),
  ofLines(line => ({ ...line, seats: seats(Math.max(1, line.seats - 1)) })),
  ofLines(line => ({ ...line, state: 'active' })),
  ofCustomers(customer => ({ ...customer, agreement: 'not-required' })),
  ofCustomers(customer => ({ ...customer, subscriptions: customer.subscriptions.slice(0, 1) })),
  ofMoves({ methods: [] }),
  ofMoves({ methods: [aMethodRule({ when: { commerce: 'nce' }, method: 'repurchase' })] }),
  ofMoves({ methods: [aMethodRule({ when: { commerce: 'nce' }, method: 'manual' })] }),
  ofMoves({ waves: [] }),
  ofMoves({ map: [] }),
  desired => ({ ...desired, partners: desired.partners.map(partner => ({ ...partner, retired: null })) }),
]

function ofLines(
  change: (line: DeclaredSubscription) => DeclaredSubscription,
): (desired: Desired) => Desired {
  return ofCustomers(customer => ({ ...customer, subscriptions: customer.subscriptions.map(change) }))
}

function ofCustomers(
  change: (customer: DeclaredCustomer) => DeclaredCustomer,
): (desired: Desired) => Desired {
  return desired => ({ ...desired, customers: desired.customers.map(change) })
}

function ofMoves(change: Partial<DeclaredConsolidation>): (desired: Desired) => Desired {
  return desired => ({
    ...desired,
    consolidations: desired.consolidations.map(entry => ({ ...entry, ...change })),
  })
}

/** One way each in which accounts can be such as to let more happen. */
const easier: readonly ((entry: CustomerActual) => CustomerActual)[] = [
  entry => ({ ...entry, licences: { kind: 'not asked' } }),
  entry => ({ ...entry, agreement: present({ how: 'confirmed by the partner' }) }),
  ofLiving(live => ({ ...live, trial: false })),
  ofLiving(live => ({ ...live, status: live.status === 'pending' ? 'active' : live.status })),
  ofLiving(live => ({ ...live, cancellableUntil: instant('2026-12-12T00:00:00Z') })),
  ofLiving(live => ({ ...live, parent: null })),
  ofLiving(live => ({ ...live, seats: seats(1) })),
]

function ofLiving(
  change: (live: LiveSubscription) => LiveSubscription,
): (entry: CustomerActual) => CustomerActual {
  return entry =>
    entry.subscriptions.kind === 'present'
      ? { ...entry, subscriptions: present(entry.subscriptions.value.map(change)) }
      : entry
}

/** A whole plan of other documents and other accounts, with the digests, facts, verdicts and sums that those of the workspace have. */
export function passedOff(
  { desired, actual }: MadeUpWorld,
  { documents, accounts }: { readonly documents: Desired; readonly accounts: Actual },
): Plan {
  const honest = aPlan({ desired, actual })
  const other = aPlan({ desired: documents, actual: accounts })
  const index = indexActual(actual)
  const facts = other.facts.map(({ subject }) => factFor(subject, index))
  const { verdict, approvals, policiesUntil, ...derived } = derivedOf(
    { ...other, facts },
    pricedOn(desired, other.on),
  )
  const { approvals: _approvals, policiesUntil: _until, ...own } = other
  return sealed({
    ...own,
    ...derived,
    ...(approvals !== undefined && { approvals }),
    ...(policiesUntil !== undefined && { policiesUntil }),
    facts,
    findings: verdict,
    desired: honest.desired,
    partners: honest.partners,
    madeIn: honest.madeIn,
  })
}

export interface Forgery {
  readonly world: MadeUpWorld
  readonly documents: readonly ((desired: Desired) => Desired)[]
  readonly accounts: readonly ((entry: CustomerActual) => CustomerActual)[]
}

export const forgery: fc.Arbitrary<Forgery> = fc.record({
  world: madeUpWorld,
  documents: fc.subarray([...looser], { maxLength: 3 }),
  accounts: fc.subarray([...easier], { maxLength: 3 }),
})

export interface Tried {
  /** What was done and is no part of the plan that the workspace has. */
  readonly beyond: readonly string[]
  readonly sent: number
  readonly kind: ApplyVerdict['kind']
}

export async function triedOn({ world, documents, accounts }: Forgery): Promise<Tried> {
  const { desired, actual } = world
  const plan = passedOff(world, {
    documents: documents.reduce((made, change) => change(made), desired),
    accounts: {
      ...actual,
      customers: actual.customers.map(entry => accounts.reduce((made, change) => change(made), entry)),
    },
  })
  const honest = aPlan({ desired, actual })
  const tenants = simulatedTenants({ actual })
  const { kind } = await applyPlan({
    plan,
    version: honest.tool.version,
    partners: honest.partners,
    desiredDigest: honest.desired,
    declared: desired,
    madeIn: honest.madeIn,
    skipMoved: false,
    reader: tenants.reader,
    performers: tenants.performers,
    store: createMemoryJournal(),
    clock: tenants.clock,
    serviceTime: { skewMs: () => 0, heard: () => tenants.reads.length },
    progress: () => undefined,
    signal: new AbortController().signal,
    who: 'ada',
    takeOver: false,
    consent: ['changes', 'irreversible'],
    width: 3,
  })
  const allowed = new Set(honest.actions.map(deedOf))
  const sent = new Set(tenants.sent.map(({ action }) => action))
  const done = plan.actions.filter(({ id }) => sent.has(id)).map(deedOf)
  return { beyond: done.filter(deed => !allowed.has(deed)), sent: sent.size, kind }
}

/** Whether a forgery ever gets something done. */
export async function isForgeryCarriedOut(runs: number, seed: number): Promise<boolean> {
  const found = await fc.check(
    fc.asyncProperty(forgery, async made => (await triedOn(made)).beyond.length === 0),
    { numRuns: runs, seed, endOnFailure: true },
  )
  return found.failed
}
