/** Whose work a moved fact already is. Each difference must be one an action of the plan makes; one that is not makes it stale. */

import type { ActualIndex } from '../../model/actual-index.ts'
import type { ActionId } from '../../model/ids.ts'
import type { LiveSubscription, OpenTransfer } from '../../model/live.ts'
import type { WriteAction } from '../../plan/action.ts'
import type { Check } from '../../plan/check.ts'
import { isNewSubscription } from '../../plan/checks.ts'
import { canonicalJson } from '../../plan/digest.ts'
import { isAskedBy } from '../../plan/permit/open-transfers.ts'
import type { Fact, FactSubject } from '../../plan/plan.ts'
import { describeCheck } from './describe-check.ts'

export interface Moved {
  readonly planned: Fact
  readonly fresh: Fact
  /** Of the customers the fact concerns. */
  readonly actions: readonly WriteAction[]
  readonly index: ActualIndex
}

/** The actions that together explain the difference; none when something of it is nobody's. */
export function adoptersOf({ planned, fresh, actions, index }: Moved): readonly ActionId[] {
  switch (planned.subject.kind) {
    case 'subscription':
      return changersOf(planned.subject, { planned: planned.value, fresh: fresh.value, actions, index })
    case 'subscriptions':
      // Whoever has moved has no action in this plan, so nothing of it explains that one has not.
      if (planned.subject.behind !== undefined) return []
      return creatorsOf(planned.subject, { planned: planned.value, fresh: fresh.value, actions, index })
    case 'transfers':
      return askersOf({ planned: planned.value, fresh: fresh.value, actions, index })
    case 'customer':
    case 'agreement':
    case 'seats':
    case 'licences':
    case 'offer':
      return []
  }
}

/** What the plan's actions would make of a subject, in words; null when they leave it as it is. */
export function wantedOf({ subject }: Fact, actions: readonly WriteAction[]): string | null {
  const concerning = actions.flatMap(action => action.proves.filter(check => isAbout(check, subject)))
  const clauses = [...new Set(concerning.map(describeCheck))]
  return clauses.length === 0 ? null : clauses.join('; ')
}

function isAbout(check: Check, subject: FactSubject): boolean {
  if (subject.kind === 'subscription') return provesChangeOf(check, subject)
  return (
    subject.kind === 'subscriptions' &&
    check.kind === 'new subscription lives' &&
    check.partner === subject.partner &&
    (subject.products === undefined || subject.products.includes(check.product))
  )
}

type SubscriptionSubject = Extract<FactSubject, { kind: 'subscription' }>
type ChangeProof = Extract<Check, { kind: 'subscription is' | 'renewal is' }>

function provesChangeOf(check: Check, subject: SubscriptionSubject): check is ChangeProof {
  return (
    (check.kind === 'subscription is' || check.kind === 'renewal is') &&
    check.partner === subject.partner &&
    check.customer === subject.customer &&
    check.subscription === subject.subscription
  )
}

interface Values {
  readonly planned: unknown
  readonly fresh: unknown
  readonly actions: readonly WriteAction[]
}

/** Several actions may have changed one subscription (on, then seats, then name), so each field is explained by itself. */
function changersOf(
  subject: SubscriptionSubject,
  { planned, fresh, actions, index }: Values & Pick<Moved, 'index'>,
): readonly ActionId[] {
  if (!isFields(planned) || !isFields(fresh)) return []
  const proofs = actions.flatMap(action =>
    action.proves.flatMap(check => (provesChangeOf(check, subject) ? [{ action: action.id, check }] : [])),
  )
  const gone = Object.keys(planned).filter(field => !(field in fresh))
  if (gone.length > 0) return []
  const explained = Object.keys(fresh)
    .filter(field => canonicalJson(planned[field]) !== canonicalJson(fresh[field]))
    .map(
      field =>
        proofs.find(({ check }) => {
          const proven = provenIn(check)
          return proven.has(field) && canonicalJson(proven.get(field)) === canonicalJson(fresh[field])
        })?.action ?? byOthers(subject, { planned, fresh, actions, index, field }),
    )
  const known = explained.filter(action => action !== undefined)
  return known.length === explained.length ? [...new Set(known)] : []
}

/** A field that an action for something else changes too. */
function byOthers(
  subject: SubscriptionSubject,
  { field, index, ...values }: Values & Pick<Moved, 'index'> & { readonly field: string },
): ActionId | undefined {
  if (field === 'renewal') return enderOf(subject, values)
  return field === 'billing' ? billerOf(subject, { ...values, index }) : undefined
}

/** The cycle of a legacy order is that of everything bought by it. */
function billerOf(
  subject: SubscriptionSubject,
  { fresh, actions, index }: Values & Pick<Moved, 'index'>,
): ActionId | undefined {
  const read = index.customer(subject.partner, subject.customer)?.subscriptions
  const found =
    read?.kind === 'present' ? read.value.find(entry => entry.id === subject.subscription) : undefined
  return actions.find(
    action =>
      action.kind === 'subscription.change-billing' &&
      action.partner === subject.partner &&
      action.order === found?.order &&
      isFields(fresh) &&
      action.to === fresh['billing'],
  )?.id
}

/** What has ended renews no more, so whose end it is has changed its renewal too. */
function enderOf(subject: SubscriptionSubject, { fresh, actions }: Values): ActionId | undefined {
  return isFields(fresh) && fresh['status'] === 'deleted'
    ? deletedBy(subject.subscription, subject, actions)
    : deleterOf(subject, actions)
}

/** The action after which this subscription is gone: cancelled, or moved to another account. Lists leave out what is deleted. */
function deletedBy(
  subscription: unknown,
  { partner, customer }: Pick<SubscriptionSubject, 'partner' | 'customer'>,
  actions: readonly WriteAction[],
): ActionId | undefined {
  return actions.find(action =>
    action.proves.some(
      check =>
        check.kind === 'subscription is' &&
        check.status === 'deleted' &&
        check.partner === partner &&
        check.customer === customer &&
        check.subscription === subscription,
    ),
  )?.id
}

/** A schedule that is gone may be the doing of the step before the one that makes it again (T5). */
function deleterOf(subject: SubscriptionSubject, actions: readonly WriteAction[]): ActionId | undefined {
  return actions.find(
    action =>
      action.kind === 'subscription.change-renewal' &&
      action.restores &&
      action.subscription === subject.subscription,
  )?.after[0]
}

/** The fields a proof speaks of. */
function provenIn(check: ChangeProof): ReadonlyMap<string, unknown> {
  if (check.kind === 'renewal is') return new Map([['renewal', check.renewal]])
  const { status, seats, name, billing } = check
  return new Map<string, unknown>([
    ['status', status],
    ...(seats === null ? [] : [['seats', seats] as const]),
    ...(name === undefined ? [] : [['name', name] as const]),
    ...(billing === undefined ? [] : [['billing', billing] as const]),
  ])
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'status' in value
}

/** Each subscription that arrived is the purchase of an action, and each that has gone is what one ended: a transfer, a cancellation. */
function creatorsOf(
  subject: Extract<FactSubject, { kind: 'subscriptions' }>,
  { planned, fresh, actions, index }: Values & Pick<Moved, 'index'>,
): readonly ActionId[] {
  if (!Array.isArray(planned) || !Array.isArray(fresh)) return []
  const before = new Set<unknown>(planned)
  const now = new Set<unknown>(fresh)
  const owners = new Set<ActionId>()
  for (const gone of planned.filter(id => !now.has(id))) {
    const ended = deletedBy(gone, subject, actions)
    if (ended === undefined) return []
    owners.add(ended)
  }
  const read = index.customer(subject.partner, subject.customer)?.subscriptions
  const arrived =
    read?.kind === 'present' ? read.value.filter(entry => now.has(entry.id) && !before.has(entry.id)) : []
  const used = new Set<Check>()
  for (const entry of arrived) {
    const claim = actions
      .flatMap(action => action.proves.map(check => ({ action, check })))
      .find(
        ({ action, check }) =>
          !used.has(check) &&
          action.partner === subject.partner &&
          check.kind === 'new subscription lives' &&
          isOrBecomes(check, entry),
      )
    if (claim === undefined) return []
    used.add(claim.check)
    owners.add(claim.action.id)
  }
  return [...owners]
}

/** Requests that were opened or closed since are those that transfers of the plan make; an earlier run of it was cut off. */
function askersOf({ planned, fresh, actions }: Values & Pick<Moved, 'index'>): readonly ActionId[] {
  if (!Array.isArray(planned) || !Array.isArray(fresh)) return []
  const transfers = actions.filter(action => action.kind === 'subscription.transfer')
  const differing = [
    ...fresh.filter(entry => !planned.some(other => canonicalJson(other) === canonicalJson(entry))),
    ...planned.filter(entry => !fresh.some(other => canonicalJson(other) === canonicalJson(entry))),
  ] as readonly OpenTransfer[] // the value of a fact about transfers
  const askers = differing.map(entry => transfers.find(action => isAskedBy(entry, action.fromTenant))?.id)
  const known = askers.filter(action => action !== undefined)
  return known.length === askers.length ? [...new Set(known)] : []
}

/** What was just bought may be `pending` for a while (facts 4.5), and its term need not have been told by then. */
export function isOrBecomes(
  check: Extract<Check, { kind: 'new subscription lives' }>,
  entry: LiveSubscription,
): boolean {
  if (entry.status !== 'pending') return isNewSubscription(check, entry)
  const { endsOn, ...looks } = check
  const isTold = endsOn !== undefined && entry.termEndsAt !== null
  return isNewSubscription(isTold ? check : looks, { ...entry, status: 'active' })
}
