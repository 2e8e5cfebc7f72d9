/** Subscriptions of the worlds of others: what lives in the sources, what is declared, and what stands under a target already. */
import type { DeclaredSubscription } from '../../../engine/model/desired.ts'
import {
  instant,
  type PartnerName,
  type ProductKey,
  seats,
  subscriptionId,
} from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import {
  aDeclaredSubscription,
  addOn,
  aLiveSubscription,
  mail,
  premium,
  suite,
  tenant,
} from '../builders/index.ts'
import { phone } from './products.ts'
import {
  aYearOn,
  type CustomerSeed,
  far,
  inDays,
  inMinutes,
  type LineSeed,
  type SourceSeed,
  soon,
  tonight,
} from './seeds.ts'

/** What a customer has in an account it comes from: a base, and its add-on. */
export function sourcesOf(seed: SourceSeed, number: number, position: number) {
  const id = `s-${number}-${position}`
  const isNce = seed.product === premium
  const at = {
    partner: seed.partner,
    customer: tenant(number),
    seats: seed.seats,
    status: seed.status,
    partnerOfRecord: seed.reseller,
    // Some legacy is so young that what it had before decides what comes back.
    ...(!isNce && seed.seats % 2 === 1 && { boughtAt: instant('2026-11-30T23:59:59Z') }),
    ...(isNce && {
      autoRenew: seed.ending === 'renews',
      cancelsAtTermEnd: seed.ending === 'cancels',
      termEndsAt: { 'in spring': far, soon, tonight }[seed.ends],
      cancellableUntil: { no: null, 'for days': inDays, 'for minutes': inMinutes }[seed.cancellable],
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

/** What is declared of a customer under a target, and what somebody else put there before. */
export function linesOf(
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
        seats: Math.max(1, count + line.seats - seed.fewer),
        fewerSeatsAcknowledged: seed.fewer > 0,
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

/** What somebody scheduled; the rest stays as it is. */
function nextTerm(changes: Partial<NonNullable<LiveSubscription['nextTerm']>>): LiveSubscription['nextTerm'] {
  return {
    seats: null,
    product: null,
    term: null,
    billing: null,
    endsOn: null,
    promotion: null,
    ...changes,
  }
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
    seats: seats(Math.max(1, declared.seats - line.shortBy)),
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
    case 'shrinks':
      return [make(isNce ? { termEndsAt: soon, nextTerm: nextTerm({ seats: seats(1) }) } : {})]
    case 'becomes another':
      return [make(isNce ? { termEndsAt: soon, nextTerm: nextTerm({ product: phone }) } : {})]
    case 'suspended':
      return [make({ status: 'suspended' })]
    case 'two':
      return [make({ name: 'One' }), make({ id: `${facts.id}-2`, name: 'Two', seats: seats(2) })]
    default:
      return []
  }
}
