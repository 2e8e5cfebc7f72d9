/** Customers of the worlds of others: their documents, what each account shows of them, and what stands beside their subscriptions. */
import type { DeclaredCustomer, DeclaredSubscription } from '../../../engine/model/desired.ts'
import { type PartnerName, seats } from '../../../engine/model/ids.ts'
import type { CustomerActual, LicencePool, LiveSubscription, Read } from '../../../engine/model/live.ts'
import { unreadableProduct } from '../../../engine/model/readable.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  addOn,
  aLeftBehind,
  aLiveSubscription,
  central,
  germany,
  italy,
  mail,
  mailNce,
  premium,
  present,
  suite,
  tenant,
  unknown,
} from '../builders/index.ts'
import { enabledIn, licenceOf } from '../licences.ts'
import { movedBefore } from './moved-before.ts'
import { france, phone, tenantOf } from './products.ts'
import { type CustomerSeed, far, type Shape } from './seeds.ts'
import { linesOf, sourcesOf } from './sources-and-lines.ts'

/** What is declared of a customer, and what every account shows of it. */
export function customerOf(seed: CustomerSeed, number: number, shape: Shape) {
  const id = tenant(number)
  const seeds = seed.isMirrored
    ? seed.sources.slice(0, 2).flatMap(one => [italy, germany].map(partner => ({ ...one, partner })))
    : seed.sources
  const sources = seeds.flatMap((one, position) => sourcesOf(one, number, position))
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
  const lines = targets.map(target => ({
    target,
    ...linesOf(seed, {
      number,
      target,
      live: live.filter(entry => isDrawnFrom(entry.partner, { target, seed, shape })),
    }),
  }))
  const living = lines.flatMap(entry => entry.living)
  const spare = seed.spare
  const licences = spare === null ? null : present(poolsOf([...live, ...living], spare))
  const moved = movedBefore(seed, { number, living, shape })
  const seen: CustomerActual[] = [italy, germany].flatMap(partner => {
    const own = [...live, ...moved].filter(entry => entry.partner === partner)
    if (own.length === 0) return []
    return [{ ...aCustomerActual({ ...at, partner, subscriptions: own }), ...asidesOf(seed, partner) }]
  })
  if (seed.acceptance !== 'not accepted')
    for (const { target, living: there } of lines)
      seen.push({
        ...aCustomerActual({
          ...at,
          partner: target,
          subscriptions: seed.hasUnreadable ? [...there, unreadableRow(target, number)] : there,
          ...(licences !== null && { licences }),
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
        const own = live.filter(entry => entry.partner === partner && (seed.trialsDeclared || !entry.trial))
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
  const others = seed.hasForeignDomain
    ? lines.map(({ target }) => ({
        partner: target,
        tenant: tenant(90 + number),
        name: `Namesake ${number}`,
        domain: at.domain,
      }))
    : []
  return {
    declared: [...declared, ...imported],
    // Then the accounts show the customer under another domain than the documents.
    seen: others.length === 0 ? seen : seen.map(entry => withDomain(entry, `other${number}.example`)),
    leave,
    others,
    moved,
    former: moved.filter(entry => entry.partner === france),
  }
}

/** Whoever is mirrored is declared under each target with what comes from its own sources, as two teams would write it. */
function isDrawnFrom(
  source: PartnerName,
  {
    target,
    seed,
    shape,
  }: { readonly target: PartnerName; readonly seed: CustomerSeed; readonly shape: Shape },
): boolean {
  if (shape !== 'apart' || !seed.isMirrored) return true
  return source === (target === central ? italy : germany)
}

function withDomain(entry: CustomerActual, domain: string): CustomerActual {
  if (entry.customer.kind !== 'present') return entry
  return { ...entry, customer: present({ ...entry.customer.value, domain }) }
}

/** The directory counts what is active, whoever sold it; `spare` of each licence are in nobody's use. */
function poolsOf(live: readonly LiveSubscription[], spare: number): readonly LicencePool[] {
  return [mail, mailNce, suite, addOn, premium, phone].map(product => {
    const licence = licenceOf(product)
    const enabled = enabledIn(live, licence)
    return { product, licence, enabled: seats(enabled), consumed: seats(Math.max(0, enabled - spare)) }
  })
}

function unreadableRow(partner: PartnerName, number: number): LiveSubscription {
  return aLiveSubscription({
    id: `t-${partner}-${number}-unreadable`,
    partner,
    customer: tenant(number),
    product: unreadableProduct,
    kind: 'unknown:',
    name: 'A row without an offer',
    seats: 3,
  })
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
