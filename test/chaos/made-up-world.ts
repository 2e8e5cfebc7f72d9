/** Made-up workspaces with their worlds. Every line is one the product can carry out, so that a run must end with nothing left to do. */
import {
  type CustomerWish,
  type LivingWish,
  type OfferName,
  offers,
  type ProductName,
  productKeyOf,
  type WorkspaceWish,
} from '../support/workspaces/a-workspace.ts'
import type { Chance } from './chance.ts'

type Part = Required<Pick<CustomerWish, 'sources' | 'declared' | 'living' | 'lines'>>
type NceMethod = 'transfer' | 'repurchase' | 'lapse'

interface World {
  readonly chance: Chance
  /** Whether the sources' E1 becomes Business Basic on the target. */
  readonly isMapped: boolean
  readonly premium: NceMethod
  nextId(): string
}

export function aMadeUpWish(chance: Chance): { readonly wish: WorkspaceWish; readonly later: string | null } {
  let id = 0
  const world: World = {
    chance,
    isMapped: chance.happens(0.3),
    premium: chance.oneOf(['transfer', 'transfer', 'repurchase', 'lapse']),
    nextId() {
      id += 1
      return `5f000000-0000-4000-8000-${String(id).padStart(12, '0')}`
    },
  }
  const customers = Array.from({ length: chance.between(1, 3) }, (_, number) => ({
    name: `customer-${number}`,
    ...together(chance.happens(0.65) ? moving(world) : staying(world)),
  }))
  const waves = chance.happens(0.3)
    ? {
        waves: [
          { name: 'first', customers: { partner: 'italy' }, max: 9 },
          { name: 'second', customers: { partner: 'germany' }, max: 9, needs: 'first' },
        ],
      }
    : {}
  const map = world.isMapped
    ? { map: [{ offer: offers.e1.id, to: productKeyOf('basic'), licenceReassignment: 'acknowledged' }] }
    : {}
  const lapses = customers.some(customer => customer.living.some(line => line['started'] === lapsing))
  return {
    wish: {
      customers,
      settings: settingsOf(chance),
      consolidation: { ...waves, ...map },
      methods: [{ when: { product: productKeyOf('premium') }, do: world.premium }],
      ...(chance.happens(0.3) && {
        policies: [{ id: 'many', scope: 'apply', deny: { customersOver: 50, irreversibleOver: 99 } }],
      }),
    },
    later: lapses ? '2026-12-20T06:00:00Z' : null,
  }
}

function settingsOf(chance: Chance): Readonly<Record<string, unknown>> {
  return {
    // Beyond half an hour only the list of orders tells what was bought where the journal is lost.
    ...(chance.happens(0.3) && { provisioningDelay: chance.oneOf(['PT30S', 'PT2M', 'PT8M', 'PT2H']) }),
    ...(chance.happens(0.3) && { orderListDelay: 'PT15M' }),
    ...(chance.happens(0.2) && { transferDelay: chance.oneOf(['PT1M', 'PT10M']) }),
    ...(chance.happens(0.2) && { throttle: chance.between(8, 40) }),
    ...(chance.happens(0.2) && { tokenLife: chance.oneOf(['PT3M', 'PT10M']) }),
    ...(chance.happens(0.4) && { quirks: aSetOfQuirks(chance) }),
  }
}

function aSetOfQuirks(chance: Chance): Readonly<Record<string, unknown>> {
  if (chance.happens(0.5)) return { all: true, unknownValues: false }
  return chance.oneOf([
    { lateSubscriptions: true, lateOrders: true },
    { otherCase: true, mixedWords: true, oddDates: true },
    { asyncPatch: true, emptyEtags: true },
    { bom: true, strayText: true, envelopes: true, missingItems: true },
    { listConflicts: true, doubledHeaders: true, numericCodes: true },
  ])
}

const none: Part = { sources: [], declared: [], living: [], lines: [] }

function together(parts: readonly Part[]): Part {
  return {
    sources: parts.flatMap(part => part.sources),
    declared: parts.flatMap(part => part.declared),
    living: parts.flatMap(part => part.living),
    lines: parts.flatMap(part => part.lines),
  }
}

/** A customer who leaves the old accounts; each product at most once. */
function moving(world: World): readonly Part[] {
  const { chance } = world
  const parts = [mail(world), e1(world), suite(world), premium(world), trial(world)]
  const chosen = parts.filter(() => chance.happens(0.45))
  return chosen.length > 0 ? chosen : [mail(world)]
}

const source = (chance: Chance) => chance.oneOf(['italy', 'italy', 'germany'] as const)

function mail({ chance }: World): Part {
  const seats = chance.between(1, 20)
  const second = chance.happens(0.3) ? chance.between(1, 9) : 0
  return {
    ...none,
    sources: [
      { offer: 'mail', seats, partner: 'italy' },
      ...(second > 0 ? [{ offer: 'mail' as const, seats: second, partner: 'germany' as const }] : []),
    ],
    declared: [{ offer: 'mail', seats: seats + second }],
  }
}

function e1({ chance, isMapped }: World): Part {
  const seats = chance.between(1, 20)
  const sources = [{ offer: 'e1' as const, seats, partner: source(chance) } as const]
  if (!isMapped) return { ...none, sources, declared: [{ offer: 'e1', seats }] }
  const isTold = chance.happens(0.4)
  return {
    ...none,
    sources,
    lines: [newCommerce('basic', 'basic', seats, isTold ? { nextTerm: { seats: seats + 1 } } : {})],
  }
}

function suite({ chance }: World): Part {
  const seats = chance.between(2, 20)
  const partner = source(chance)
  const withAddOn = chance.happens(0.6)
  const addOn = { offer: 'protection', seats, addOnTo: 'e3' } as const
  return {
    ...none,
    sources: [{ offer: 'e3', seats, partner }, ...(withAddOn ? [{ ...addOn, partner }] : [])],
    declared: [{ offer: 'e3', seats }, ...(withAddOn ? [addOn] : [])],
  }
}

/** Days on which new commerce was bought, so that its method fits: far inside its term, inside its window, or about to end. */
const bought: Readonly<Record<NceMethod, string>> = {
  transfer: '2026-03-15',
  repurchase: '2026-12-02',
  lapse: '2025-12-20',
}
const lapsing = bought.lapse

function premium(world: World): Part {
  const seats = world.chance.between(1, 20)
  return {
    ...none,
    living: [
      {
        id: world.nextId(),
        partner: source(world.chance),
        product: 'premium',
        name: 'premium',
        seats,
        started: bought[world.premium],
      },
    ],
    lines: [newCommerce('premium', 'premium', seats, {})],
  }
}

function trial(world: World): Part {
  const fields = {
    id: world.nextId(),
    partner: 'italy',
    seats: 25,
    started: '2026-11-25',
    trial: true,
  } as const
  return {
    ...none,
    living: [
      world.chance.happens(0.5)
        ? { ...fields, offer: 'e3', name: 'try' }
        : { ...fields, product: 'basic', name: 'try', autoRenew: false },
    ],
  }
}

function newCommerce(
  key: string,
  product: ProductName,
  seats: number,
  more: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return { key, product: productKeyOf(product), term: 'P1Y', billing: 'monthly', seats, ...more }
}

const reseller = { partnerOfRecord: '1234567' } as const
const sharedEnd = { endsOn: '2027-06-30' } as const

/** A customer of the target, whose lines changed. */
function staying(world: World): readonly Part[] {
  const { chance } = world
  const parts = [
    legacyChange(world, 'mail'),
    legacyChange(world, 'e1'),
    legacyChange(world, 'e3'),
    termChange(world),
    purchase(world),
  ].filter(() => chance.happens(0.5))
  return parts.length > 0 ? parts : [legacyChange(world, 'mail')]
}

function legacyChange({ chance, nextId }: World, offer: OfferName): Part {
  const seats = chance.between(3, 20)
  const living = {
    id: nextId(),
    partner: 'central' as const,
    offer,
    name: offer,
    seats,
    started: '2026-01-01',
  }
  const line = { key: offer, offer: offers[offer].id, seats }
  const change = chance.oneOf(['more', 'fewer', 'off', 'on', 'name', 'on and more', 'annual'] as const)
  const [was, wanted]: readonly [Partial<LivingWish>, Readonly<Record<string, unknown>>] = {
    more: [{}, { seats: seats + 2 }],
    fewer: [{}, { seats: seats - 1 }],
    off: [{}, { state: 'suspended' }],
    on: [{ status: 'suspended' }, {}],
    name: [{}, { friendlyName: `new ${offer}` }],
    annual: [{}, { billing: 'annual' }],
    'on and more': [{ status: 'suspended' }, { seats: seats + 3, friendlyName: `more ${offer}` }],
  }[change] as never // a tuple of either shape
  return { ...none, living: [{ ...living, ...was }], lines: [{ ...line, ...wanted }] }
}

function termChange({ chance, nextId }: World): Part {
  const seats = chance.between(3, 20)
  const change = chance.oneOf([
    'cancel',
    'fewer next',
    'more',
    'cancelled',
    'reseller',
    'annual and more',
    'shared end',
    'name and end',
  ] as const)
  const started = change === 'cancelled' ? '2026-12-02' : '2026-03-15'
  const living: LivingWish = {
    id: nextId(),
    partner: 'central',
    product: 'premium',
    name: 'premium',
    seats,
    started,
    ...((change === 'more' || change === 'annual and more') && { nextTerm: { seats: seats - 1 } }),
  }
  const wanted = {
    cancel: newCommerce('premium', 'premium', seats, { endOfTerm: 'cancel' }),
    'fewer next': newCommerce('premium', 'premium', seats, { nextTerm: { seats: seats - 2 } }),
    more: newCommerce('premium', 'premium', seats + 2, { nextTerm: { seats: seats - 1 } }),
    cancelled: newCommerce('premium', 'premium', seats, { state: 'cancelled' }),
    reseller: newCommerce('premium', 'premium', seats, reseller),
    'annual and more': newCommerce('premium', 'premium', seats + 2, {
      billing: 'annual',
      nextTerm: { seats: seats - 1 },
      ...reseller,
    }),
    'shared end': newCommerce('premium', 'premium', seats, { nextTerm: sharedEnd }),
    'name and end': newCommerce('premium', 'premium', seats, {
      friendlyName: 'new premium',
      endOfTerm: 'cancel',
      ...reseller,
    }),
  }[change]
  return { ...none, living: [living], lines: [wanted] }
}

function purchase({ chance }: World): Part {
  const seats = chance.between(2, 20)
  const more = chance.oneOf([
    {},
    { endOfTerm: 'cancel' },
    { nextTerm: { seats: seats - 1 } },
    { ...reseller, ...sharedEnd },
    { ...reseller, billing: 'annual' },
  ])
  return { ...none, lines: [newCommerce('basic', 'basic', seats, more)] }
}
