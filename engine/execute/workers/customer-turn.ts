/**
 * One customer of an apply, carried out by a worker: the executor of every apply, over the customer's part of the plan. It may be its first turn
 * or one after another worker died, and takes the road of `resume` either way: what is open is looked for first, and repeated under its own ids only.
 */
import type { Diagnostic } from '../../diagnostic.ts'
import { type ActionRecord, isComplete } from '../../journal/fold.ts'
import type { IncurredOverlap } from '../../journal/incurred-overlap.ts'
import type { MovedFact } from '../../journal/result.ts'
import type { ActionId } from '../../model/ids.ts'
import type { Plan } from '../../plan/plan.ts'
import { Trouble } from '../../trouble.ts'
import { compareNow, runOf } from '../carry-out.ts'
import { clockTrouble } from '../facts/clock-trouble.ts'
import { undoneIn } from '../facts/undone.ts'
import { runLanes } from '../lanes.ts'
import { moneyOf } from '../money/money-of.ts'
import type { StillCharged } from '../money/still-charged.ts'
import { toldByResume } from '../moved-remedies.ts'
import { hasWritten, openIn } from '../result.ts'
import type { Journal, RunPorts } from '../run.ts'
import { recordsOf } from '../session.ts'
import { neededByGates, type Part, planOfCustomer } from './parts.ts'

export interface CustomerTurn {
  /** The whole plan. */
  readonly plan: Plan
  readonly part: Part
  /** Of the customer's actions and of the gates of waves, by the journal. */
  readonly records: ReadonlyMap<ActionId, ActionRecord>
  readonly journal: Journal
  /** Whether a request that begins now would be over before the lease is. */
  readonly isHeld: () => boolean
  readonly skippedCustomers: readonly string[]
  /** Why nothing new is begun of the customer, by what was judged when workers were given the apply; null: it is. */
  readonly moved: Diagnostic | null
}

/** What came of a turn; the journal holds the rest. */
export interface CustomerOutcome {
  /** Actions about which something is left to do. */
  readonly open: number
  readonly hasWritten: boolean
  /** Gates of waves that nobody has judged yet and that hold back what is left. */
  readonly waitsFor: readonly ActionId[]
  /** Gates of waves that need nothing more of this customer to be judged. */
  readonly decides: readonly ActionId[]
  readonly moved: readonly MovedFact[]
  readonly undone: readonly (readonly [ActionId, Diagnostic])[]
  readonly overlap: readonly IncurredOverlap[]
  /** Left out: nothing, or by a worker of an earlier version. */
  readonly charged?: readonly StillCharged[]
}

/** Throws Trouble where it cannot be gone on with here: the lease or the journal is lost, or this machine's clock is wrong. */
export async function carryOutCustomer(
  ports: RunPorts & { readonly signal: AbortSignal },
  { plan: whole, part, records: before, journal, isHeld, skippedCustomers, moved }: CustomerTurn,
): Promise<CustomerOutcome> {
  const { customer } = part
  const plan = planOfCustomer(whole, customer)
  const compared = await compareNow(plan, ports)
  const clockOff = await clockTrouble(plan, ports)
  if (clockOff !== null) throw new Trouble(clockOff)
  const { index } = compared
  const undone = await undoneIn(plan, {
    records: before,
    index,
    now: ports.clock.now(),
    reader: compared.reads.reader,
  })
  const run = runOf(ports, {
    plan,
    journal,
    isHeld,
    compared,
    records: recordsToGoOnFrom(plan, part, before),
    leftOut: new Set(skippedCustomers.includes(customer) ? [customer] : []),
    moved: new Map([
      ...(moved === null ? [] : [[customer, moved] as const]),
      ...undone.byCustomer,
      ...[...compared.comparison.blocked].map(
        ([tenant, because]) => [tenant, toldByResume(because, 'tenantform resume')] as const,
      ),
    ]),
    undone: undone.byAction,
  })
  const trouble = await runLanes(run)
  if (trouble !== null) throw trouble
  const money = moneyOf(run)
  const open = openIn({ ...run, undone: money.undone })
  return {
    open: open.length,
    hasWritten: hasWritten(run),
    waitsFor: part.waitsFor.filter(
      gate => !isJudged(run.records.get(gate)) && open.some(({ after }) => after.includes(gate)),
    ),
    decides: part.countsFor.filter(gate => isDecided(gate, { whole, plan, records: run.records })),
    moved: compared.comparison.moved,
    undone: [...money.undone],
    overlap: money.overlap,
    ...(money.charged.length > 0 && { charged: money.charged }),
  }
}

function recordsToGoOnFrom(
  plan: Plan,
  { waitsFor }: Part,
  before: CustomerTurn['records'],
): Map<ActionId, ActionRecord> {
  const records = recordsOf({ plan, actions: before })
  for (const gate of waitsFor) {
    const record = before.get(gate)
    if (record !== undefined) records.set(gate, record)
  }
  return records
}

export function isJudged(record: ActionRecord | undefined): boolean {
  return isComplete(record) || (record !== undefined && record.skipped !== null)
}

interface Decided {
  readonly whole: Plan
  readonly plan: Plan
  readonly records: ReadonlyMap<ActionId, ActionRecord>
}

/** Each step of this customer that the gate waits for had its turn. */
function isDecided(gate: ActionId, { whole, plan, records }: Decided): boolean {
  const needed = neededByGates(whole).get(gate) ?? new Set<ActionId>()
  return plan.actions.every(({ id }) => {
    const record = records.get(id)
    return !needed.has(id) || (record !== undefined && (record.outcome !== null || record.skipped !== null))
  })
}
