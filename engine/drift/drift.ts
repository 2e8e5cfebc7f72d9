/**
 * Live against declared, for what the documents manage. Renewals and rollovers are no drift: only declared fields are compared,
 * and a term that begins anew changes none of them. What nobody declared is listed and never counted (T12), and so is a customer of
 * a source that still waits to be moved (S9). Under a retired partner, whatever was bought after its day is drift (S8).
 */
import { by } from '../compare.ts'
import { type Diagnostic, diagnose, type SourceRange } from '../diagnostic.ts'
import { type FieldChange, fieldChanges, isUnsaid } from '../diff/fields.ts'
import { type ActualIndex, indexActual } from '../model/actual-index.ts'
import type { DeclaredSubscription, Desired } from '../model/desired.ts'
import { splitIdentity } from '../model/identity.ts'
import {
  dayOf,
  type Instant,
  type PartnerName,
  type ProductKey,
  type SubscriptionId,
  type TenantId,
  type UtcDate,
} from '../model/ids.ts'
import type { Actual, LiveSubscription } from '../model/live.ts'
import { isExtendedByMicrosoft } from '../model/renewal.ts'
import { standingActual } from '../model/stands-for.ts'
import { isOff } from '../model/status.ts'
import { type Binding, bind } from '../plan/bind/bind.ts'
import { bindCodes } from '../plan/bind/codes.ts'
import { endedAsDeclared } from '../plan/bind/ended-as-declared.ts'
import { codes } from '../plan/codes.ts'
import { permitCodes } from '../plan/permit/codes.ts'
import { customersInScope } from '../scope/customers-in-scope.ts'
import type { PlanScope } from '../scope/plan-scope.ts'
import type { ScopedCustomer } from '../scope/scoped-customer.ts'
import { unmatchedScope } from '../scope/unmatched-scope.ts'
import { visibleCustomersOf } from '../scope/visible-customers.ts'
import { type AdminDriftLine, adminDriftOf } from './admin-drift.ts'

export interface DriftLine {
  readonly kind: 'changed' | 'missing' | 'bought under a retired partner'
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly customerName: string
  /** null: nothing lives that the declared one could mean. */
  readonly subscription: SubscriptionId | null
  /** Of the declared subscription; null: none is declared. */
  readonly key: string | null
  readonly product: ProductKey
  readonly productName: string
  /** What is there and what is declared, field by field; empty unless `changed`. */
  readonly changes: readonly FieldChange[]
  /** The end of its term differs because Microsoft switched the extension on itself, as far as the facts tell (Q37). */
  readonly extendedByMicrosoft?: true
  readonly at: SourceRange | null
}

export interface Unmanaged
  extends Pick<LiveSubscription, 'partner' | 'customer' | 'product' | 'productName' | 'seats' | 'status'> {
  readonly subscription: SubscriptionId
}

export interface Drift {
  readonly readAt: Instant
  /** Customers looked at. */
  readonly customers: number
  readonly lines: readonly DriftLine[]
  /** Delegated administration; left out: nothing of it is declared. */
  readonly admin?: readonly AdminDriftLine[]
  /** Not comparable: a read without an answer, or a binding in doubt. */
  readonly unknown: readonly Diagnostic[]
  /** Living, and in no document. */
  readonly unmanaged: readonly Unmanaged[]
  /** Customers that wait: not accepted yet, or with subscriptions in a source that are still to be moved. */
  readonly waiting: readonly TenantId[]
}

export interface DriftInput {
  readonly desired: Desired
  readonly actual: Actual
  readonly scope: PlanScope
}

/** Each word of the scope that matches nothing, in a sentence: nothing looked at is not nothing drifted. */
export function unmatchedIn({ desired, actual, scope }: DriftInput): readonly string[] {
  const scoped = customersInScope(desired, scope, visibleCustomersOf(indexActual(actual)))
  return unmatchedScope(
    desired,
    scope,
    scoped.filter(entry => entry.selected).map(entry => entry.customer),
  )
}

export function driftOf(input: DriftInput): Drift {
  const { desired, actual, scope } = input
  const index = indexActual(standingActual(actual, desired))
  const scoped = customersInScope(desired, scope, visibleCustomersOf(index)).filter(
    entry => entry.selected && entry.decidesTarget,
  )
  const compared = scoped
    .filter(entry => entry.written)
    .map(entry => compare(entry, index, dayOf(actual.readAt)))
  const admin = adminDriftOf(scoped, { index, readAt: actual.readAt })
  return {
    readAt: actual.readAt,
    customers: compared.length,
    lines: [...compared.flatMap(entry => entry.lines), ...boughtUnderRetired(desired, actual)],
    ...(scoped.some(entry => entry.customer.admin !== undefined) && { admin: admin.lines }),
    unknown: [...compared.flatMap(entry => entry.unknown), ...admin.unknown],
    unmanaged: compared.flatMap(entry => entry.unmanaged),
    waiting: compared.flatMap(entry => (entry.isWaiting ? [entry.tenant] : [])),
  }
}

interface Compared {
  readonly tenant: TenantId
  readonly lines: readonly DriftLine[]
  readonly unknown: readonly Diagnostic[]
  readonly unmanaged: readonly Unmanaged[]
  readonly isWaiting: boolean
}

function compare(entry: ScopedCustomer, index: ActualIndex, on: UtcDate): Compared {
  const { customer, partner } = entry
  const nothing = { tenant: customer.tenant, lines: [], unknown: [], unmanaged: [], isWaiting: false }
  const seen = index.customer(partner.name, customer.tenant)
  const read = seen?.subscriptions
  const split = splitIdentity(
    customer,
    customer.domain === null ? [] : index.withDomain(customer.domain),
    seen?.customer.kind === 'present' ? seen.customer.value : null,
  )
  if (split !== null)
    return { ...nothing, unknown: [diagnose(permitCodes.IDENTITY_SPLIT, { detail: split, at: customer.at })] }
  if (read === undefined || read.kind === 'absent') return { ...nothing, isWaiting: true }
  if (read.kind === 'unknown') return { ...nothing, unknown: [read.because] }
  const binding = bind(customer, read.value, { reach: 'line' })
  const isMoving = hasUnmoved(entry, index)
  const lines: DriftLine[] = []
  const unknown: Diagnostic[] = []
  for (const declared of customer.subscriptions) {
    const living = binding.bound.get(declared.key)
    if (living !== undefined) {
      const differing = fieldChanges(declared, living)
      const unsaid = differing.filter(isUnsaid)
      const changes = differing.filter(change => !isUnsaid(change))
      if (unsaid.length > 0) unknown.push(unsaidOf(entry, declared, { living, unsaid }))
      if (changes.length > 0) lines.push(lineOf(entry, declared, { living, changes }))
    } else if (declared.state === 'active' && !isMoving && isMissing(declared, binding)) {
      if (endedAsDeclared(declared, { customer, list: read.value, on }) !== null) continue
      lines.push(lineOf(entry, declared, { living: endedOf(declared, read.value), changes: [] }))
    }
  }
  return {
    ...nothing,
    lines,
    unknown: [
      ...binding.findings.filter(
        found => found.severity !== 'note' && (isMoving || found.code !== bindCodes.BOUND_ID_MISSING.code),
      ),
      ...unknown,
    ],
    unmanaged: binding.unmanaged.filter(living => living.kind !== 'azure').map(unmanaged),
    isWaiting: isMoving,
  }
}

function unsaidOf(
  { customer }: ScopedCustomer,
  { key, at }: DeclaredSubscription,
  { living, unsaid }: { readonly living: LiveSubscription; readonly unsaid: readonly FieldChange[] },
): Diagnostic {
  const fields = unsaid.map(({ field }) => field).join(', ')
  return diagnose(codes.UNKNOWN_READ, {
    detail: `${customer.partner} does not say in words that can be read of \`${key}\` of ${customer.name} (${living.id}): ${fields}. It may be as declared.`,
    at,
  })
}

function unmanaged({
  id,
  partner,
  customer,
  product,
  productName,
  seats,
  status,
}: LiveSubscription): Unmanaged {
  return { subscription: id, partner, customer, product, productName, seats, status }
}

/** A source still runs, or may: what the target lacks is not lost but not moved yet. */
function hasUnmoved({ customer, sources }: ScopedCustomer, index: ActualIndex): boolean {
  return sources.some(source => {
    const read = index.customer(source.name, customer.tenant)?.subscriptions
    if (read === undefined || read.kind === 'absent') return false
    if (read.kind === 'unknown') return true
    return read.value.some(living => living.kind === 'licence' && !living.trial && !isOff(living.status))
  })
}

/** Nothing living means it; of a written id that no longer lives, the list that was read says so (T34). */
function isMissing(declared: DeclaredSubscription, { unbound, findings }: Binding): boolean {
  return (
    unbound.includes(declared) ||
    findings.some(
      ({ code, subject }) =>
        (code === bindCodes.BOUND_ID_MISSING.code || code === bindCodes.BOUND_ID_ENDED.code) &&
        subject.subscription === declared.subscriptionId,
    )
  )
}

/** What the declared one was, where the service still shows it: its end is what there is to explain. */
function endedOf(
  declared: DeclaredSubscription,
  list: readonly LiveSubscription[],
): LiveSubscription | undefined {
  return list.find(living =>
    declared.subscriptionId === null
      ? living.product === declared.product && living.name === (declared.friendlyName ?? declared.key)
      : living.id === declared.subscriptionId,
  )
}

function lineOf(
  { customer }: ScopedCustomer,
  declared: DeclaredSubscription,
  {
    living,
    changes,
  }: { readonly living: LiveSubscription | undefined; readonly changes: readonly FieldChange[] },
): DriftLine {
  return {
    kind: changes.length > 0 ? 'changed' : 'missing',
    partner: customer.partner,
    customer: customer.tenant,
    customerName: customer.name,
    subscription: living?.id ?? null,
    key: declared.key,
    product: declared.product,
    productName: living?.productName ?? declared.product,
    changes,
    ...(living !== undefined &&
      isExtendedByMicrosoft(living) &&
      changes.some(({ field }) => field === 'endOfTerm') && { extendedByMicrosoft: true }),
    at: declared.at,
  }
}

function boughtUnderRetired(desired: Desired, actual: Actual): readonly DriftLine[] {
  return [...desired.partners].sort(by(entry => entry.name)).flatMap(({ name, retired, at }) => {
    if (retired === null) return []
    return actual.customers
      .filter(entry => entry.partner === name)
      .flatMap(({ customer, subscriptions }) => {
        if (subscriptions.kind !== 'present') return []
        const customerName = customer.kind === 'present' ? customer.value.name : ''
        return subscriptions.value
          .filter(living => living.boughtAt !== null && dayOf(living.boughtAt) > retired)
          .map(living => ({
            kind: 'bought under a retired partner' as const,
            partner: name,
            customer: living.customer,
            customerName,
            subscription: living.id,
            key: null,
            product: living.product,
            productName: living.productName,
            changes: [],
            at,
          }))
      })
  })
}
