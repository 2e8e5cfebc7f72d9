/** A declared next term is looked up in the catalogue before any write, as every purchase is. */
import { describe, expect, test } from 'vitest'
import { seats, utcDate } from '../../../../../engine/model/ids.ts'
import type { CatalogueItem } from '../../../../../engine/model/live.ts'
import { readActual } from '../../../../../engine/read/read-actual.ts'
import {
  absent,
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  anItem,
  aPartner,
  aPlan,
  type DeclaredSubscriptionFacts,
  italy,
  type LiveSubscriptionFacts,
  mailNce,
  onSale,
  premium,
  present,
} from '../../../../support/builders/index.ts'
import { actionLines, findingCodes } from '../../../../support/plan-shape.ts'
import { aClock, aReader } from '../../../../support/reader.ts'
import { carriedOut } from '../../../../support/simulate.ts'

const nce: DeclaredSubscriptionFacts = { key: 'office', product: premium, term: 'P1Y' }
const living: LiveSubscriptionFacts = { name: 'office', product: premium }

interface World {
  readonly declared?: DeclaredSubscriptionFacts
  readonly living?: readonly LiveSubscriptionFacts[]
  /** Of the product that is to follow. */
  readonly item?: Partial<CatalogueItem> | 'absent'
  readonly sources?: readonly LiveSubscriptionFacts[]
  readonly qualified?: boolean
}

function world(facts: World) {
  const isMove = facts.sources !== undefined
  return {
    desired: aDesired({
      partners: [aPartner(), aPartner({ name: italy })],
      customers: [aCustomer({ subscriptions: [aDeclaredSubscription({ ...nce, ...facts.declared })] })],
      consolidations: isMove ? [aConsolidation()] : [],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({
          subscriptions: facts.living ?? [living],
          ...(facts.qualified === true && {
            qualifications: present([{ segment: 'education' as const, state: 'approved' as const }]),
          }),
        }),
        ...(isMove ? [aCustomerActual({ partner: italy, subscriptions: facts.sources ?? [] })] : []),
      ],
      catalogue: [
        onSale('IT', anItem({ product: premium })),
        facts.item === 'absent'
          ? { ...onSale('IT', anItem({ product: mailNce })), item: absent }
          : onSale('IT', anItem({ product: mailNce, ...facts.item })),
      ],
    }),
  }
}

/** Everything is read as a command reads it, so a check that was not asked for shows. */
async function planned(facts: World) {
  const { desired, actual } = world(facts)
  const reader = aReader(actual)
  const scope = { consolidation: null, wave: null, targets: [] }
  const progress = () => undefined
  const seen = await readActual({ desired, scope, reader, clock: aClock(), progress, width: 3 })
  return { plan: aPlan({ desired, actual: seen }), asked: reader.asked, desired, seen }
}

const toMail = { nextTerm: { product: mailNce } }

describe('a next term of another product', () => {
  test('that is sold is told, relies on the catalogue, and leaves nothing to do', async () => {
    const { plan, desired, seen } = await planned({ declared: toMail, item: {} })
    expect(actionLines(plan)).toEqual([`renewal s-1 renews→renews 5 ${mailNce} central`])
    expect(plan.facts.filter(fact => fact.subject.kind === 'offer').map(fact => fact.subject)).toEqual([
      { kind: 'offer', partner: 'central', market: 'IT', product: mailNce },
    ])
    expect(aPlan({ desired, actual: carriedOut(seen, plan) })).toMatchObject({ actions: [], findings: [] })
  })

  test.each<[string, World, string]>([
    ['is not listed there', { declared: toMail, item: 'absent' }, 'NOT_SOLD'],
    ['is withdrawn', { declared: toMail, item: { purchasable: false } }, 'WITHDRAWN'],
    ['is sold to fewer seats', { declared: toMail, item: { maximumSeats: seats(4) } }, 'SEATS_OUT_OF_RANGE'],
    [
      'is not sold with that term and billing',
      { declared: { nextTerm: { product: mailNce, term: 'P3Y' } }, item: {} },
      'TERM_NOT_OFFERED',
    ],
    [
      'is for schools, and the customer is none',
      { declared: toMail, item: { segment: 'education' } },
      'QUALIFICATION_MISSING',
    ],
  ])('that %s is told as a finding and not sent', async (_, facts, code) => {
    const { plan } = await planned(facts)
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], [`${code} line`]])
    expect(plan.findings[0]?.detail).toMatch(/^The next term of `office`: /)
  })

  test('that is for schools is told for one', async () => {
    const { plan } = await planned({ declared: toMail, item: { segment: 'education' }, qualified: true })
    expect([actionLines(plan), findingCodes(plan)]).toEqual([
      [`renewal s-1 renews→renews 5 ${mailNce} central`],
      [],
    ])
  })

  test('that cannot come does not lose what was scheduled before, when seats change now (T5)', async () => {
    const scheduled = { product: null, term: null, billing: null, endsOn: null, promotion: null }
    const { plan } = await planned({
      declared: { ...toMail, seats: 6 },
      living: [{ ...living, nextTerm: { ...scheduled, seats: seats(3) } }],
      item: { purchasable: false },
    })
    expect([actionLines(plan), findingCodes(plan)]).toEqual([
      ['seats s-1 5→6 central', `renewal s-1 renews 3 ${premium}→renews 3 ${premium} again central`],
      ['WITHDRAWN line'],
    ])
  })

  test('that cannot come stops the purchase it is declared with', async () => {
    const { plan } = await planned({ declared: toMail, living: [], item: { purchasable: false } })
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['WITHDRAWN line']])
  })

  test('that cannot come stops the customer whose transfer it is declared for', async () => {
    const { plan } = await planned({
      declared: toMail,
      living: [],
      sources: [living],
      item: { purchasable: false },
    })
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['WITHDRAWN customer']])
  })
})

describe('the catalogue', () => {
  const items = (asked: readonly string[]) => asked.filter(question => question.startsWith('item '))

  test('is asked once for a next term that is to be told', async () => {
    expect(items((await planned({ declared: toMail, item: {} })).asked)).toEqual(['item central/IT/CFQ7TTC0'])
  })

  test('is asked where seats go up, because an item has a most of them', async () => {
    const { asked } = await planned({ declared: { seats: 6 } })
    expect(items(asked)).toEqual(['item central/IT/CFQ7TTC0'])
  })

  test('is not asked where no next term is to be told: not declared, told before, or cancelled', async () => {
    const told = { seats: null, product: mailNce, term: null, billing: null, endsOn: null, promotion: null }
    const asked = [
      await planned({}),
      await planned({ declared: toMail, living: [{ ...living, nextTerm: told }] }),
      await planned({ declared: { ...toMail, endOfTerm: 'cancel' } }),
      await planned({
        declared: { nextTerm: { endsOn: utcDate('2028-01-31') } },
      }),
    ]
    expect(asked.map(one => items(one.asked))).toEqual([[], [], [], ['item central/IT/CFQ7TTC0']])
  })
})
