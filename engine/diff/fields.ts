/**
 * Declared against live, field by field: a difference is a fact, what to do about it is decided elsewhere. Only what a
 * document writes is compared; what it leaves out is not managed (T12). deep-diff's records stop here.
 */
import deepDiff from 'deep-diff'
import { by } from '../compare.ts'
import type { DeclaredSubscription } from '../model/desired.ts'
import { isExtensionOf } from '../model/extended-term.ts'
import { dayOf, type UtcDate } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import { renewalOf } from '../model/renewal.ts'
import { fullTermEnd } from '../time/billing-period.ts'

export interface FieldChange {
  /** Name of the declared field; inner fields joined by dots, e.g. `nextTerm.seats`. */
  readonly field: string
  /** What is there. */
  readonly from: unknown
  /** What is declared. */
  readonly to: unknown
}

/** Fields that every subscription has: null is what the service did not say. */
const neverNull = new Set(['seats', 'nextTerm.seats', 'nextTerm.product', 'nextTerm.billing'])

/** Whether the service does not say what is there, or says it in a word nobody knows: then it may be as declared (T31). */
export function isUnsaid({ field, from }: FieldChange): boolean {
  return from === null ? neverNull.has(field) : typeof from === 'string' && /^unknown(:|$)/.test(from)
}

type Flat = Readonly<Record<string, unknown>>

/** Sorted by field. Empty when the live subscription is as declared. */
export function fieldChanges(written: DeclaredSubscription, live: LiveSubscription): readonly FieldChange[] {
  const wanted = isExtensionOf(written, live) ? extended(written, live) : written
  const declared = inItsTerm(wanted, live)
  return changesBetween(seenFields(declared, live), wantedFields(declared, live))
}

/** Product, term and billing of an extension are its own; whether it should go on is what `endOfTerm` says. */
function extended(written: DeclaredSubscription, { product, term }: LiveSubscription): DeclaredSubscription {
  const { endsOn: _, ...rest } = written
  return { ...rest, product, term, billingWritten: false }
}

/**
 * The next term has begun as declared: there is no schedule any more, and the subscription is what `nextTerm` says. A renewal is no
 * difference, and undoing it would buy seats that nobody asked for.
 */
export function hasRolledOver({ nextTerm, ...now }: DeclaredSubscription, live: LiveSubscription): boolean {
  if (nextTerm === null || live.nextTerm !== null) return false
  const { endsOn } = nextTerm
  const first = asWritten(now, live)
  const { seats, product, term, billing } = { ...first, ...nextTerm }
  const isNext =
    live.seats === seats &&
    live.product === product &&
    live.term === term &&
    live.billing === billing &&
    (endsOn === undefined || isPast(endsOn, live))
  return (
    isNext &&
    (endsOn !== undefined ||
      live.seats !== first.seats ||
      live.product !== first.product ||
      live.term !== first.term ||
      live.billing !== first.billing)
  )
}

/** A term or a cycle that a line leaves out is that of what lives. */
function asWritten(
  { seats, product, term, billing, billingWritten }: Omit<DeclaredSubscription, 'nextTerm'>,
  live: LiveSubscription,
): Pick<LiveSubscription, 'seats' | 'product' | 'term' | 'billing'> {
  return { seats, product, term: term ?? live.term, billing: billingWritten ? billing : live.billing }
}

/** What a line says of the term that runs: its next one, once that has begun. */
export function inItsTerm(declared: DeclaredSubscription, live: LiveSubscription): DeclaredSubscription {
  return hasRolledOver(declared, live) ? afterRollover(declared) : declared
}

/** An end that was declared for the next term and lies in this one, or before it, has come. */
export function isPast(endsOn: UtcDate, { termEndsAt }: LiveSubscription): boolean {
  return termEndsAt !== null && endsOn <= dayOf(termEndsAt)
}

/** Without an end: that of the first term has come, and that of the next was an instruction for it. */
function afterRollover(declared: DeclaredSubscription): DeclaredSubscription {
  const { endsOn: _, ...rest } = { ...declared, ...declared.nextTerm }
  return { ...rest, nextTerm: null }
}

/** Fewer seats that can only come with the renewal, and are scheduled for it, are as declared (T3). */
function waitsForRenewal({ seats, nextTerm }: DeclaredSubscription, live: LiveSubscription): boolean {
  return nextTerm === null && live.seats !== null && seats < live.seats && live.nextTerm?.seats === seats
}

export function changesBetween(seen: Flat, wanted: Flat): readonly FieldChange[] {
  const records = deepDiff.diff(seen, wanted) ?? []
  const changes: FieldChange[] = []
  for (const record of records) {
    const field = (record.path ?? []).join('.')
    if (record.kind === 'E') changes.push({ field, from: record.lhs, to: record.rhs })
    else if (record.kind === 'N') changes.push({ field, from: null, to: record.rhs })
    else if (record.kind === 'D') changes.push({ field, from: record.lhs, to: null })
  }
  return changes.sort(by(entry => entry.field))
}

function wantedFields(declared: DeclaredSubscription, live: LiveSubscription): Flat {
  return {
    product: declared.product,
    seats: declared.seats,
    state: declared.state,
    ...(declared.friendlyName !== null && { friendlyName: declared.friendlyName }),
    ...(declared.term !== null && live.term !== null && { term: declared.term }),
    ...(isEndManaged(declared, live) && { endsOn: declared.endsOn }),
    ...(isBillingManaged(declared, live) && { billing: declared.billing }),
    ...(declared.partnerOfRecord !== null && { partnerOfRecord: declared.partnerOfRecord }),
    ...(isEndOfTermManaged(declared, live) && { endOfTerm: declared.endOfTerm }),
    ...(declared.nextTerm !== null && { nextTerm: { ...declared.nextTerm } }),
  }
}

/**
 * The end of the first term counts while that term runs. A term that began with a renewal ends after the first one could have, and the
 * declared end has come.
 */
function isEndManaged({ endsOn, term }: DeclaredSubscription, live: LiveSubscription): boolean {
  const { boughtAt, termEndsAt } = live
  if (endsOn === undefined || term === null || boughtAt === null || termEndsAt === null) return false
  const latest = fullTermEnd(dayOf(boughtAt), term)
  return latest !== null && dayOf(termEndsAt) <= latest
}

function isBillingManaged({ billingWritten }: DeclaredSubscription, { billing }: LiveSubscription): boolean {
  return billingWritten && billing !== null
}

/** The same fields as they are: what the document does not manage, or the service does not say, is in neither. */
function seenFields(declared: DeclaredSubscription, live: LiveSubscription): Flat {
  return {
    product: live.product,
    seats: waitsForRenewal(declared, live) ? declared.seats : live.seats,
    state: live.status,
    ...(declared.friendlyName !== null && { friendlyName: live.name }),
    ...(declared.term !== null && live.term !== null && { term: live.term }),
    ...(isEndManaged(declared, live) && live.termEndsAt !== null && { endsOn: dayOf(live.termEndsAt) }),
    ...(isBillingManaged(declared, live) && { billing: live.nextBilling ?? live.billing }),
    ...(declared.partnerOfRecord !== null && { partnerOfRecord: live.partnerOfRecord }),
    ...(isEndOfTermManaged(declared, live) && { endOfTerm: endsOfTerm[renewalOf(live).kind] }),
    ...(declared.nextTerm !== null && { nextTerm: nextTermOf(declared.nextTerm, live) }),
  }
}

/** What it will do, in the declared words; `lapses` is none of them: auto-renew is off, without a cancel and without an extension (T6). */
const endsOfTerm = {
  renews: 'renew',
  cancels: 'cancel',
  extends: 'extend',
  lapses: 'lapses',
  unknown: 'unknown',
} as const

/** A difference only while the term runs: what is suspended does is not known, and its state differs already. */
function isEndOfTermManaged({ endOfTerm }: DeclaredSubscription, live: LiveSubscription): boolean {
  return endOfTerm !== null && (live.status === 'active' || renewalOf(live).kind !== 'unknown')
}

/** Without a schedule the next term is like this one; what it will be cannot be told where something is set that is not understood. */
function nextTermOf(wanted: NonNullable<DeclaredSubscription['nextTerm']>, live: LiveSubscription): Flat {
  if (live.termEndAction?.startsWith('unknown:') === true)
    return Object.fromEntries(Object.keys(wanted).map(field => [field, 'unknown']))
  const next = {
    seats: live.nextTerm?.seats ?? live.seats,
    product: live.nextTerm?.product ?? live.product,
    term: live.nextTerm?.term ?? live.term,
    billing: live.nextTerm?.billing ?? live.nextBilling ?? live.billing,
    endsOn: live.nextTerm?.endsOn ?? null,
  }
  return Object.fromEntries(Object.entries(next).filter(([field]) => field in wanted))
}
