/** What made-up customers declare: one line per product that runs in a source, bent; and what of it lives under the target already. */
import fc from 'fast-check'
import type { DeclaredSubscription } from '../../engine/model/desired.ts'
import { instant, seats } from '../../engine/model/ids.ts'
import type { LiveSubscription } from '../../engine/model/live.ts'
import {
  aDeclaredSubscription,
  addOn,
  aLiveSubscription,
  central,
  mail,
  mailNce,
  premium,
  suite,
  tenant,
} from './builders/index.ts'
import { mostly } from './world-sources.ts'

export const licences = [mail, suite, premium]

export interface Bend {
  readonly seats: number
  readonly isForgotten: boolean
  readonly living: 'no' | 'same' | 'fewer' | 'more' | 'suspended' | 'unknown:frozen'
  readonly isMapped: boolean
  readonly isSplit: boolean
  readonly state: DeclaredSubscription['state']
  readonly friendlyName: string | null
  /** The living one has another name than it would get. */
  readonly isRenamed: boolean
  /** New commerce only. */
  readonly endOfTerm: DeclaredSubscription['endOfTerm']
  readonly nextSeats: number | null
  /** Of the living one, of which so many seats can still be given back. */
  readonly refundable: number
}

export const bend: fc.Arbitrary<Bend> = fc.record({
  seats: mostly(0, -1, 3),
  isForgotten: mostly(false, true),
  living: fc.oneof(
    { weight: 6, arbitrary: fc.constant('no' as const) },
    { weight: 3, arbitrary: fc.constantFrom('same' as const, 'fewer' as const, 'more' as const) },
    { weight: 1, arbitrary: fc.constantFrom('suspended' as const, 'unknown:frozen' as const) },
  ),
  isMapped: mostly(false, true),
  isSplit: mostly(false, true),
  state: mostly<DeclaredSubscription['state']>('active', 'suspended', 'cancelled'),
  friendlyName: fc.constantFrom(null, null, 'Our mail'),
  isRenamed: fc.boolean(),
  endOfTerm: mostly<DeclaredSubscription['endOfTerm']>(null, 'renew', 'cancel'),
  nextSeats: mostly<number | null>(null, 3),
  refundable: fc.constantFrom(0, 0, 1, 2),
})

export interface Wanted {
  readonly declared: DeclaredSubscription
  readonly living: LiveSubscription | null
}

/** One declared line per product that runs in a source, bent. */
export function wantedOf(
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
    // What is transferred keeps its lines apart.
    const parts =
      product === premium && !bent.isSplit
        ? own.map(entry => Math.max(1, (entry.seats ?? 1) + bent.seats))
        : bent.isSplit && count > 1
          ? [count - 1, 1]
          : [count]
    for (const [part, share] of parts.entries()) {
      const declared = aDeclaredSubscription({
        key: (product === premium ? own[part]?.name : undefined) ?? `line-${position}-${part}`,
        product: target,
        seats: share,
        state: bent.state,
        friendlyName: bent.friendlyName === null ? null : `${bent.friendlyName} ${part}`,
        billing: own[part]?.billing === 'annual' ? 'annual' : 'monthly',
        ...(target.includes(':') && {
          endOfTerm: bent.endOfTerm,
          nextTerm: bent.nextSeats === null ? null : { seats: seats(bent.nextSeats) },
        }),
        addOnTo: product === addOn ? 'line-1-0' : null,
      })
      wanted.push({ declared, living: part === 0 ? livingOf(declared, bent, number) : null })
    }
  }
  return wanted
}

export interface Kept {
  readonly declared: number
  readonly living: number
  readonly refundable: number
}

/** Kept under the target, and never in a source. */
export function keptOf(kept: Kept | null, number: number): readonly Wanted[] {
  if (kept === null) return []
  const declared = aDeclaredSubscription({ key: 'kept', product: mailNce, seats: kept.declared })
  const until = instant('2026-12-12T10:00:00Z')
  const living = aLiveSubscription({
    id: `t-${number}-kept`,
    customer: tenant(number),
    partner: central,
    product: mailNce,
    name: 'kept',
    seats: kept.living,
    refundable: kept.refundable === 0 ? [] : [{ seats: seats(kept.refundable), until }],
  })
  return [{ declared, living }]
}

function livingOf(
  declared: DeclaredSubscription,
  { living, isRenamed, refundable }: Bend,
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
    billing: declared.billing,
    boughtAt: instant('2026-12-05T10:00:00Z'),
    ...(declared.commerce === 'nce' && {
      termEndsAt: instant('2027-12-04T23:59:59Z'),
      cancellableUntil: instant('2026-12-12T10:00:00Z'),
      refundable:
        refundable === 0 ? [] : [{ seats: seats(refundable), until: instant('2026-12-12T10:00:00Z') }],
    }),
  })
}
