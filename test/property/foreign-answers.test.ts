/**
 * Whatever stands in the place of a write's answer settles nothing (T28): the attempt stays unknown, it is never done and never refused,
 * and nothing more is sent under other ids before somebody has looked. Red before the answers were judged in one place: every 3xx and
 * most 4xx counted as the service's refusal, and any JSON under a 2xx as its success.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partnerName, productKey, subscriptionId } from '../../engine/model/ids.ts'
import type { WriteAction, WriteKind } from '../../engine/plan/action.ts'
import type { Perform } from '../../engine/ports.ts'
import type { HttpOutcome, HttpRequest } from '../../providers/http/request.ts'
import { withRetry } from '../../providers/http/retry.ts'
import { performersOver } from '../../providers/partner-center/actions/performers.ts'
import { calls, type WriteCall } from '../../providers/partner-center/client/calls.ts'
import { createClient } from '../../providers/partner-center/client/client.ts'
import { errorOf } from '../../providers/partner-center/client/errors/errors.ts'
import { chanceOf } from '../chaos/chance.ts'
import {
  aCancel,
  aCreate,
  anAttempt,
  aReactivate,
  aRename,
  aSeatChange,
  aSuspend,
  aTransfer,
} from '../support/actions.ts'
import { aForeignAnswer, type ForeignAnswer, received } from '../support/foreign-answers.ts'
import { jumpingClock } from '../support/jumping-clock.ts'
import { aRequest } from '../support/requests.ts'

const runs = process.env['TENANTFORM_FULL'] === '1' ? 20_000 : 1_500

const foreign: fc.Arbitrary<ForeignAnswer> = fc
  .integer({ min: 0, max: 2 ** 31 })
  .map(seed => aForeignAnswer(chanceOf(seed)))

const writes = (Object.keys(calls) as readonly (keyof typeof calls)[]).filter(
  (name): name is WriteCall => calls[name].effect === 'write',
)

describe('a foreign answer', () => {
  it.each(writes)('settles no %s', call => {
    const { method, path, repeat, family } = calls[call]
    const request = aRequest({
      call,
      method,
      repeat,
      family,
      effect: 'write',
      url: `http://127.0.0.1${path.replace(/\{(\w+)\}/g, '$1-1')}`,
    })
    fc.assert(
      fc.property(foreign, answer => {
        // A change that was taken is looked for: what settles it is what is seen then.
        fc.pre(!(call === 'subscriptions.patch' && answer.status === 202 && answer.body === ''))
        expect(errorOf(request, received(answer))).toMatchObject({ settles: false })
      }),
      { numRuns: runs },
    )
  })
})

const common = { offerId: 'OFFER-1', quantity: 5, friendlyName: 'mail' }
const living = {
  ...common,
  id: 's-1',
  status: 'active',
  orderId: 'o-1',
  autoRenewEnabled: true,
  cancellationAllowedUntilDate: '2026-12-12T00:00:00Z',
}
const actions: readonly (readonly [string, WriteAction, readonly WriteCall[]])[] = [
  ['a purchase', aCreate(), ['carts.create', 'carts.checkout']],
  [
    'a purchase in new commerce',
    aCreate({ product: productKey('P:0001') }),
    ['carts.create', 'carts.checkout'],
  ],
  [
    'an add-on',
    aCreate({ base: { kind: 'living', subscription: subscriptionId('s-1'), order: 'o-1' } }),
    ['orders.patch'],
  ],
  ['a change of seats', aSeatChange(), ['subscriptions.patch']],
  ['a switch-off', aSuspend(), ['subscriptions.patch']],
  ['a cancellation', aCancel(), ['subscriptions.patch']],
  ['on again', aReactivate(), ['subscriptions.patch']],
  ['a name', aRename(), ['subscriptions.patch']],
  ['a transfer', aTransfer(), ['transfers.create', 'transfers.update']],
]

/** What stands in the answer when nothing is wrong with it. */
function sound({ call }: HttpRequest, action: WriteAction): unknown {
  switch (call) {
    case 'carts.create':
    case 'carts.get':
      return { id: 'cart-1', status: 'Active', lineItems: [{ id: 0 }] }
    case 'carts.checkout':
      return { orders: [{ id: 'o-9', lineItems: [{ ...common, subscriptionId: 's-9' }] }] }
    case 'orders.get':
    case 'orders.patch':
      return { id: 'o-1', lineItems: [] }
    case 'catalog.availabilities':
      return {
        items: [
          {
            id: 'A',
            catalogItemId: 'P:0001:A',
            terms: [{ duration: 'P1Y', billingCycle: 'Monthly', termDuration: 'P1Y' }],
          },
        ],
        totalCount: 1,
      }
    case 'transfers.list':
      return []
    case 'transfers.get':
    case 'transfers.create':
      return { id: 't-1', status: 'Pending', sourcePartnerTenantId: 't-germany' }
    case 'customers.get':
      return { id: 'c-1', billingProfile: { email: 'a@b.example' } }
    case 'subscriptions.list':
      return { items: [], totalCount: 0 }
    default:
      return action.kind === 'subscription.reactivate' ? { ...living, status: 'suspended' } : living
  }
}

describe('a performer whose write is answered by somebody else', () => {
  const cells = actions.flatMap(([name, action, calls]) => calls.map(call => [name, call, action] as const))
  it.each(cells)('leaves %s unknown (%s)', async (_, replaced, action) => {
    await fc.assert(
      fc.asyncProperty(foreign, async answer => {
        const clock = jumpingClock()
        const ids = new Set<string | null>()
        const send = async (request: HttpRequest): Promise<HttpOutcome> => {
          if (request.call === replaced) {
            ids.add(request.requestId)
            return received(answer)
          }
          const body = sound(request, action)
          const source = JSON.stringify(body)
          return { kind: 'response', status: 200, headers: {}, body, source, text: null }
        }
        const client = createClient({
          partner: partnerName('italy'),
          cloud: 'global',
          apiRoot: 'http://127.0.0.1',
          clock,
          progress: () => undefined,
          newId: () => 'read',
          send: withRetry({ clock, progress: () => undefined, random: () => 0, attempts: 3 }, send),
        })
        const performer = performersOver(() => client)[action.kind] as Perform<WriteKind> // the table is keyed by kind
        expect((await performer.perform(action, anAttempt())).kind).toBe('unknown')
        // A bare 409 or 412 of a change is looked into by the performer itself, which then sends it once more.
        const isBare = replaced === 'subscriptions.patch' && [409, 412].includes(answer.status)
        expect(ids.size).toBe(isBare ? 2 : 1)
      }),
      { numRuns: Math.ceil(runs / 15) },
    )
  })
})
