/** The request budget that all processes of a workspace share, where its journal has a place for it. */
import { randomUUID } from 'node:crypto'
import type { RequestBudget } from '../../../engine/doctor/request-budget.ts'
import type { Desired } from '../../../engine/model/desired.ts'
import { instant, type PartnerName } from '../../../engine/model/ids.ts'
import type { Clock } from '../../../engine/ports.ts'
import { windowMs } from '../../../providers/http/budget/learned.ts'
import type { KeptBudget, SharedBudgets } from '../../../providers/http/budget/store.ts'
import { createFileBudgets } from '../../../providers/journal/budget/file.ts'
import { orOwnShare } from '../../../providers/journal/budget/own-share.ts'
import { createPostgresBudgets } from '../../../providers/journal/budget/postgres.ts'
import { connectionOf, type JournalPlace } from './journal-place.ts'

export interface BudgetFacts {
  readonly desired: Desired
  readonly place: JournalPlace
  readonly clock: Clock
  /** Its requests leave room for people. */
  readonly isJob: boolean
  readonly say: (text: string) => void
}

/** null: the store has no place for it, and each process learns by itself. */
export function budgetsOf({ desired, place, clock, isJob, say }: BudgetFacts): SharedBudgets | null {
  const { journal } = desired.workspace
  const nowMs = () => Date.parse(clock.now())
  const common = { process: randomUUID(), isJob, accountOf: accountsIn(desired), say }
  if (journal.store === 'azure-blob') return null
  const shared =
    journal.store === 'postgres'
      ? createPostgresBudgets({ ...common, connection: () => connectionOf(journal.connection, place) })
      : createFileBudgets({ ...common, root: place.root, nowMs, elapsedMs: () => performance.now() })
  return orOwnShare(shared, { nowMs, say })
}

/** One that is asked elsewhere than at Microsoft is another account. */
function accountsIn({ partners, workspace }: Desired): (partner: string) => string {
  const api = workspace.endpoints?.api
  const elsewhere = api === undefined ? '' : `.${new URL(api).host}`
  const names = new Map<string, string>(
    partners.map(({ name, tenant }) => [name, `${tenant}${elsewhere}`.replaceAll(/[^A-Za-z0-9.-]/g, '-')]),
  )
  return partner => names.get(partner) ?? partner
}

/** What is kept of the accounts of a workspace; of a place that cannot be read, nothing. */
export async function requestBudgets(
  shared: SharedBudgets,
  desired: Desired,
): Promise<readonly RequestBudget[]> {
  const kept = await shared.kept().catch(() => [])
  const accountOf = accountsIn(desired)
  return desired.partners.flatMap(({ name }) =>
    kept.filter(({ account }) => account === accountOf(name)).map(budget => figuresOf(name, budget)),
  )
}

function figuresOf(partner: PartnerName, { service, family, state, nowMs: now }: KeptBudget): RequestBudget {
  const counts = state.counts.filter(({ atMs }) => now - atMs < windowMs)
  const untilMs = state.pauses.everybody?.untilMs ?? 0
  return {
    partner,
    service,
    family,
    perMinute: state.learned.limit,
    isLearned: state.learned.refusal !== null,
    lastMinute: counts.reduce((sum, { reads, writes }) => sum + reads + writes, 0),
    refusals: state.refusals,
    pausedUntil: untilMs > now ? instant(new Date(untilMs).toISOString()) : null,
    pausedCustomers: [...state.pauses.customers.values()].filter(pause => pause.untilMs > now).length,
    processes: [...state.processes.values()].filter(({ seenMs }) => now - seenMs < windowMs).length,
  }
}
