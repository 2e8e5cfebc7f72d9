/**
 * Worlds as others make them: several consolidations, one product under several partners, trials and ending subscriptions beside paid ones,
 * add-ons whose base goes another way, open transfers of either side, licences in use, accounts that retire, limits and what lets them pass,
 * and things that somebody bought by hand.
 */
import fc from 'fast-check'
import type {
  DeclaredConsolidation,
  Desired,
  LeftBehind,
  PolicyException,
  PolicyRule,
} from '../../../engine/model/desired.ts'
import type { PartnerName } from '../../../engine/model/ids.ts'
import type { Actual, LiveSubscription } from '../../../engine/model/live.ts'
import {
  aConsolidation,
  aDesired,
  aMapping,
  aMethodRule,
  anActual,
  anException,
  aPartner,
  aRule,
  aWave,
  aWindow,
  central,
  germany,
  italy,
  present,
  prices,
} from '../builders/index.ts'
import { customerOf } from './customers-of-others.ts'
import { accounts, catalogueWithout, france, tenantOf } from './products.ts'
import { type OthersSeed, othersSeed, type Shape } from './seeds.ts'

export interface WorldOfOthers {
  readonly shape: Shape
  readonly desired: Desired
  readonly actual: Actual
  /** Off in some account since an earlier move; people use what replaced it under the target. */
  readonly moved: readonly LiveSubscription[]
}

export const worldOfOthers: fc.Arbitrary<WorldOfOthers> = othersSeed.map(build)

/** Customers whom two consolidations move at once, each with one seat fewer, and with one licence to spare. */
export const worldOfSharedLicences: fc.Arbitrary<WorldOfOthers> = othersSeed.map(seed =>
  build({
    ...seed,
    shape: 'apart',
    customers: seed.customers.map(one => ({
      ...one,
      isMirrored: true,
      fewer: 1,
      spare: 1,
      under: 'both',
      acceptance: 'accepted',
    })),
  }),
)

function build(seed: OthersSeed): WorldOfOthers {
  const made = seed.customers.map((one, position) => customerOf(one, position + 1, seed.shape))
  const leave = made.flatMap(entry => entry.leave)
  const former = made.flatMap(entry => entry.former)
  const world: WorldOfOthers = {
    shape: seed.shape,
    moved: made.flatMap(entry => entry.moved),
    desired: aDesired({
      partners: accounts.map(name =>
        aPartner({
          name,
          tenant: tenantOf[name] ?? tenantOf['central']!,
          prices,
          retired: name === central ? seed.retired : null,
        }),
      ),
      policies: seed.growth === null ? [] : [growthOver(seed.growth.effect)],
      exceptions: exceptionsOf(seed.growth),
      customers: made.flatMap(entry => entry.declared),
      consolidations: consolidationsOf(seed, leave),
    }),
    actual: {
      ...anActual({ customers: made.flatMap(entry => entry.seen) }),
      partners: accounts.map(partner => ({
        partner,
        customers: present([
          ...made
            .flatMap(entry => entry.seen)
            .filter(entry => entry.partner === partner)
            .flatMap(({ customer }) => (customer.kind === 'present' ? [customer.value] : [])),
          ...made.flatMap(entry => entry.others).filter(entry => entry.partner === partner),
        ]),
      })),
      catalogue: catalogueWithout(seed.withheld),
      ...(former.length > 0 && {
        beside: former.map(entry => ({
          partner: entry.partner,
          tenant: entry.customer,
          subscriptions: present([entry]),
        })),
      }),
    },
  }
  return printable(world)
}

function growthOver(effect: PolicyRule['effect']): PolicyRule {
  return aRule({
    id: 'growth',
    scope: 'apply',
    effect,
    limits: [{ kind: 'increasePercentOver', percent: 10 }],
  })
}

function exceptionsOf(growth: OthersSeed['growth']): readonly PolicyException[] {
  if (growth === null || growth.until === null) return []
  const kind = growth.effect === 'deny' ? 'exception' : 'approval'
  return [anException({ rule: 'guards/growth', kind, until: growth.until })]
}

function consolidationsOf(seed: OthersSeed, leave: readonly LeftBehind[]): readonly DeclaredConsolidation[] {
  const pairs: Readonly<Record<Shape, readonly (readonly [PartnerName, readonly PartnerName[]])[]>> = {
    one: [[central, [italy, germany]]],
    apart: [
      [central, [italy]],
      [france, [germany]],
    ],
    'same target': [
      [central, [italy]],
      [central, [germany]],
    ],
    split: [
      [central, [italy, germany]],
      [france, [italy]],
    ],
    chain: [
      [central, [italy]],
      [france, [central]],
    ],
    circle: [
      [central, [italy]],
      [italy, [central]],
    ],
  }
  return pairs[seed.shape].map(([to, from], position) =>
    aConsolidation({
      name: `move-${position}`,
      to,
      from,
      map: seed.mapped ? [aMapping()] : [],
      methods: seed.method === null ? [] : [aMethodRule({ when: { commerce: 'nce' }, method: seed.method })],
      leave: leave.filter(entry => from.includes(entry.partner)),
      window: seed.hours === null || position > 0 ? null : aWindow({ utcHours: seed.hours }),
      waves: seed.waves
        ? [aWave({ labels: ['pilot'] }), aWave({ name: 'all', labels: ['all'], needs: 'pilot' })]
        : [],
    }),
  )
}

/** Failures show what matters of a world in a few lines. */
function printable(world: WorldOfOthers): WorldOfOthers {
  const lines = [
    '',
    `${world.shape}: ${world.desired.consolidations.map(entry => `${entry.from.join('+')}→${entry.to} leave ${entry.leave.map(one => one.subscription).join(' ')} ${entry.methods[0]?.method ?? ''}`).join('; ')}`,
    ...world.desired.customers.flatMap(customer =>
      customer.subscriptions.map(
        one =>
          `declared ${customer.partner}/${customer.tenant.slice(-1)} ${one.key} ${one.product} ${one.seats} ${one.billing}${one.billingWritten ? '' : '?'} ${one.endOfTerm ?? ''} ${one.addOnTo ?? ''} ${one.anotherAcknowledged ? 'another' : ''}`,
      ),
    ),
    ...world.actual.customers.flatMap(entry => [
      `seen ${entry.partner}/${entry.tenant.slice(-1)} agreement ${entry.agreement.kind} transfers ${JSON.stringify(entry.transfers)}`,
      ...(entry.subscriptions.kind === 'present' ? entry.subscriptions.value : []).map(
        one =>
          `  ${one.id} ${one.product} "${one.name}" ${one.seats} ${one.status} ${one.trial ? 'trial' : ''} ${one.parent ?? ''} ${one.cancelsAtTermEnd ? 'cancels' : one.autoRenew ? '' : 'off'} ${one.termEndsAt ?? ''} ${one.billing}`,
      ),
    ]),
    '',
  ].join('\n')
  return Object.defineProperty(world, fc.toStringMethod, { value: () => lines })
}
