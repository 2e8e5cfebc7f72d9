/** Histories of changes on a sandbox, each step of which others may do between two plans. */
import fc from 'fast-check'
import { partnerName } from '../../../engine/model/ids.ts'
import { ApiFailure } from '../../../providers/partner-center/client/errors/failure.ts'
import { checkoutCart, createCart } from '../../../providers/partner-center/client/resources/carts.ts'
import { endRelationship } from '../../../providers/partner-center/client/resources/customers.ts'
import { patchSubscription } from '../../../providers/partner-center/client/resources/patch-subscription.ts'
import { mail, tenant } from '../builders/index.ts'
import type { OnSandbox } from '../clients-on-sandbox.ts'
import { placed } from './history-world.ts'

export type Step =
  | { readonly do: 'seats'; readonly subscription: number; readonly seats: number }
  | { readonly do: 'status'; readonly subscription: number; readonly status: 'active' | 'suspended' }
  | { readonly do: 'rename'; readonly subscription: number; readonly name: string }
  | { readonly do: 'renewal'; readonly subscription: number; readonly isOn: boolean }
  | { readonly do: 'buy'; readonly partner: string; readonly customer: number }
  | { readonly do: 'accept'; readonly partner: string; readonly customer: number }
  | { readonly do: 'leave'; readonly partner: string; readonly customer: number }
  | { readonly do: 'declare'; readonly customer: number; readonly seats: number }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'plan'; readonly only: number | null }

const subscription = fc.nat({ max: placed.length - 1 })
const customer = fc.integer({ min: 1, max: 7 })
const partner = fc.constantFrom('central', 'italy', 'germany')
const seats = fc.integer({ min: 4, max: 6 })

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('seats' as const), subscription, seats }),
  fc.record({
    do: fc.constant('status' as const),
    subscription,
    status: fc.constantFrom('active' as const, 'suspended' as const),
  }),
  fc.record({ do: fc.constant('rename' as const), subscription, name: fc.constantFrom('mail', 'post') }),
  fc.record({ do: fc.constant('renewal' as const), subscription, isOn: fc.boolean() }),
  fc.record({ do: fc.constant('buy' as const), partner, customer }),
  fc.record({ do: fc.constant('accept' as const), partner: fc.constantFrom('germany', 'italy'), customer }),
  fc.record({ do: fc.constant('leave' as const), partner, customer }),
  fc.record({ do: fc.constant('declare' as const), customer, seats }),
  fc.record({
    do: fc.constant('wait' as const),
    minutes: fc.constantFrom(1, 30, 119, 121, 600, 1_439, 1_441),
  }),
  {
    arbitrary: fc.record({
      do: fc.constant('plan' as const),
      only: fc.option(customer, { freq: 3, nil: null }),
    }),
    weight: 4,
  },
)

export const history: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 2, maxLength: 14 })

/** By somebody else than us. What the service refuses has not happened. */
export async function happens(site: OnSandbox, one: Step, turn: number): Promise<void> {
  try {
    await done(site, one, turn)
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
  }
}

async function done(site: OnSandbox, one: Step, turn: number): Promise<void> {
  const ids = (name: string) => site.ids(`${turn}/${name}`)
  const change = async (position: number, fields: Readonly<Record<string, unknown>>) => {
    const row = placed[position]
    if (row === undefined) return
    await patchSubscription(site.client(row.partner), {
      customer: tenant(row.customer),
      subscription: row.id,
      edit: now =>
        Object.entries(fields).every(([key, value]) => Reflect.get(now, key) === value)
          ? { kind: 'done' }
          : { kind: 'change', fields },
      idsOf: round => ids(`change/${round}`),
    })
  }
  switch (one.do) {
    case 'seats':
      return change(one.subscription, { quantity: one.seats })
    case 'status':
      return change(one.subscription, { status: one.status })
    case 'rename':
      return change(one.subscription, { friendlyName: one.name })
    case 'renewal':
      return change(one.subscription, { autoRenewEnabled: one.isOn })
    case 'buy': {
      const client = site.client(one.partner)
      const bought = tenant(one.customer)
      const lineItems = [{ id: 0, catalogItemId: mail, quantity: 5, billingCycle: 'monthly' as const }]
      const { id } = await createCart(client, ids('cart'), { customer: bought, cart: { lineItems } })
      await checkoutCart(client, round => ids(`checkout/${round}`), { customer: bought, cart: id })
      return
    }
    case 'accept':
      await site.post('accept', { partner: one.partner, customer: tenant(one.customer), agreement: true })
      return
    case 'leave':
      await endRelationship(site.client(partnerName(one.partner)), ids('leave'), tenant(one.customer))
      return
    case 'wait':
      // Not by the control API, of which the clients' clock would not hear.
      return site.client('central').clock.sleep(one.minutes * 60_000)
    case 'declare':
    case 'plan':
      return
  }
}
