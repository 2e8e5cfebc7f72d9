/** Whatever the service answers to a write, it is done, refused or unknown: it never throws, and never goes on for ever. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diagnosticsText } from '../../cmd/report/diagnostics.ts'
import { productKey } from '../../engine/model/ids.ts'
import type { WriteAction, WriteKind } from '../../engine/plan/action.ts'
import type { Perform } from '../../engine/ports.ts'
import type { HttpOutcome, HttpRequest } from '../../providers/http/request.ts'
import { withRetry } from '../../providers/http/retry.ts'
import { performersOver } from '../../providers/partner-center/actions/performers.ts'
import { createClient } from '../../providers/partner-center/client/client.ts'
import {
  aCancel,
  aCreate,
  anAttempt,
  aReactivate,
  aRename,
  aSeatChange,
  aSuspend,
} from '../support/actions.ts'
import { jumpingClock } from '../support/jumping-clock.ts'
import { hostile } from './hostile.ts'
import { changes, hostileValue, mangled } from './hostile-values.ts'

const subscription = {
  id: 'S-1',
  offerId: 'OFFER-1',
  offerName: 'Mail',
  status: 'active',
  quantity: 5,
  friendlyName: 'mail',
  orderId: 'o-1',
  autoRenewEnabled: false,
  refundOptions: [{ type: 'Full', expiresOn: '2026-12-12T00:00:00Z' }],
  cancellationAllowedUntilDate: '2026-12-12T00:00:00Z',
  attributes: { etag: 'e-1', objectType: 'Subscription' },
}
const line = {
  id: 0,
  lineItemNumber: 0,
  offerId: 'OFFER-1',
  catalogItemId: 'P:0001:A',
  subscriptionId: 'S-1',
  quantity: 5,
}
const order = { id: 'o-1', status: 'completed', billingCycle: 'monthly', lineItems: [line] }
const availability = {
  id: 'A',
  catalogItemId: 'P:0001:A',
  terms: [{ duration: 'P1Y', billingCycle: 'Monthly', termDuration: 'P1Y' }],
}

/** What stands in the answer when nothing is wrong with it. */
function sound({ url }: HttpRequest): unknown {
  const [path = ''] = url.split('?')
  if (/\/carts/.test(path)) return { id: 'cart-1', status: 'Active', orders: [order], lineItems: [line] }
  if (path.endsWith('/orders')) return { items: [order], totalCount: 1 }
  if (/\/orders\//.test(path)) return order
  if (path.endsWith('/subscriptions')) return { items: [subscription], totalCount: 1 }
  if (/\/availabilities/.test(path)) return { items: [availability], totalCount: 1 }
  if (/\/skus/.test(path)) return { items: [{ id: '0001', productId: 'P', isTrial: false }], totalCount: 1 }
  if (/\/offers\//.test(path)) return { id: 'OFFER-1', name: 'Mail', isAvailableForPurchase: true }
  return subscription
}

const actions: readonly (readonly [string, WriteAction])[] = [
  ['a purchase', aCreate()],
  ['a purchase in new commerce', aCreate({ product: productKey('P:0001') })],
  ['a change of seats', aSeatChange()],
  ['a switch-off', aSuspend()],
  ['a cancellation', aCancel()],
  ['on again', aReactivate()],
  ['a name', aRename()],
]

describe('what is answered to', () => {
  it.each(actions)('%s settles it, or leaves it unknown', async (_, action) => {
    await hostile(
      'answers to writes',
      fc.tuple(changes, hostileValue, fc.nat(8), fc.boolean()),
      async ([to, value, from, isWhole]) => {
        const clock = jumpingClock()
        let asked = 0
        const send = async (request: HttpRequest): Promise<HttpOutcome> => {
          asked += 1
          const isSound = asked <= from
          const body = isSound ? sound(request) : isWhole ? value : mangled(sound(request), to)
          return {
            kind: 'response',
            status: 200,
            headers: {},
            body,
            source: JSON.stringify(body) ?? null,
            text: null,
          }
        }
        const client = createClient({
          partner: 'italy',
          cloud: 'global',
          apiRoot: 'http://127.0.0.1',
          clock,
          progress: () => undefined,
          newId: () => `id-${asked}`,
          send: withRetry({ clock, progress: () => undefined, random: () => 0, attempts: 3 }, send),
        })
        const performer = performersOver(() => client)[action.kind] as Perform<WriteKind> // the table is keyed by kind
        const outcome = await performer.perform(action, anAttempt())
        expect(['done', 'refused', 'unknown']).toContain(outcome.kind)
        expect(['happened', 'did not happen', 'is otherwise', 'cannot tell']).toContain(
          (await performer.look(action, anAttempt())).kind,
        )
        expect(asked).toBeLessThan(2_000)
        return 'because' in outcome ? [diagnosticsText([outcome.because], new Map())] : []
      },
    )
  })
})
