/** Customers whose replacements run beside their sources: charged on both sides until the sources are off, or their terms end. */
import { isComplete } from '../../journal/fold.ts'
import { isPairEnd, type PairEnd, sinceIn } from '../../journal/overlap.ts'
import type { ApplyResult } from '../../journal/result.ts'
import { dayOf, type Instant, type TenantId } from '../../model/ids.ts'
import type { Amount } from '../../model/money.ts'
import { sumOf } from '../../money/amounts.ts'
import { isSwitchOff } from '../../plan/action.ts'
import { addDays } from '../../time/utc-days.ts'
import type { Run } from '../run.ts'
import { sourceIn } from './overlap-of.ts'
import type { StillCharged } from './still-charged.ts'

type Risk = ApplyResult['atRisk'][number]

interface Running {
  readonly perDay: Amount
  readonly since: Instant | null
  /** Null: nothing was read of it. */
  readonly charged: StillCharged | null
}

type Facts = Pick<Run, 'plan'> &
  Partial<Pick<Run, 'undone' | 'seen' | 'costOf' | 'clock'>> & {
    readonly records: Readonly<Pick<Run['records'], 'get'>>
  }

export function atRiskOf(run: Facts, charged: readonly StillCharged[] = []): readonly Risk[] {
  const chargedBy = new Map(charged.map(entry => [entry.action, entry]))
  const since = sinceIn(run)
  const running = new Map<TenantId, Running[]>()
  for (const action of run.plan.actions) {
    if (!isPairEnd(action) || isOver(action, run)) continue
    const both = since(action)
    if (both === null) continue
    const own = running.get(action.customer) ?? []
    running.set(action.customer, own)
    const read = chargedBy.get(action.id) ?? null
    own.push({
      perDay: perDayOf(action, run),
      since: read?.since ?? both.bought,
      charged: read,
    })
  }
  const names = new Map(run.plan.customers.map(customer => [customer.tenant, customer.name]))
  return [...running].flatMap(([customer, pairs]) => {
    const first = firstOf(pairs)
    return rowsOf(pairs).map(row => ({
      customer,
      name: names.get(customer) ?? customer,
      ...row,
      since: first ?? run.plan.madeAt,
    }))
  })
}

/** As planned, unless its seats were read since and are others. */
function perDayOf(action: PairEnd, { seen, costOf, clock }: Facts): Amount {
  const planned = action.effect.overlap?.perDay ?? { kind: 'unknown', why: 'no price list' }
  if (!isSwitchOff(action) || seen === undefined || clock === undefined) return planned
  const source = sourceIn({ seen }, action)
  if (source === null || source.seats === action.seats) return planned
  const from = dayOf(clock.now())
  return costOf?.(source, { from, until: addDays(from, 1) }) ?? { kind: 'unknown', why: 'no price list' }
}

/** By the journal, and nobody has undone it. */
function isOver({ id }: PairEnd, { records, undone }: Facts): boolean {
  return isComplete(records.get(id)) && undone?.has(id) !== true
}

function firstOf(pairs: readonly Running[]): Instant | null {
  return pairs.flatMap(({ since }) => since ?? []).sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null
}

/**
 * One row per currency and term that binds, and one for all that could not be priced: unknown is never 0, currencies are never added (T14),
 * and what can be ended today is not told with what cannot.
 */
function rowsOf(pairs: readonly Running[]): readonly Omit<Risk, 'customer' | 'name' | 'since'>[] {
  const groups = new Map<string, Running[]>()
  for (const pair of pairs) {
    const { perDay, charged } = pair
    const bound = charged?.bound ?? null
    const key = `${perDay.kind === 'known' ? `1 ${perDay.currency}` : '2'} ${bound?.until ?? ''} ${bound?.renews ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), pair])
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group
      if (first === undefined) return []
      const bound = first.charged?.bound ?? null
      const incurred = incurredOf(group)
      return [
        {
          perDay: sumOf(group.map(({ perDay }) => perDay)),
          ...(incurred !== null && { incurred }),
          ...(bound !== null && {
            bound: {
              until: bound.until,
              money: sumOf(group.flatMap(({ charged }) => charged?.bound?.money ?? [])),
              ...(bound.renews && { renews: true as const }),
            },
          }),
        },
      ]
    })
}

/** Null: nothing was read, or no day is over. */
function incurredOf(group: readonly Running[]): NonNullable<Risk['incurred']> | null {
  const incurred = group.flatMap(({ charged }) => charged?.incurred ?? [])
  const days = incurred.map(entry => entry.days)
  if (days.every(count => count === 0)) return null
  return {
    days: days.includes(null) ? null : Math.max(...days.map(Number)),
    money: sumOf(incurred.filter(entry => entry.days !== 0).map(({ money }) => money)),
  }
}
