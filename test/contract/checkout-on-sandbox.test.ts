/** A checkout that comes again, in all three forms the service is known for, and one that succeeds in part: nothing is bought twice. */
import { expect, it } from 'vitest'
import { checkoutCart, createCart } from '../../providers/partner-center/client/resources/carts.ts'
import { listOrders } from '../../providers/partner-center/client/resources/orders.ts'
import { aWorld, mail, rossi } from '../providers/sandbox/rig.ts'
import { clientsOnSandbox, type OnSandbox } from '../support/clients-on-sandbox.ts'

const customer = rossi
const line = { id: 0, catalogItemId: mail, quantity: 5, billingCycle: 'monthly' } as const

async function aCart(site: OnSandbox, lines: readonly object[] = [line]): Promise<string> {
  const cart = { lineItems: lines as readonly (typeof line)[] }
  const { id } = await createCart(site.client('central'), site.ids('cart'), { customer, cart })
  return id
}

/** As a later attempt would: with ids of its own. */
const checkout = (site: OnSandbox, cart: string, attempt: string) =>
  checkoutCart(site.client('central'), round => site.ids(`${attempt}/${round}`), { customer, cart })

const bought = async (site: OnSandbox) => (await listOrders(site.client('central'), customer)).length

it.each([
  ['result', 'ordered'],
  ['submitted', 'was ordered'],
  ['processing', 'was ordered'],
] as const)('a repeat that answers with %s has ordered once', async (checkoutRepeats, told) => {
  const site = await clientsOnSandbox(aWorld({ settings: { quirks: { checkoutRepeats } } }))
  const cart = await aCart(site)
  const first = await checkout(site, cart, 'first')
  const second = await checkout(site, cart, 'second')
  expect([first.kind, second.kind, await bought(site)]).toEqual(['ordered', told, 1])
  if (first.kind === 'ordered' && second.kind === 'ordered') expect(second.result).toEqual(first.result)
})

it('a repeat waits with ids of its own while the first one runs, as long as it runs', async () => {
  const site = await clientsOnSandbox(aWorld({ settings: { quirks: { checkoutRepeats: 'processing' } } }))
  const cart = await aCart(site)
  await checkout(site, cart, 'first')
  await checkout(site, cart, 'second')
  const { requests } = (await site.get('requests')) as {
    requests: readonly { path: string; status: number; requestId: string; replayed: boolean }[]
  } // the log's own shape
  const sent = requests.filter(({ path }) => path.endsWith('/checkout'))
  expect(sent.map(({ status }) => status)).toEqual([201, 409, 409, 409, 409, 409, 400])
  expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(sent.length)
  expect(site.client('central').clock.now()).toBe('2026-12-07T06:01:02.000Z')
})

it('one whose answer is lost is not sent again unasked; with the same id it is answered from memory', async () => {
  const site = await clientsOnSandbox(aWorld({ settings: { quirks: { checkoutRepeats: 'submitted' } } }))
  const cart = await aCart(site)
  await site.post('faults', [{ match: { path: '/checkout' }, do: 'drop-after-commit' }])
  await expect(checkout(site, cart, 'first')).rejects.toMatchObject({ error: { kind: 'no-answer' } })
  expect([(await checkout(site, cart, 'first')).kind, await bought(site)]).toEqual(['ordered', 1])
})

it('one that succeeds in part tells which group failed, and what was ordered', async () => {
  const site = await clientsOnSandbox(aWorld())
  const cart = await aCart(site, [line, { ...line, id: 1, billingCycle: 'annual', quantity: 3 }])
  await site.post('faults', [{ match: { path: '/checkout' }, do: 'partial-checkout', code: 800088 }])
  const answer = await checkout(site, cart, 'first')
  if (answer.kind !== 'ordered') throw new Error('it was not ordered')
  const { orders, orderErrors } = answer.result
  expect([
    orders?.map(order => order.billingCycle),
    orderErrors?.map(error => [error.orderGroupId, error.code]),
  ]).toEqual([['monthly'], [['OMS-1', 800088]]])
  const again = await checkout(site, cart, 'second')
  expect([again.kind, await bought(site)]).toEqual(['ordered', 1])
})
