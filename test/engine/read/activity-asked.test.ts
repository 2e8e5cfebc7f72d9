/** One request for the activity log of each account in which something young of legacy may be switched off, and none anywhere else. */
import { describe, expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import { readActual } from '../../../engine/read/read-actual.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPrice,
  italy,
  mail,
  premium,
} from '../../support/builders/index.ts'
import { aClock, aReader } from '../../support/reader.ts'

type Facts = Parameters<typeof aCustomerActual>[0] extends
  | { subscriptions?: readonly (infer One)[] }
  | undefined
  ? One
  : never

const prices = [aPrice({ product: mail, price: '4.00' })]
/** 7 December is the day of reading. */
const bought = (day: string, facts: Partial<LiveSubscription> = {}) =>
  ({ product: mail, boughtAt: instant(`${day}T10:00:00Z`), ...facts }) as Facts

async function asked({
  source = [],
  target = [],
  isPriced = true,
  state = 'active',
}: {
  readonly source?: readonly Facts[]
  readonly target?: readonly Facts[]
  readonly isPriced?: boolean
  readonly state?: 'active' | 'suspended'
}) {
  const of = { prices: isPriced ? prices : null }
  const reader = aReader(
    anActual({
      customers: [
        aCustomerActual({ subscriptions: target }),
        aCustomerActual({ partner: italy, subscriptions: source }),
      ],
    }),
  )
  await readActual({
    desired: aDesired({
      partners: [aPartner(of), aPartner({ name: italy, ...of })],
      customers: [aCustomer({ subscriptions: [aDeclaredSubscription({ product: mail, state })] })],
      consolidations: [aConsolidation({ from: [italy] })],
    }),
    scope: { consolidation: null, wave: null, targets: [] },
    reader,
    clock: aClock(),
    progress: () => undefined,
    width: 1,
  })
  return reader.asked.filter(question => question.startsWith('activity'))
}

describe('the activity log of an account', () => {
  test('is asked once, however many were bought 30 days ago or less', async () => {
    const source = [bought('2026-11-07', { id: 'a' as never }), bought('2026-12-01', { id: 'b' as never })]
    expect(await asked({ source })).toEqual(['activity italy'])
  })

  test.each<[string, Parameters<typeof asked>[0]]>([
    ['what is older', { source: [bought('2026-11-06')] }],
    ['what was bought today, and was so all day', { source: [bought('2026-12-07')] }],
    ['new commerce', { source: [bought('2026-12-01', { product: premium, commerce: 'nce' })] }],
    ['what is off', { source: [bought('2026-12-01', { status: 'suspended' })] }],
    ['a trial', { source: [bought('2026-12-01', { trial: true })] }],
    ['accounts without prices', { source: [bought('2026-12-01')], isPriced: false }],
    ['what goes on under the target', { target: [bought('2026-12-01')] }],
  ])('is not asked for %s', async (_, facts) => {
    expect(await asked(facts)).toEqual([])
  })

  test('is asked under the target where a line is declared as suspended', async () => {
    expect(await asked({ target: [bought('2026-12-01')], state: 'suspended' })).toEqual(['activity central'])
  })
})
