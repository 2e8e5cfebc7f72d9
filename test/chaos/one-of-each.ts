/** One small workspace per kind of write, and the request that carries it out: what the matrices of faults and kills go through. */
import type { WriteKind } from '../../engine/plan/action.ts'
import {
  type CustomerWish,
  offers,
  productKeyOf,
  type WorkspaceWish,
} from '../support/workspaces/a-workspace.ts'

export interface OneWrite {
  readonly name: string
  readonly kind: WriteKind
  readonly wish: WorkspaceWish
  /** Of the write itself; of a purchase the last one. */
  readonly match: { readonly method: string; readonly path: string }
  /** Which write request of the apply it is. */
  readonly position: number
  /** Sent by the same hands as one that has another name here: killed in the full size alone. */
  readonly isLikeAnother?: true
}

const id = '5f000000-0000-4000-8000-000000000001'
const premium = { product: productKeyOf('premium'), term: 'P1Y', billing: 'monthly', seats: 10 } as const
const living = { id, partner: 'central', product: 'premium', name: 'office', seats: 10 } as const
const legacy = { id, partner: 'central', offer: 'e1', name: 'e1', seats: 10, started: '2026-01-01' } as const
const patched = { method: 'PATCH', path: '/subscriptions/' }

function wish(customer: Partial<CustomerWish>): WorkspaceWish {
  return { customers: [{ name: 'alpha', sources: [], ...customer }] }
}

function changed(line: Readonly<Record<string, unknown>>, was: Readonly<Record<string, unknown>> = {}) {
  return wish({
    living: [{ ...legacy, ...was }],
    lines: [{ key: 'e1', offer: offers.e1.id, seats: 10, ...line }],
  })
}

const mail = wish({ sources: [{ offer: 'mail', seats: 5 }] })

const writes = [
  {
    name: 'a cart',
    kind: 'subscription.create',
    wish: mail,
    match: { method: 'POST', path: '/carts' },
    position: 1,
  },
  {
    name: 'a checkout',
    kind: 'subscription.create',
    wish: mail,
    match: { method: 'POST', path: '/checkout' },
    position: 2,
  },
  { name: 'a switch-off', kind: 'subscription.suspend', wish: mail, match: patched, position: 3 },
  {
    name: 'an add-on on an order',
    kind: 'subscription.create',
    wish: wish({
      sources: [
        { offer: 'e3', seats: 5 },
        { offer: 'protection', seats: 5, addOnTo: 'e3' },
      ],
    }),
    match: { method: 'PATCH', path: '/orders/' },
    position: 3,
  },
  {
    name: 'a transfer asked for',
    kind: 'subscription.transfer',
    wish: wish({
      living: [{ ...living, partner: 'italy', started: '2026-03-15' }],
      lines: [{ key: 'office', ...premium }],
    }),
    match: { method: 'POST', path: '/transfers' },
    position: 1,
  },
  {
    name: 'a transfer accepted',
    kind: 'subscription.transfer',
    wish: wish({
      living: [{ ...living, partner: 'italy', started: '2026-03-15' }],
      lines: [{ key: 'office', ...premium }],
    }),
    match: { method: 'PATCH', path: '/transfers/' },
    position: 2,
  },
  {
    name: 'seats up',
    kind: 'subscription.change-seats',
    wish: changed({ seats: 12 }),
    match: patched,
    position: 1,
  },
  {
    name: 'seats down',
    kind: 'subscription.change-seats',
    isLikeAnother: true,
    wish: changed({ seats: 8 }),
    match: patched,
    position: 1,
  },
  {
    name: 'on again',
    kind: 'subscription.reactivate',
    wish: changed({}, { status: 'suspended' }),
    match: patched,
    position: 1,
  },
  {
    name: 'a name',
    kind: 'subscription.rename',
    wish: changed({ friendlyName: 'another' }),
    match: patched,
    position: 1,
  },
  {
    name: 'the cycle of an order',
    kind: 'subscription.change-billing',
    wish: changed({ billing: 'annual' }),
    match: { method: 'PATCH', path: '/orders/' },
    position: 1,
  },
  {
    name: 'a reseller with a cycle and a name',
    kind: 'subscription.change-details',
    wish: wish({
      living: [{ ...living, started: '2026-03-15' }],
      lines: [
        { key: 'office', ...premium, billing: 'annual', partnerOfRecord: '1234567', friendlyName: 'another' },
      ],
    }),
    match: patched,
    position: 1,
  },
  {
    name: 'a cancellation',
    kind: 'subscription.cancel',
    wish: wish({
      living: [{ ...living, started: '2026-12-02' }],
      lines: [{ key: 'office', ...premium, state: 'cancelled' }],
    }),
    match: patched,
    position: 1,
  },
  {
    name: 'an end of term',
    kind: 'subscription.change-renewal',
    wish: wish({
      living: [{ ...living, started: '2026-03-15' }],
      lines: [{ key: 'office', ...premium, endOfTerm: 'cancel' }],
    }),
    match: patched,
    position: 1,
  },
  {
    name: 'an end shared with others, with a reseller',
    kind: 'subscription.change-renewal',
    isLikeAnother: true,
    wish: wish({
      living: [{ ...living, started: '2026-03-15' }],
      lines: [{ key: 'office', ...premium, partnerOfRecord: '1234567', nextTerm: { endsOn: '2027-06-30' } }],
    }),
    match: patched,
    position: 1,
  },
  {
    name: 'a purchase with a reseller, whose first end is shared',
    kind: 'subscription.create',
    isLikeAnother: true,
    wish: wish({
      lines: [{ key: 'office', ...premium, partnerOfRecord: '1234567', endsOn: '2027-06-30' }],
    }),
    match: { method: 'POST', path: '/checkout' },
    position: 2,
  },
  {
    name: 'an end of term of what is bought',
    kind: 'subscription.set-renewal',
    wish: wish({ lines: [{ key: 'office', ...premium, nextTerm: { seats: 8 } }] }),
    match: patched,
    position: 3,
  },
] as const satisfies readonly OneWrite[]

/** A kind of write that is not listed above breaks the build here. */
type Missing = Exclude<WriteKind, (typeof writes)[number]['kind']>

export const oneOfEach: [Missing] extends [never] ? readonly OneWrite[] : Missing = writes
