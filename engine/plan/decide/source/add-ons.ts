/**
 * A base and its add-ons in a source are never parted, whatever the method (T22): they go the same way, on the same day, or the customer is
 * blocked before anything is bought. What is off already, or blocks by itself, parts nothing.
 */
import type { Remedy, SourceRange } from '../../../diagnostic.ts'
import { isOff } from '../../../model/status.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import type { Finding } from '../../plan.ts'
import type { DecidedSource } from './decided-source.ts'
import { isSwitchedOff, termEndOf } from './source-decision.ts'

export function addOnFindings(
  source: DecidedSource,
  families: Families,
  at: SourceRange | undefined,
): readonly Finding[] {
  return [...baseElsewhere(source, families, at), ...parted(source, families, at)]
}

/** Bases and add-ons within each account, found without looking through all of them: an answer may list a million. */
export interface Families {
  readonly baseOf: (addOn: DecidedSource) => DecidedSource | undefined
  readonly addOnsOf: (base: DecidedSource) => readonly DecidedSource[]
}

export function familiesOf(all: readonly DecidedSource[]): Families {
  const byId = new Map<string, DecidedSource>()
  const byParent = new Map<string, DecidedSource[]>()
  for (const entry of all) {
    const { id, parent } = entry.subscription
    const own = `${entry.partner.name}/${id}`
    if (!byId.has(own)) byId.set(own, entry)
    if (parent === null) continue
    const above = `${entry.partner.name}/${parent}`
    const others = byParent.get(above)
    if (others === undefined) byParent.set(above, [entry])
    else others.push(entry)
  }
  return {
    baseOf: ({ partner, subscription }) => byId.get(`${partner.name}/${subscription.parent}`),
    addOnsOf: ({ partner, subscription }) => byParent.get(`${partner.name}/${subscription.id}`) ?? [],
  }
}

/** Told of the add-on: what is written to it would need its base. */
function baseElsewhere(
  source: DecidedSource,
  families: Families,
  at: SourceRange | undefined,
): readonly Finding[] {
  const { subscription, decision, partner } = source
  const base = families.baseOf(source)
  const isTransferredAlone =
    decision.method === 'transfer' && base !== undefined && isOff(base.subscription.status)
  const isWritten =
    ['transfer', 'lapse', 'overlap'].includes(decision.method) || isSwitchedOff(subscription, decision)
  if (subscription.parent === null || !isWritten || (base !== undefined && !isTransferredAlone)) return []
  const where = base === undefined ? `not in ${partner.name}` : `${base.subscription.status}`
  const detail = `${subscription.productName} (${subscription.id}) is an add-on of ${subscription.parent}, which is ${where}.`
  return [finding(codes.PARENT_ELSEWHERE, 'customer', subjectOf(source), { detail, at })]
}

/** Told of the base, once for each add-on that goes another way. */
function parted(base: DecidedSource, families: Families, at: SourceRange | undefined): readonly Finding[] {
  const way = wayOf(base)
  if (way === null) return []
  return families.addOnsOf(base).flatMap(addOn => {
    const other = isSuspendedBehind(addOn, base) ? 'suspended' : wayOf(addOn)
    if (other === null || other === way) return []
    const subject = { ...subjectOf(base), subscription: addOn.subscription.id }
    const add = `${addOn.subscription.productName} (${addOn.subscription.id})`
    const { productName, id } = base.subscription
    if (way === 'off') {
      const detail = `Suspending ${productName} (${id}) would suspend its add-on ${add}, which is ${addOn.decision.method} and has no replacement.`
      return [finding(codes.ADD_ON_STAYS, 'customer', subject, { detail, at })]
    }
    const going = `${productName} (${id}) is to go by ${way}, and its add-on ${add}`
    if (other === 'suspended') {
      const detail = `${going} is suspended: it cannot come along, and the base is not taken without it.`
      return [finding(codes.ADD_ON_PARTED, 'customer', subject, { detail, at, remedies: switchOn })]
    }
    const detail = `${going} by ${other === 'off' ? addOn.decision.method : other}.`
    return [finding(codes.ADD_ON_PARTED, 'customer', subject, { detail, at })]
  })
}

const switchOn: readonly Remedy[] = [
  {
    kind: 'ask',
    whom: 'whoever suspended the add-on',
    what: 'to switch it on again, so that it is transferred with its base; or name the base under `leave:`',
  },
]

/** Only what is active is transferred, and no base without its add-ons (facts 2.7, 13); one that is deleted is none any more. */
function isSuspendedBehind(addOn: DecidedSource, { decision }: DecidedSource): boolean {
  return decision.method === 'transfer' && addOn.subscription.status === 'suspended'
}

/** Which way it goes, in words that are the same for what stays together; null: it is off already, or stops the customer by itself. */
function wayOf({ subscription, decision }: DecidedSource): string | null {
  const { method } = decision
  if (isOff(subscription.status) || decision.blocked !== null) return null
  // Of a word that nobody knows, and named under `leave:`.
  if (method === 'unsupported') return 'left'
  if (isSwitchedOff(subscription, decision)) return 'off'
  if (method !== 'lapse' && method !== 'overlap') return method
  return `${method} on ${termEndOf(subscription) ?? 'an unknown day'}`
}

function subjectOf({ subscription, partner }: DecidedSource): Finding['subject'] {
  return {
    partner: partner.name,
    customer: subscription.customer,
    subscription: subscription.id,
    product: subscription.product,
  }
}
