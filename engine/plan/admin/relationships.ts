/** Which relationship answers to what is declared, and how the next one is named. */
import { compare } from '../../compare.ts'
import { type AdminRelationship, isMicrosofts, type RelationshipStatus } from '../../model/admin.ts'
import { globalAdministrator } from '../../model/admin-roles.ts'
import type { DeclaredAdmin } from '../../model/desired.ts'
import { dayOf, type PartnerName, type TenantId, type UtcDate } from '../../model/ids.ts'
import { daysBetween } from '../../time/utc-days.ts'

/** Reminder mails begin 30 days before the end; asking again takes a customer's time. */
export const soonDays = 60

/** Active, or on the way there. */
const granting: readonly string[] = [
  'created',
  'approvalPending',
  'approved',
  'activating',
  'active',
] satisfies readonly RelationshipStatus[]
/** On the way out, or over; whoever ended it. */
export const ended: readonly RelationshipStatus[] = [
  'terminationRequested',
  'terminating',
  'terminated',
  'expiring',
  'expired',
]
const known: ReadonlySet<string> = new Set([...granting, ...ended])

export function isOver({ status }: AdminRelationship): boolean {
  return ended.some(entry => entry === status)
}

export function isGranting({ status }: AdminRelationship): boolean {
  return granting.includes(status)
}

/** A status of which nobody knows what it means: it may be the very one that is declared. */
export function isOfUnknownStatus({ status }: AdminRelationship): boolean {
  return !known.has(status)
}

export function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every(role => other.includes(role))
}

/** Ends within two months, and nothing extends it. */
export function endsSoon({ status, endsAt, autoExtend }: AdminRelationship, on: UtcDate): boolean {
  return (
    status === 'active' &&
    endsAt !== null &&
    autoExtend === null &&
    daysBetween(on, dayOf(endsAt)) <= soonDays
  )
}

export interface Answering {
  /** Active, and the groups are assigned in it; null: there is none. */
  readonly active: AdminRelationship | null
  /** The customer, or the service, still has to do something about it. */
  readonly pending: AdminRelationship | null
  /** Whether one of the two grants all that is declared. */
  readonly isCovered: boolean
}

export interface AnsweringFacts {
  /** Of the customer, without those that Microsoft leads. */
  readonly mine: readonly AdminRelationship[]
  /** How many of the declared groups hold something in it. */
  readonly groupsIn: (relationship: string) => number
  readonly on: UtcDate
}

export function answering(declared: DeclaredAdmin, { mine, groupsIn, on }: AnsweringFacts): Answering {
  const covers = (entry: AdminRelationship) => declared.roles.every(role => entry.roles.includes(role))
  // As the plan itself will switch it, or the next plan would turn to another of them, and a customer be asked for nothing.
  const asDeclared = (entry: AdminRelationship): AdminRelationship => {
    if (declared.autoExtend === false) return { ...entry, autoExtend: null }
    const isExtended = declared.autoExtend === true && !entry.roles.includes(globalAdministrator)
    return isExtended ? { ...entry, autoExtend: entry.autoExtend ?? 'P180D' } : entry
  }
  const lasts = (entry: AdminRelationship) => covers(entry) && !endsSoon(asDeclared(entry), on)
  const [active = null] = mine
    .filter(entry => entry.status === 'active')
    .sort(
      (a, b) =>
        Number(lasts(b)) - Number(lasts(a)) ||
        overlapOf(declared, b) - overlapOf(declared, a) ||
        groupsIn(b.id) - groupsIn(a.id) ||
        compare(lastDay(asDeclared(b)), lastDay(asDeclared(a))) ||
        compare(a.id, b.id),
    )
  const stage = (entry: AdminRelationship) => granting.indexOf(entry.status)
  const [pending = null] = mine
    .filter(
      entry => isGranting(entry) && entry.status !== 'active' && entry.status !== 'created' && covers(entry),
    )
    .sort((a, b) => stage(b) - stage(a) || compare(a.id, b.id))
  return { active, pending, isCovered: (active !== null && lasts(active)) || pending !== null }
}

function overlapOf({ roles }: DeclaredAdmin, entry: AdminRelationship): number {
  return roles.filter(role => entry.roles.includes(role)).length
}

/** Of two that grant the same, the one that lasts longer; one that is extended by itself has no last day. */
function lastDay({ endsAt, autoExtend }: AdminRelationship): string {
  return autoExtend !== null || endsAt === null ? '9999' : endsAt
}

/**
 * `central-emea 3d6f0c5e11114a529c1b0aa1d7c2f001 1`: partner, customer and a counter, at most 50 characters of letters, digits, blanks and
 * hyphens. A name stays taken up to a year after its relationship ended.
 */
export function relationshipName(partner: PartnerName, customer: TenantId, counter: number): string {
  return `${partner.slice(0, 12)} ${customer.replaceAll('-', '')} ${counter}`
}

/** The draft an earlier try left for this customer, or the first name that nothing of the account bears. */
export function nextName(
  { partner, customer }: { readonly partner: PartnerName; readonly customer: TenantId },
  taken: readonly AdminRelationship[],
): string {
  const bearers = new Map(taken.map(entry => [entry.name.toLowerCase(), entry]))
  for (let counter = 1; ; counter += 1) {
    const name = relationshipName(partner, customer, counter)
    const bearer = bearers.get(name.toLowerCase())
    if (bearer === undefined) return name
    if (bearer.status === 'created' && bearer.customer?.tenant === customer && bearer.name === name)
      return name
  }
}

export function notMicrosofts(list: readonly AdminRelationship[]): readonly AdminRelationship[] {
  return list.filter(entry => !isMicrosofts(entry))
}
