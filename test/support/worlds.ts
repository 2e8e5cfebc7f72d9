/**
 * Made-up worlds for the laws of planning: what is declared is made from what is live, and then bent a little, because
 * two unrelated sides teach nothing.
 */
import fc from 'fast-check'
import type { DeclaredCustomer, Desired, MethodName, MethodRule } from '../../engine/model/desired.ts'
import { currency, decimal, type PartnerName, seats, tenantId, utcDate } from '../../engine/model/ids.ts'
import type { Actual, CustomerActual, LicencePool, LiveSubscription } from '../../engine/model/live.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDesired,
  aMapping,
  aMethodRule,
  anActual,
  aPartner,
  aWave,
  germany,
  italy,
  mailNce,
  present,
  tenant,
  unknown,
} from './builders/index.ts'
import { enabledIn, licenceOf } from './licences.ts'
import { type Bend, bend, type Kept, keptOf, licences, wantedOf } from './world-lines.ts'
import { mostly, type SourceSeed, sourceSeed, sourceSubscriptions } from './world-sources.ts'

export interface MadeUpWorld {
  readonly desired: Desired
  readonly actual: Actual
}

/** More runs when there is time for them. */
export const runs = process.env['TENANTFORM_FULL'] === '1' ? 5_000 : 300

interface CustomerSeed {
  readonly sources: readonly { readonly partner: PartnerName; readonly seed: SourceSeed }[]
  /** For each declared line: how its seats differ, whether it lives already. */
  readonly bends: readonly Bend[]
  readonly accepted: 'yes' | 'no' | 'unknown'
  readonly agreement: CustomerActual['agreement']
  readonly country: string | null
  readonly isDeclared: boolean
  readonly pilot: boolean
  /** Kept under the target, and never in a source: seats declared and living. */
  readonly kept: Kept | null
  /** Licences in use, beside those there are; null: the directory was not asked. */
  readonly spare: number | null
}

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
  kept: fc.option(
    fc.record({
      declared: fc.integer({ min: 1, max: 9 }),
      living: fc.integer({ min: 1, max: 9 }),
      refundable: fc.integer({ min: 0, max: 3 }),
    }),
    { freq: 4 },
  ),
  spare: fc.constantFrom<number | null>(null, 0, 2, 5, -1),
})

/** Worlds of a few customers, most of them able to move. */
export const madeUpWorld: fc.Arbitrary<MadeUpWorld> = worldsBy(
  fc.constantFrom<WorldFacts['method']>(
    null,
    null,
    'transfer',
    'repurchase',
    'lapse',
    'manual',
    'reprovision',
  ),
)

/** Of new commerce that is replaced now and charged on both sides to the end of its term. */
export const worldOfOverlaps: fc.Arbitrary<MadeUpWorld> = worldsBy(
  fc.constant('reprovision whatever it costs'),
)

function worldsBy(method: fc.Arbitrary<WorldFacts['method']>): fc.Arbitrary<MadeUpWorld> {
  return fc
    .record({
      customers: fc.array(customerSeed, { minLength: 1, maxLength: 4 }),
      waves: fc.boolean(),
      isRetired: mostly(false, true),
      method,
    })
    .map(({ customers, ...facts }) => build(customers, facts))
}

interface WorldFacts {
  readonly waves: boolean
  readonly isRetired: boolean
  /** What a rule asks for of new commerce; null: there is no rule. */
  readonly method: MethodName | 'reprovision whatever it costs' | null
}

function build(seeds: readonly CustomerSeed[], { waves, isRetired, method }: WorldFacts): MadeUpWorld {
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
          methods: method === null ? [] : [ruleFor(method)],
          waves: waves
            ? [aWave({ labels: ['pilot'] }), aWave({ name: 'italy', partner: italy, needs: 'pilot' })]
            : [],
        }),
      ],
    }),
    actual: anActual({ customers: customers.flatMap(entry => entry.seen) }),
  })
}

function ruleFor(method: NonNullable<WorldFacts['method']>): MethodRule {
  const when = { commerce: 'nce' } as const
  if (method !== 'reprovision whatever it costs') return aMethodRule({ when, method })
  const acceptOverlap = [{ currency: currency('EUR'), amount: decimal('1000000') }]
  return aMethodRule({ when, method: 'reprovision', acceptOverlap })
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

/** One pool per licence: as many as are active anywhere, of which all but `spare` are in use. */
function poolsOf(live: readonly LiveSubscription[], spare: number): readonly LicencePool[] {
  return [...licences, mailNce].map(product => {
    const licence = licenceOf(product)
    const enabled = enabledIn(live, licence)
    return { product, licence, enabled: seats(enabled), consumed: seats(Math.max(0, enabled - spare)) }
  })
}

const aDay = utcDate('2026-12-01')

function customerOf(seed: CustomerSeed, number: number) {
  const id = tenant(number)
  const live = seed.sources.flatMap(({ partner, seed: one }, position) =>
    sourceSubscriptions(one, { partner, number, position }),
  )
  const wanted = [...wantedOf(live, seed.bends, number), ...keptOf(seed.kept, number)]
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
  if (seed.accepted === 'yes') {
    const living = wanted.flatMap(entry => entry.living ?? [])
    // The directory is asked where something may be switched off.
    const isAsked = live.some(entry => entry.kind === 'licence' && entry.status === 'active' && !entry.trial)
    const spare = isAsked ? seed.spare : null
    seen.push(
      aCustomerActual({
        ...at,
        agreement: seed.agreement,
        subscriptions: living,
        ...(spare !== null && { licences: present(poolsOf([...live, ...living], spare)) }),
      }),
    )
  }
  return { declared, seen }
}
