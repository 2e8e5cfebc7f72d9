/** A full reading takes as long as its busiest kind of resource lets it, with five requests of an account and kind at once, and hardly more. */
import { expect, test } from 'vitest'
import type { CustomerActual } from '../../../engine/model/live.ts'
import type { Clock, Reader } from '../../../engine/ports.ts'
import { readActual } from '../../../engine/read/read-actual.ts'
import {
  aCustomer,
  aCustomerActual,
  aDesired,
  anActual,
  central,
  italy,
  mail,
  tenant,
} from '../../support/builders/index.ts'
import { jumpingClock } from '../../support/jumping-clock.ts'
import { aReader } from '../../support/reader.ts'

const inFlight = 5
const latencyMs = 100
const numbers = Array.from({ length: 200 }, (_, position) => position + 1)

const named = (number: number) => ({
  tenant: tenant(number),
  name: `Customer ${number}`,
  domain: `customer-${number}.example`,
})
const living = [{ product: mail, seats: 5, name: 'mail' }]

test.each([
  // Customer, agreement, account status and licences of each.
  {
    what: 'everybody moves',
    of: (number: number) => [
      aCustomerActual(named(number)),
      aCustomerActual({ ...named(number), partner: italy, subscriptions: living }),
    ],
    busiest: { requests: 800, tookMs: 16_300 },
  },
  {
    what: 'nothing is to do',
    of: (number: number) => [aCustomerActual({ ...named(number), subscriptions: living })],
    busiest: { requests: 200, tookMs: 4_100 },
  },
])(
  'eight customers at once keep the requests of an account at work, where $what',
  async ({ of, busiest }) => {
    const clock = jumpingClock()
    const budgets = new Map<string, Budget>()
    const actual = anActual({ customers: numbers.flatMap((number): readonly CustomerActual[] => of(number)) })
    const began = clock.now()
    await readActual({
      desired: aDesired({ customers: numbers.map(number => aCustomer({ ...named(number), seats: 5 })) }),
      scope: { consolidation: null, wave: null, targets: [] },
      reader: limited(aReader(actual), { clock, budgets }),
      clock,
      progress: () => undefined,
      width: 8,
    })
    const requests = Math.max(...[...budgets.values()].map(({ asked }) => asked))
    const tookMs = Date.parse(clock.now()) - Date.parse(began)
    expect({ requests, tookMs }).toEqual(busiest)
    expect(tookMs / ((requests / inFlight) * latencyMs)).toBeLessThan(1.15)
  },
)

interface Budget {
  running: number
  asked: number
  readonly waiting: (() => void)[]
}

const families: Readonly<Partial<Record<string, string>>> = {
  customer: 'customer',
  agreement: 'customer',
  account: 'customer',
  licences: 'customer',
  entitlements: 'customer',
  subscriptions: 'subscription',
  transfers: 'order',
}

/** So many at once of each account and kind of resource, each as long as said. */
function limited(
  reader: Reader,
  { clock, budgets }: { readonly clock: Clock; readonly budgets: Map<string, Budget> },
): Reader {
  return new Proxy(reader, {
    get(target, key) {
      const read: unknown = Reflect.get(target, key)
      if (typeof read !== 'function') return read
      return async (...asked: readonly unknown[]): Promise<unknown> => {
        const name = `${String(asked[0] ?? central)}/${families[String(key)] ?? 'other'}`
        const budget = budgets.get(name) ?? { running: 0, asked: 0, waiting: [] }
        budgets.set(name, budget)
        budget.asked += 1
        if (budget.running < inFlight) budget.running += 1
        else await new Promise<void>(resolve => budget.waiting.push(resolve))
        await clock.sleep(latencyMs)
        const next = budget.waiting.shift()
        if (next === undefined) budget.running -= 1
        else next()
        return Reflect.apply(read, target, asked)
      }
    },
  })
}
