/**
 * All that a workspace knows of one subscription: document line → plan → action → request id → activity record → invoice line. What was
 * not looked at is told apart from what is not there.
 */
import { recordOfAdmin } from '../activity/admin-records.ts'
import type { OwnStep } from '../activity/own-steps.ts'
import { subjectOfWrite } from '../activity/subject.ts'
import { by } from '../compare.ts'
import type { SourceRange } from '../diagnostic.ts'
import type { ActivityRecord } from '../model/activity.ts'
import type { Desired } from '../model/desired.ts'
import type { Digest, Instant, SubscriptionId } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'

export interface HistoryInput {
  readonly subscription: SubscriptionId
  readonly desired: Desired
  readonly steps: readonly OwnStep[]
  /** null: no account was asked. */
  readonly records: readonly ActivityRecord[] | null
  /** null: no invoices were given. */
  readonly lines: readonly InvoiceLine[] | null
}

export interface HistoryRecord {
  readonly at: Instant
  readonly operation: string
  readonly status: string
  readonly user: string | null
  readonly correlationId: string | null
}

export interface HistoryLine {
  readonly invoice: string
  readonly from: string
  readonly lastDay: string
  readonly chargeType: string
  readonly amount: string | null
  readonly currency: string
}

export interface HistoryLink {
  readonly plan: Digest
  readonly apply: string
  readonly who: string
  readonly action: string
  readonly subject: string
  readonly began: Instant
  /** null: nothing is known since it began. */
  readonly outcome: string | null
  readonly requestId: string
  readonly correlationIds: readonly string[]
  /** `not asked`: of no account. `not recorded`: asked, and there is none. */
  readonly record: HistoryRecord | 'not asked' | 'not recorded'
}

export interface SubscriptionHistory {
  readonly format: 1
  readonly kind: 'subscription'
  readonly subscription: SubscriptionId
  /** Lines of documents that name it by id, or made it; empty: none is known. */
  readonly declared: readonly { readonly customer: string; readonly key: string; readonly at: SourceRange }[]
  /** Oldest first. */
  readonly links: readonly HistoryLink[]
  /** Of others: records with a correlation id that no journal here has. */
  readonly byOthers: readonly HistoryRecord[] | 'not asked'
  readonly invoiceLines: readonly HistoryLine[] | 'not given'
}

export function subscriptionHistory(input: HistoryInput): SubscriptionHistory {
  const { subscription, desired, records, lines } = input
  const isIt = (id: string | null) => id !== null && id.toLowerCase() === subscription.toLowerCase()
  const steps = input.steps
    .filter(step => isIt(step.subscription) || touches(step, isIt))
    .sort(by(({ began }) => began))
  const ours = new Set(
    input.steps.flatMap(({ correlationIds }) => correlationIds.map(id => id.toLowerCase())),
  )
  return {
    format: 1,
    kind: 'subscription',
    subscription,
    declared: declaredIn(desired, steps, isIt),
    links: steps.map(step => linkOf(step, records)),
    byOthers:
      records === null
        ? 'not asked'
        : records
            .filter(record => record.subscriptions.some(isIt))
            .filter(({ correlationId }) => correlationId === null || !ours.has(correlationId.toLowerCase()))
            .map(recordOf),
    invoiceLines:
      lines === null
        ? 'not given'
        : lines
            .filter(line => isIt(line.subscription))
            .map(({ invoice, from, lastDay, chargeType, amount, currency }) => ({
              invoice,
              from,
              lastDay,
              chargeType,
              amount,
              currency,
            })),
  }
}

/** A transfer takes several along. */
function touches({ action }: OwnStep, isIt: (id: string | null) => boolean): boolean {
  return action.kind === 'subscription.transfer' && action.items.some(item => isIt(item.subscription))
}

function declaredIn(
  { customers }: Desired,
  steps: readonly OwnStep[],
  isIt: (id: string | null) => boolean,
): SubscriptionHistory['declared'] {
  const made = new Set(
    steps.flatMap(({ action }) =>
      action.kind === 'subscription.create' ? [`${action.partner}/${action.customer}/${action.key}`] : [],
    ),
  )
  return customers.flatMap(({ name, partner, tenant, subscriptions }) =>
    subscriptions
      .filter(line => isIt(line.subscriptionId) || made.has(`${partner}/${tenant}/${line.key}`))
      .map(({ key, at }) => ({ customer: name, key, at })),
  )
}

function linkOf(step: OwnStep, records: readonly ActivityRecord[] | null): HistoryLink {
  const { plan, apply, who, action, began, outcome, requestId, correlationIds } = step
  const { productName, seats } = subjectOfWrite(action)
  return {
    plan,
    apply,
    who,
    action: action.kind,
    subject: [productName, seats === null ? null : String(seats)].filter(part => part !== null).join(', '),
    began,
    outcome,
    requestId,
    correlationIds,
    record: records === null ? 'not asked' : witness(step, records),
  }
}

function witness(step: OwnStep, records: readonly ActivityRecord[]): HistoryRecord | 'not recorded' {
  const ids = new Set(step.correlationIds.map(id => id.toLowerCase()))
  const found =
    records.findLast(({ correlationId }) => correlationId !== null && ids.has(correlationId.toLowerCase())) ??
    recordOfAdmin(step, records)
  return found === undefined ? 'not recorded' : recordOf(found)
}

function recordOf({ at, operation, status, user, correlationId }: ActivityRecord): HistoryRecord {
  return { at, operation, status, user, correlationId }
}
