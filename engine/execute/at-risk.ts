/** Customers whose replacements run beside their sources: charged on both sides until the sources are off. */
import { evidenceOf, isComplete } from '../journal/fold.ts'
import type { ApplyResult } from '../journal/result.ts'
import type { Instant, TenantId } from '../model/ids.ts'
import type { Amount } from '../model/money.ts'
import { sumAmounts } from '../money/amounts.ts'
import { isSwitchOff, type SwitchOff } from '../plan/action.ts'
import type { Run } from './run.ts'

type Risk = ApplyResult['atRisk'][number]

interface Running {
  readonly amounts: Amount[]
  since: Instant | null
}

type Facts = Pick<Run, 'plan'> &
  Partial<Pick<Run, 'undone'>> & { readonly records: Readonly<Pick<Run['records'], 'get'>> }

export function atRiskOf(run: Facts): readonly Risk[] {
  const running = new Map<TenantId, Running>()
  for (const action of run.plan.actions) {
    if (!isSwitchOff(action) || isOff(action, run)) continue
    const replaced = replacedIn(action, run)
    if (replaced === null) continue
    const entry = running.get(action.customer) ?? { amounts: [], since: null }
    running.set(action.customer, entry)
    entry.amounts.push(action.effect.overlap?.perDay ?? { kind: 'unknown', why: 'no price list' })
    if (replaced.since !== null && (entry.since === null || replaced.since < entry.since))
      entry.since = replaced.since
  }
  const names = new Map(run.plan.customers.map(customer => [customer.tenant, customer.name]))
  return [...running].flatMap(([customer, { amounts, since }]) =>
    perDay(amounts).map(amount => ({
      customer,
      name: names.get(customer) ?? customer,
      perDay: amount,
      since: since ?? run.plan.madeAt,
    })),
  )
}

/** By the journal, and nobody has switched it on again. */
function isOff({ id }: SwitchOff, { records, undone }: Facts): boolean {
  return isComplete(records.get(id)) && undone?.has(id) !== true
}

/** Whether a replacement runs already, and since when; those that lived before the plan give no time of their own. */
function replacedIn(action: SwitchOff, { records }: Facts): { readonly since: Instant | null } | null {
  let isRunning = false
  let since: Instant | null = null
  for (const by of action.replacedBy) {
    const evidence = by.kind === 'created by' ? evidenceOf(records.get(by.action)) : null
    if (by.kind === 'created by' && evidence === null) continue
    isRunning = true
    if (evidence !== null && (since === null || evidence.at < since)) since = evidence.at
  }
  return isRunning ? { since } : null
}

/** One amount per currency, and one for all that could not be priced: unknown is never 0, currencies are never added (T14). */
function perDay(amounts: readonly Amount[]): readonly Amount[] {
  const unpriced = amounts.find(amount => amount.kind === 'unknown')
  return [
    ...sumAmounts(amounts, []).known.map(sum => ({ kind: 'known' as const, ...sum })),
    ...(unpriced === undefined ? [] : [unpriced]),
  ]
}
