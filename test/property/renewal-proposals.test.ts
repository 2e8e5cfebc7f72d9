/**
 * Laws of what `renewals --propose` writes, over made-up pools: whoever uses a licence has one after the ends of terms, as far as that was so before, and a
 * base does not end under an add-on that goes on. Counted here by definition, not by the rules of the calendar.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  instant,
  type PartnerName,
  productKey,
  type SubscriptionId,
  seats,
  subscriptionId,
  utcDate,
} from '../../engine/model/ids.ts'
import type { LicencePool, LiveSubscription } from '../../engine/model/live.ts'
import { termCalendar } from '../../engine/renewals/term-calendar.ts'
import {
  aCustomer,
  aDeclaredSubscription,
  aDesired,
  aLiveSubscription,
  aPartner,
  central,
  italy,
  premium,
  present,
  tenant,
} from '../support/builders/index.ts'
import { runs } from '../support/worlds.ts'

const addOn = productKey('CFQ7TTC0LCHC:0009')
const accounts = [central, italy]

interface Made {
  readonly live: LiveSubscription
  /** What its document says of the end of its term. */
  readonly declared: 'cancel' | 'renew' | 'in no document' | null
}

const made = fc
  .record({
    partner: fc.constantFrom(...accounts),
    seats: fc.integer({ min: 1, max: 12 }),
    ends: fc.integer({ min: 10, max: 31 }),
    will: fc.constantFrom('renew', 'renew', 'cancel', 'fewer', 'extend', 'later'),
    declared: fc.constantFrom('cancel' as const, 'renew' as const, 'in no document' as const, null, null),
    isAddOn: fc.boolean(),
  })
  .map(({ isAddOn, ends, will, ...rest }) => ({ ...rest, ends, will, isAddOn }))

const world = fc
  .record({
    made: fc.array(made, { minLength: 1, maxLength: 5 }),
    used: fc.double({ min: 0, max: 1, noNaN: true }),
    usedAddOns: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ made: rows, used, usedAddOns }) => {
    const bases = rows.flatMap((row, at) => (row.isAddOn ? [] : [{ partner: row.partner, id: `s-${at}` }]))
    const all = rows.map((row, at): Made => {
      const base = row.isAddOn ? bases.find(entry => entry.partner === row.partner) : undefined
      const next = seats(Math.max(1, Math.floor(row.seats / 2)))
      return {
        declared: row.declared,
        live: aLiveSubscription({
          id: `s-${at}`,
          partner: row.partner,
          product: base === undefined ? premium : addOn,
          seats: row.seats,
          boughtAt: instant('2026-01-01T09:00:00Z'),
          termStartsAt: instant('2026-01-01T00:00:00Z'),
          termEndsAt: instant(
            row.will === 'later' ? '2027-11-30T23:59:59Z' : `2026-12-${row.ends}T23:59:59Z`,
          ),
          cancelsAtTermEnd: row.will === 'cancel',
          autoRenew: row.will !== 'cancel' && row.will !== 'extend',
          parent: base === undefined ? null : subscriptionId(base.id),
          nextTerm:
            row.will === 'fewer'
              ? { seats: next, product: null, term: null, billing: null, endsOn: null, promotion: null }
              : null,
        }),
      }
    })
    return { all, shares: { [premium]: used, [addOn]: usedAddOns } as Readonly<Record<string, number>> }
  })

const seatsOf = ({ seats: count }: LiveSubscription) => Number(count ?? 0)
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)

function poolsOf(all: readonly Made[], shares: Readonly<Record<string, number>>): readonly LicencePool[] {
  return [premium, addOn].map(product => {
    const enabled = sum(all.filter(({ live }) => live.product === product).map(({ live }) => seatsOf(live)))
    const consumed = seats(Math.floor(enabled * (shares[product] ?? 0)))
    return { product, licence: product, enabled: seats(enabled), consumed }
  })
}

/** Seats once its term has ended: as it is told, or as its document will have it told. */
function left({ live, declared }: Made): number {
  if (declared === 'cancel' || (declared !== 'renew' && live.cancelsAtTermEnd)) return 0
  return Number(live.nextTerm?.seats ?? live.seats ?? 0)
}

function proposals({
  all,
  shares,
}: {
  readonly all: readonly Made[]
  readonly shares: Record<string, number>
}) {
  const pools = present(poolsOf(all, shares))
  const of = (partner: PartnerName) => all.filter(({ live }) => live.partner === partner)
  const rows = termCalendar({
    desired: aDesired({
      partners: accounts.map(name => aPartner({ name })),
      customers: accounts.map(partner =>
        aCustomer({
          partner,
          subscriptions: of(partner).flatMap(({ live, declared }) =>
            declared === 'in no document'
              ? []
              : aDeclaredSubscription({
                  key: live.id,
                  subscriptionId: live.id,
                  product: live.product,
                  seats: seatsOf(live),
                  endOfTerm: declared,
                }),
          ),
        }),
      ),
    }),
    customers: accounts.map(partner => ({
      row: { partner, tenant: tenant(), name: 'Rossi', domain: 'rossi.example' },
      market: 'IT',
      subscriptions: of(partner).map(({ live }) => live),
      pools,
      item: () => ({ kind: 'absent' }) as const,
    })),
    shown: accounts.map(partner => ({
      row: { partner, tenant: tenant(), name: 'Rossi', domain: 'rossi.example' },
      subscriptions: present(of(partner).map(({ live }) => live)),
    })),
    unread: [],
    now: instant('2026-12-01T07:00:00Z'),
    until: utcDate('2027-03-01'),
  })
  return new Map(
    rows.flatMap(row =>
      row.proposal === null || row.key === null ? [] : [[row.subscription, row.proposal] as const],
    ),
  )
}

function after(made: Made, told: ReturnType<typeof proposals>): number {
  const proposal = told.get(made.live.id)
  if (proposal === undefined) return left(made)
  return proposal.endOfTerm === 'cancel' ? 0 : Number(proposal.seats ?? left(made))
}

test('no proposal takes a licence from anyone who uses one', () => {
  fc.assert(
    fc.property(world, made => {
      const told = proposals(made)
      for (const pool of poolsOf(made.all, made.shares)) {
        const serving = made.all.filter(({ live }) => live.product === pool.product)
        const before = sum(serving.map(left))
        const then = sum(serving.map(entry => after(entry, told)))
        expect(then).toBeGreaterThanOrEqual(Math.min(before, pool.consumed))
      }
    }),
    { numRuns: runs },
  )
})

test('no proposal ends a base, or leaves it fewer seats than an add-on that goes on, as long as it had them', () => {
  fc.assert(
    fc.property(world, made => {
      const told = proposals(made)
      const byId = new Map<SubscriptionId, Made>(made.all.map(entry => [entry.live.id, entry]))
      for (const entry of made.all) {
        const base = entry.live.parent === null ? undefined : byId.get(entry.live.parent)
        if (base === undefined || !told.has(base.live.id)) continue
        const needed = Math.min(left(base), after(entry, told))
        expect(after(base, told)).toBeGreaterThanOrEqual(needed)
      }
    }),
    { numRuns: runs },
  )
})
