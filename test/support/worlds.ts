/**
 * Made-up worlds for the laws of planning: what is declared is made from what is live, and then bent a little, because
 * two unrelated sides teach nothing.
 */
import fc from 'fast-check'
import type { DeclaredCustomer, DeclaredSubscription, Desired } from '../../engine/model/desired.ts'
import {
  instant,
  type PartnerName,
  type ProductKey,
  seats,
  subscriptionId,
  tenantId,
  utcDate,
} from '../../engine/model/ids.ts'
import type { Actual, CustomerActual, LiveSubscription } from '../../engine/model/live.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  addOn,
  aLiveSubscription,
  aMapping,
  anActual,
  aPartner,
  aWave,
  azure,
  central,
  germany,
  italy,
  mail,
  mailNce,
  premium,
  suite,
  tenant,
  unknown,
} from './builders/index.ts'

export interface MadeUpWorld {
  readonly desired: Desired
  readonly actual: Actual
}

/** More runs when there is time for them. */
export const runs = process.env['TENANTFORM_FULL'] === '1' ? 5_000 : 300

const licences = [mail, suite, premium]

/** Mostly the dull answer. */
function mostly<T>(dull: T, ...odd: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constant(dull) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  )
}

interface SourceSeed {
  readonly product: ProductKey
  readonly seats: number | null
  readonly status: LiveSubscription['status']
  readonly trial: boolean
  readonly kind: LiveSubscription['kind'] | null
  readonly addOns: boolean
}

const sourceSeed: fc.Arbitrary<SourceSeed> = fc.record({
  product: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(mail, suite) },
    { weight: 1, arbitrary: fc.constantFrom(premium, azure) },
  ),
  seats: fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 1, max: 40 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  status: mostly<LiveSubscription['status']>('active', 'suspended', 'deleted', 'pending', 'unknown:frozen'),
  trial: mostly(false, true),
  kind: mostly<LiveSubscription['kind'] | null>(null, 'software', 'unknown:robot'),
  addOns: mostly(false, true),
})

interface CustomerSeed {
  readonly sources: readonly { readonly partner: PartnerName; readonly seed: SourceSeed }[]
  /** For each declared line: how its seats differ, whether it lives already. */
  readonly bends: readonly Bend[]
  readonly accepted: 'yes' | 'no' | 'unknown'
  readonly agreement: CustomerActual['agreement']
  readonly country: string | null
  readonly isDeclared: boolean
  readonly pilot: boolean
}

interface Bend {
  readonly seats: number
  readonly isForgotten: boolean
  readonly living: 'no' | 'same' | 'fewer' | 'more' | 'suspended' | 'unknown:frozen'
  readonly isMapped: boolean
  readonly isSplit: boolean
  readonly state: DeclaredSubscription['state']
  readonly friendlyName: string | null
  /** The living one has another name than it would get. */
  readonly isRenamed: boolean
}

const bend: fc.Arbitrary<Bend> = fc.record({
  seats: mostly(0, -1, 3),
  isForgotten: mostly(false, true),
  living: fc.oneof(
    { weight: 6, arbitrary: fc.constant('no' as const) },
    { weight: 3, arbitrary: fc.constantFrom('same' as const, 'fewer' as const, 'more' as const) },
    { weight: 1, arbitrary: fc.constantFrom('suspended' as const, 'unknown:frozen' as const) },
  ),
  isMapped: mostly(false, true),
  isSplit: mostly(false, true),
  state: mostly<DeclaredSubscription['state']>('active', 'suspended'),
  friendlyName: fc.constantFrom(null, null, 'Our mail'),
  isRenamed: fc.boolean(),
})

const customerSeed: fc.Arbitrary<CustomerSeed> = fc.record({
  sources: fc.array(fc.record({ partner: fc.constantFrom(italy, germany), seed: sourceSeed }), {
    maxLength: 4,
  }),
  bends: fc.array(bend, { minLength: 4, maxLength: 4 }),
  accepted: mostly<CustomerSeed['accepted']>('yes', 'no', 'unknown'),
  agreement: mostly<CustomerActual['agreement']>(
    { kind: 'present', value: { how: 'confirmed by the partner' } },
    { kind: 'absent' },
    unknown,
  ),
  country: mostly<string | null>('IT', 'DE', 'FR', null),
  isDeclared: mostly(true, false),
  pilot: fc.boolean(),
})

/** Worlds of a few customers, most of them able to move. */
export const madeUpWorld: fc.Arbitrary<MadeUpWorld> = fc
  .record({
    customers: fc.array(customerSeed, { minLength: 1, maxLength: 4 }),
    waves: fc.boolean(),
    retired: mostly<'never' | 'now'>('never', 'now'),
  })
  .map(({ customers, waves, retired }) => build(customers, { waves, isRetired: retired === 'now' }))

function build(
  seeds: readonly CustomerSeed[],
  { waves, isRetired }: { readonly waves: boolean; readonly isRetired: boolean },
): MadeUpWorld {
  const customers = seeds.map((seed, position) => customerOf(seed, position + 1))
  return printable({
    desired: aDesired({
      partners: [
        aPartner(isRetired ? { retired: aDay } : {}),
        aPartner({ name: italy, tenant: tenantId('1b0f0000-0000-4000-8000-00000000aa02') }),
        aPartner({ name: germany, tenant: tenantId('1b0f0000-0000-4000-8000-00000000aa03'), prices: null }),
      ],
      customers: customers.flatMap(entry => entry.declared ?? []),
      consolidations: [
        aConsolidation({
          map: [aMapping()],
          waves: waves
            ? [aWave({ labels: ['pilot'] }), aWave({ name: 'italy', partner: italy, needs: 'pilot' })]
            : [],
        }),
      ],
    }),
    actual: anActual({ customers: customers.flatMap(entry => entry.seen) }),
  })
}

/** Failures show what matters of a world in a few lines. */
function printable(world: MadeUpWorld): MadeUpWorld {
  const declared = world.desired.customers.flatMap(customer =>
    customer.subscriptions.map(
      one =>
        `declared ${customer.tenant.slice(-1)} ${one.key} ${one.product} ${one.seats} ${one.state} ${one.friendlyName ?? ''} ${one.addOnTo ?? ''}`,
    ),
  )
  const seen = world.actual.customers.flatMap(entry => [
    `seen ${entry.tenant.slice(-1)} under ${entry.partner}: ${entry.customer.kind} ${entry.agreement.kind}`,
    ...(entry.subscriptions.kind === 'present' ? entry.subscriptions.value : []).map(
      one =>
        `  ${one.id} ${one.product} ${one.kind} ${one.seats} ${one.status} ${one.trial ? 'trial' : ''} ${one.parent ?? ''}`,
    ),
  ])
  const waves = world.desired.consolidations.flatMap(entry => entry.waves.map(wave => wave.name))
  const retired = world.desired.partners.find(entry => entry.retired !== null)?.retired ?? 'never'
  const text = ['', `waves ${waves.join(' ')}, retired ${retired}`, ...declared, ...seen, ''].join('\n')
  return Object.defineProperty(world, fc.toStringMethod, { value: () => text })
}

const aDay = utcDate('2026-12-01')

function customerOf(seed: CustomerSeed, number: number) {
  const id = tenant(number)
  const live = seed.sources.flatMap(({ partner, seed: one }, position) =>
    sourceSubscriptions(one, { partner, number, position }),
  )
  const wanted = wantedOf(live, seed.bends, number)
  const declared: DeclaredCustomer | undefined = seed.isDeclared
    ? aCustomer({
        tenant: id,
        name: `Customer ${number}`,
        domain: `c${number}.example`,
        labels: seed.pilot ? ['pilot'] : [],
        subscriptions: wanted.map(entry => entry.declared),
      })
    : undefined
  const at = { tenant: id, name: `Customer ${number}`, domain: `c${number}.example`, country: seed.country }
  const seen: CustomerActual[] = [italy, germany].flatMap(partner => {
    const own = live.filter(entry => entry.partner === partner)
    return own.length === 0 ? [] : [aCustomerActual({ ...at, partner, subscriptions: own })]
  })
  if (seed.accepted === 'unknown')
    seen.push(aCustomerActual({ ...at, customer: unknown, subscriptions: unknown }))
  if (seed.accepted === 'yes')
    seen.push(
      aCustomerActual({
        ...at,
        agreement: seed.agreement,
        subscriptions: wanted.flatMap(entry => entry.living ?? []),
      }),
    )
  return { declared, seen }
}

interface Place {
  readonly partner: PartnerName
  readonly number: number
  readonly position: number
}

function sourceSubscriptions(
  seed: SourceSeed,
  { partner, number, position }: Place,
): readonly LiveSubscription[] {
  const id = `s-${number}-${position}`
  const base = aLiveSubscription({
    id,
    partner,
    customer: tenant(number),
    product: seed.product,
    seats: seed.seats,
    status: seed.status,
    trial: seed.trial,
    ...(seed.kind !== null && { kind: seed.kind }),
  })
  if (!seed.addOns || seed.product !== suite || seed.status !== 'active') return [base]
  const extra = aLiveSubscription({
    id: `${id}-addon`,
    partner,
    customer: tenant(number),
    product: addOn,
    seats: seed.seats,
    parent: subscriptionId(id),
  })
  return [base, extra]
}

interface Wanted {
  readonly declared: DeclaredSubscription
  readonly living: LiveSubscription | null
}

/** One declared line per product that runs in a source, bent. */
function wantedOf(
  live: readonly LiveSubscription[],
  bends: readonly Bend[],
  number: number,
): readonly Wanted[] {
  const wanted: Wanted[] = []
  for (const [position, product] of [...licences, addOn].entries()) {
    const own = live.filter(entry => entry.product === product && entry.status === 'active' && !entry.trial)
    const bent = bends[position]
    if (own.length === 0 || bent === undefined || bent.isForgotten) continue
    const count = Math.max(1, own.reduce((sum, entry) => sum + (entry.seats ?? 1), 0) + bent.seats)
    const target = product === mail && bent.isMapped ? mailNce : product
    const parts = bent.isSplit && count > 1 ? [count - 1, 1] : [count]
    for (const [part, share] of parts.entries()) {
      const declared = aDeclaredSubscription({
        key: `line-${position}-${part}`,
        product: target,
        seats: share,
        state: bent.state,
        friendlyName: bent.friendlyName,
        addOnTo: product === addOn ? 'line-1-0' : null,
      })
      wanted.push({ declared, living: part === 0 ? livingOf(declared, bent, number) : null })
    }
  }
  return wanted
}

function livingOf(
  declared: DeclaredSubscription,
  { living, isRenamed }: Bend,
  number: number,
): LiveSubscription | null {
  if (living === 'no') return null
  const count = { same: 0, fewer: -1, more: 2, suspended: 0, 'unknown:frozen': 0 }[living]
  return aLiveSubscription({
    id: `t-${number}-${declared.key}`,
    customer: tenant(number),
    partner: central,
    product: declared.product,
    name: isRenamed ? 'Somebody named it' : (declared.friendlyName ?? declared.key),
    seats: seats(Math.max(1, declared.seats + count)),
    status: living === 'suspended' || living === 'unknown:frozen' ? living : 'active',
    boughtAt: instant('2026-12-05T10:00:00Z'),
  })
}
