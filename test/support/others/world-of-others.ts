/**
 * Worlds as others make them: several consolidations, one product under several partners, trials and ending subscriptions beside paid ones,
 * add-ons whose base goes another way, open transfers of either side, and things that somebody bought by hand.
 */
import fc from 'fast-check'
import type {
  DeclaredConsolidation,
  DeclaredCustomer,
  DeclaredSubscription,
  Desired,
  LeftBehind,
} from '../../../engine/model/desired.ts'
import {
  instant,
  type PartnerName,
  type ProductKey,
  seats,
  subscriptionId,
} from '../../../engine/model/ids.ts'
import type { Actual, CustomerActual, LiveSubscription, Read } from '../../../engine/model/live.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  addOn,
  aLeftBehind,
  aLiveSubscription,
  aMapping,
  aMethodRule,
  anActual,
  aPartner,
  aWave,
  central,
  germany,
  italy,
  mail,
  premium,
  present,
  prices,
  suite,
  tenant,
  unknown,
} from '../builders/index.ts'
import { accounts, catalogue, france, phone, tenantOf } from './products.ts'
import {
  aYearOn,
  type CustomerSeed,
  far,
  type LineSeed,
  type OthersSeed,
  othersSeed,
  type Shape,
  type SourceSeed,
  soon,
} from './seeds.ts'

export interface WorldOfOthers {
  readonly shape: Shape
  readonly desired: Desired
  readonly actual: Actual
}

export const worldOfOthers: fc.Arbitrary<WorldOfOthers> = othersSeed.map(build)

function build(seed: OthersSeed): WorldOfOthers {
  const made = seed.customers.map((one, position) => customerOf(one, position + 1, seed.shape))
  const leave = made.flatMap(entry => entry.leave)
  const world: WorldOfOthers = {
    shape: seed.shape,
    desired: aDesired({
      partners: accounts.map(name =>
        aPartner({ name, tenant: tenantOf[name] ?? tenantOf['central']!, prices }),
      ),
      customers: made.flatMap(entry => entry.declared),
      consolidations: consolidationsOf(seed, leave),
    }),
    actual: {
      ...anActual({ customers: made.flatMap(entry => entry.seen) }),
      partners: accounts.map(partner => ({
        partner,
        customers: present(
          made
            .flatMap(entry => entry.seen)
            .filter(entry => entry.partner === partner)
            .flatMap(({ customer }) => (customer.kind === 'present' ? [customer.value] : [])),
        ),
      })),
      catalogue,
    },
  }
  return printable(world)
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
      waves: seed.waves
        ? [aWave({ labels: ['pilot'] }), aWave({ name: 'all', labels: ['all'], needs: 'pilot' })]
        : [],
    }),
  )
}

function customerOf(seed: CustomerSeed, number: number, shape: Shape) {
  const id = tenant(number)
  const sources = seed.sources.flatMap((one, position) => sourcesOf(one, number, position))
  const targets: readonly PartnerName[] =
    shape === 'one' || shape === 'same target' || shape === 'circle'
      ? [central]
      : seed.under === 'both'
        ? [central, france]
        : [seed.under === 'france' ? france : central]
  const leave = sources.flatMap(({ live, left }) =>
    left ? [aLeftBehind({ partner: live.partner, customer: id, subscription: live.id })] : [],
  )
  const live = sources.map(entry => entry.live)
  const at = { tenant: id, name: `Customer ${number}`, domain: `c${number}.example`, country: 'IT' }
  const lines = targets.map(target => ({ target, ...linesOf(seed, { number, target, live }) }))
  const seen: CustomerActual[] = [italy, germany].flatMap(partner => {
    const own = live.filter(entry => entry.partner === partner)
    if (own.length === 0) return []
    return [{ ...aCustomerActual({ ...at, partner, subscriptions: own }), ...asidesOf(seed, partner) }]
  })
  if (seed.acceptance !== 'not accepted')
    for (const { target, living } of lines)
      seen.push({
        ...aCustomerActual({
          ...at,
          partner: target,
          subscriptions: living,
          ...(seed.acceptance === 'no agreement' && { agreement: { kind: 'absent' } }),
        }),
        ...asidesOf(seed, target),
      })
  const declared: readonly DeclaredCustomer[] = lines.map(({ target, declared: subscriptions }) =>
    aCustomer({
      partner: target,
      tenant: id,
      name: at.name,
      domain: at.domain,
      labels: [seed.isPilot ? 'pilot' : 'all'],
      subscriptions,
    }),
  )
  const imported = seed.sourcesDeclared
    ? [italy, germany].flatMap(partner => {
        const own = live.filter(entry => entry.partner === partner && !entry.trial)
        return own.length === 0
          ? []
          : [
              aCustomer({
                partner,
                tenant: id,
                name: at.name,
                domain: at.domain,
                subscriptions: own.map(asImported),
              }),
            ]
      })
    : []
  return { declared: [...declared, ...imported], seen, leave }
}

/** As an import writes what lives. */
function asImported({ id, product, seats, term, billing, commerce }: LiveSubscription) {
  return aDeclaredSubscription({
    key: id,
    product,
    seats: seats ?? 1,
    term,
    ...(billing !== null && { billing: billing as DeclaredSubscription['billing'] }),
    ...(commerce === 'nce' && { commerce }),
    subscriptionId: id,
  })
}

/** What stands beside the subscriptions: open transfers, and what is bought once. */
function asidesOf(
  seed: CustomerSeed,
  partner: PartnerName,
): Pick<CustomerActual, 'transfers' | 'entitlements'> {
  const isSource = partner === italy || partner === germany
  const open = (facts: object): CustomerActual['transfers'] =>
    present([
      {
        id: 'transfer-1',
        state: 'pending' as const,
        from: tenantOf['italy'] ?? null,
        to: tenantOf['central'] ?? null,
        products: ['OnlineServicesNCE'],
        ...facts,
      },
    ])
  const isParty = partner === italy || partner === central
  const transfers: Read<NonNullable<Extract<CustomerActual['transfers'], { kind: 'present' }>>['value']> = ({
    none: present([]),
    ours: isParty ? open({}) : present([]),
    'by hand': isParty ? open({ products: null }) : present([]),
    moving: isParty ? open({ state: 'moving' }) : present([]),
    'of a stranger': partner === italy ? open({ to: tenant(99) }) : present([]),
    unknown,
  }[seed.transfer] ?? present([])) as never
  const reservation = {
    kind: 'reservation',
    product: 'DZH318Z08B5R:0001',
    order: `r-${partner}`,
    quantity: seats(2),
    endsAt: far,
  }
  return { transfers, ...(isSource && seed.reservation && { entitlements: present([reservation]) }) }
}

function sourcesOf(seed: SourceSeed, number: number, position: number) {
  const id = `s-${number}-${position}`
  const isNce = seed.product === premium
  const at = {
    partner: seed.partner,
    customer: tenant(number),
    seats: seed.seats,
    status: seed.status,
    partnerOfRecord: seed.reseller,
    ...(isNce && {
      autoRenew: seed.ending === 'renews',
      cancelsAtTermEnd: seed.ending === 'cancels',
      termEndsAt: seed.endsSoon ? soon : far,
      cancellableUntil: seed.isCancellable ? instant('2026-12-12T09:00:00Z') : null,
    }),
  }
  const base = aLiveSubscription({
    ...at,
    id,
    product: seed.product,
    trial: seed.trial,
    name: `name-${position}`,
  })
  const found = [{ live: base, left: seed.left === 'base' || seed.left === 'both' }]
  if (!seed.addOn || seed.product === mail || seed.trial) return found
  const extra = aLiveSubscription({
    ...at,
    id: `${id}-addon`,
    product: isNce ? phone : addOn,
    parent: subscriptionId(id),
    name: `addon-${position}`,
  })
  return [...found, { live: extra, left: seed.left === 'add-on' || seed.left === 'both' }]
}

const family: readonly ProductKey[] = [mail, suite, addOn, premium, phone]

function linesOf(
  seed: CustomerSeed,
  {
    number,
    target,
    live,
  }: { readonly number: number; readonly target: PartnerName; readonly live: readonly LiveSubscription[] },
) {
  const declared: DeclaredSubscription[] = []
  const living: LiveSubscription[] = []
  for (const [position, product] of family.entries()) {
    const line = seed.lines[position]
    const own = live.filter(entry => entry.product === product && entry.status === 'active' && !entry.trial)
    if (line === undefined || line.isForgotten || (own.length === 0 && !line.isInvented)) continue
    const base = product === addOn ? suite : product === phone ? premium : null
    if (base !== null && !declared.some(entry => entry.product === base)) continue
    // What is transferred keeps its lines apart.
    const parts = product === premium || product === phone ? own : own.slice(0, 1)
    for (const [part, source] of (parts.length > 0 ? parts : [undefined]).entries()) {
      const count =
        product === premium || product === phone
          ? (source?.seats ?? 3)
          : own.reduce((sum, entry) => sum + (entry.seats ?? 0), 0)
      const one = aDeclaredSubscription({
        key: source?.name ?? `line-${position}`,
        product,
        seats: Math.max(1, count + line.seats),
        billing: product === phone || product === premium ? 'monthly' : line.billing,
        billingWritten: line.billingWritten || product === premium || product === phone,
        endOfTerm: product.includes(':') ? line.endOfTerm : null,
        addOnTo: base === null ? null : (declared.find(entry => entry.product === base)?.key ?? null),
        partnerOfRecord: line.reseller,
        ...(line.another && { anotherAcknowledged: true }),
      })
      declared.push(one)
      if (part > 0) continue
      const onto = living.find(entry => entry.product === base && !entry.trial)
      // Somebody who bought a base by hand may have bought its add-on too.
      const there =
        onto !== undefined && line.standing === 'nothing' ? ({ ...line, standing: 'twin' } as const) : line
      for (const entry of livingOf(one, there, { number, target }))
        living.push(onto === undefined ? entry : { ...entry, parent: onto.id })
    }
  }
  return { declared, living }
}

function livingOf(
  declared: DeclaredSubscription,
  line: LineSeed,
  { number, target }: { readonly number: number; readonly target: PartnerName },
): readonly LiveSubscription[] {
  if (line.standing === 'nothing') return []
  const isNce = declared.product.includes(':')
  const facts = {
    id: `t-${target}-${number}-${declared.key}`,
    partner: target,
    customer: tenant(number),
    product: declared.product,
    seats: declared.seats,
    name: declared.key,
    billing: declared.billing,
    boughtAt: instant('2026-12-05T10:00:00Z'),
    ...(isNce && { termEndsAt: aYearOn }),
  } as const
  const make = (more: Parameters<typeof aLiveSubscription>[0]) => aLiveSubscription({ ...facts, ...more })
  switch (line.standing) {
    case 'twin':
      return [make({})]
    case 'twin of another name':
      return [make({ name: 'Bought by hand' })]
    case 'other billing':
      return [make({ name: 'Bought by hand', billing: declared.billing === 'annual' ? 'monthly' : 'annual' })]
    case 'other term':
      return [make({ name: 'Bought by hand', ...(isNce && { term: 'P1M', termEndsAt: soon }) })]
    case 'trial':
      return [make({ trial: true, ...(isNce && { termEndsAt: soon }) })]
    case 'trial of another name':
      return [make({ trial: true, name: 'Try it', ...(isNce && { termEndsAt: soon }) })]
    case 'ends':
      return [make(isNce ? { autoRenew: false, cancelsAtTermEnd: true, termEndsAt: soon } : {})]
    case 'ends later':
      return [make(isNce ? { autoRenew: false, cancelsAtTermEnd: true } : {})]
    case 'suspended':
      return [make({ status: 'suspended' })]
    case 'two':
      return [make({ name: 'One' }), make({ id: `${facts.id}-2`, name: 'Two', seats: seats(2) })]
    default:
      return []
  }
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
