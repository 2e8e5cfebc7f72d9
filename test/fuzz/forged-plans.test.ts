/** Plans whose maker took out what stops them, or what ends a source, and made digests and sums anew. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { by } from '../../engine/compare.ts'
import { instant } from '../../engine/model/ids.ts'
import { pricedOn } from '../../engine/money/price-list.ts'
import { decodePlan, encodePlan } from '../../engine/plan/codec.ts'
import { derivedOf } from '../../engine/plan/derived/derived.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { aStage } from '../engine/execute/harness.ts'
import {
  aCustomerActual,
  anActual,
  aRule,
  aWindow,
  documentsOf,
  germany,
  italy,
} from '../support/builders/index.ts'
import { forgery, triedOn } from '../support/others/laws-of-forgers.ts'
import { sealed } from '../support/sealed.ts'
import { planned } from '../support/story.ts'
import { runs } from '../support/worlds.ts'

/** What whoever changed a plan would set right again: the sums, which follow from the rest. */
function summedUp(plan: Plan): Plan {
  const { summary } = derivedOf(plan, pricedOn(documentsOf(plan), plan.on))
  return { ...plan, summary }
}

/** What the plans below were made from. */
const actual = anActual({
  customers: [aCustomerActual(), aCustomerActual({ partner: italy, subscriptions: [{}] })],
})

/** Each of them is refused as it is: by a policy, by the window, or by its deadlines. */
const stopped = [
  { plan: planned({ policies: [aRule({ limits: [{ kind: 'customersOver', count: 0 }] })] }) },
  { plan: planned({ consolidation: { window: aWindow({ utcHours: { from: '10:00', to: '17:00' } }) } }) },
  { plan: planned(), at: instant('2026-12-07T23:45:00Z') },
] as const
const emptied = {
  findings: [],
  approvals: [],
  window: null,
  deadlineMarginMs: 0,
  expiresAt: '2026-12-31T00:00:00Z',
  deadlines: [],
  consolidation: null,
  wave: null,
  seats: [],
}

it('what stops a plan cannot be taken out of it', async () => {
  for (const { plan, ...world } of stopped) {
    const stage = aStage({ plan, actual, ...world })
    await stage.apply()
    expect(stage.tenants.sent).toEqual([])
  }
  const forgery = fc.record({
    which: fc.constantFrom(...stopped),
    fields: fc.subarray(Object.keys(emptied), { minLength: 1 }),
  })
  await fc.assert(
    fc.asyncProperty(forgery, async ({ which: { plan, ...world }, fields }) => {
      const changed = Object.entries(emptied).filter(([key]) => fields.includes(key))
      const own = <T extends object>(value: T): T => ({
        ...value,
        ...Object.fromEntries(changed.filter(([key]) => key in value)),
      })
      const whole = own(plan)
      const read = decodePlan(encodePlan(sealed({ ...whole, customers: whole.customers.map(own) })))
      if (!read.ok) return
      const stage = aStage({ plan: sealed(summedUp(read.value)), actual, ...world })
      await stage.apply()
      expect(stage.tenants.sent).toEqual([])
    }),
    { numRuns: 200 },
  )
})

it('whatever actions are taken out of a plan, nobody is left with a source beside its replacement', async () => {
  const bothSides = anActual({
    customers: [
      aCustomerActual(),
      aCustomerActual({ partner: italy, subscriptions: [{}] }),
      aCustomerActual({ partner: germany, subscriptions: [{ id: 's-2' }] }),
    ],
  })
  const both = planned({ germany: [{ id: 's-2' }], declared: [{ seats: 10 }] })
  await fc.assert(
    fc.asyncProperty(fc.subarray([...both.actions.keys()]), async kept => {
      const actions = both.actions.filter((_, at) => kept.includes(at))
      const there = new Set(actions.map(({ id }) => id))
      const forged: Plan = {
        ...both,
        actions: actions.map(action => ({ ...action, after: action.after.filter(id => there.has(id)) })),
        customers: both.customers.map(part => ({
          ...part,
          actions: part.actions.filter(id => there.has(id)),
          deadlines: part.deadlines.filter(({ action }) => there.has(action)),
          sources: part.sources.map(line =>
            line.action !== null && there.has(line.action)
              ? line
              : { ...line, action: null, method: 'manual', gated: false },
          ),
        })),
      }
      const stage = aStage({ plan: sealed(summedUp(forged)), actual: bothSides })
      await stage.apply()
      const sent = new Set(
        stage.tenants.sent.map(({ action }) => both.actions.find(({ id }) => id === action)?.kind),
      )
      expect([...sent].sort(by(String))).toEqual(
        sent.size === 0 ? [] : ['subscription.create', 'subscription.suspend'],
      )
    }),
    { numRuns: 100 },
  )
})

it('a plan of other documents or other accounts, passed off as that of the workspace, does nothing that its own would not', async () => {
  let carriedOut = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(forgery, async made => {
      const { beyond, sent, kind } = await triedOn(made)
      expect(beyond).toEqual([])
      if (sent > 0) carriedOut += 1
      if (kind === 'stale') refused += 1
    }),
    { numRuns: runs },
  )
  expect(Math.min(carriedOut, refused)).toBeGreaterThan(runs / 20)
})
