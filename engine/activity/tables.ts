/** Activity, and what a journal did, as tables. The first four columns of activity are those of the portal's own export. */
import { placeText } from '../diagnostic.ts'
import type { ActivityRecord } from '../model/activity.ts'
import type { Amount } from '../model/money.ts'
import type { WriteAction } from '../plan/action.ts'
import { isAdminAction } from '../plan/admin/admin-action.ts'
import { column, type DataTable } from '../tables/table.ts'
import { isOwnWrite, type OwnStep } from './own-steps.ts'
import { subjectOfWrite } from './subject.ts'
import type { Verification } from './verify.ts'

export function activityTable(records: readonly ActivityRecord[]): DataTable {
  return {
    name: 'activity',
    columns: [
      column('time', 'instant'),
      column('customer'),
      column('action'),
      column('user'),
      column('partner'),
      column('tenant id'),
      column('application'),
      column('resource'),
      column('status'),
      column('subscriptions'),
      column('correlation id'),
      column('record'),
    ],
    rows: records.map(record => [
      record.at,
      record.customerName,
      record.operation,
      record.user,
      record.partner,
      record.customer,
      record.application,
      record.resource,
      record.status,
      record.subscriptions.length === 0 ? null : record.subscriptions.join(' '),
      record.correlationId,
      record.id,
    ]),
  }
}

/** Why there is none. `unknown`: the account's log gave no answer. `no longer kept`: Microsoft shows 90 days. */
export type WithoutRecord = 'not recorded' | 'not asked' | 'unknown' | 'no longer kept'

/** Per customer and subscription what was created or switched off when, with the ids a support ticket needs. */
export function evidenceTable(
  writes: readonly OwnStep[],
  recordOf: (write: OwnStep) => ActivityRecord | WithoutRecord,
): DataTable {
  return {
    name: 'evidence',
    columns: [
      column('apply'),
      column('customer'),
      column('tenant id'),
      column('partner'),
      column('action'),
      column('product'),
      column('product name'),
      column('seats', 'number'),
      column('subscription id'),
      column('began', 'instant'),
      column('ended', 'instant'),
      column('outcome'),
      column('irreversible'),
      column('request id'),
      column('correlation id'),
      column('by'),
      column("Microsoft's record"),
      column('recorded', 'instant'),
      column('record status'),
      column('commerce'),
      column('method'),
      column('effect from', 'day'),
      column('billing'),
      column('expected credit', 'amount'),
      column('price per period', 'amount', null),
      column('currency'),
      column('because'),
      column('plan'),
      column('world'),
      column('commit'),
      column('author of the commit'),
      column('planned from commit'),
      column('pipeline run (its own claim)'),
      column('started by (claim of the pipeline)'),
      column('approved by (claim of the pipeline)'),
      column('days on both sides', 'number'),
      column('charged on both sides', 'amount'),
    ],
    rows: writes.map(write => {
      const { action } = write
      const effect = isOwnWrite(write) ? write.action.effect : null
      const isIrreversible =
        effect === null ? isAdminAction(action) && action.irreversible : effect.irreversible
      const about = subjectOfWrite(action)
      const record = recordOf(write)
      const seen = typeof record === 'string' ? null : record
      return [
        write.apply,
        write.customerName,
        action.customer,
        action.partner,
        action.kind,
        about.product,
        about.productName,
        about.seats,
        write.subscription,
        write.began,
        write.ended,
        write.outcome ?? 'unknown',
        isIrreversible ? 'yes' : 'no',
        write.requestId,
        write.correlationIds.at(-1) ?? null,
        write.who,
        seen?.id ?? (typeof record === 'string' ? record : null),
        seen?.at ?? null,
        seen?.status ?? null,
        effect?.commerce ?? null,
        effect?.method ?? null,
        effect?.date ?? null,
        effect === null ? null : billingWords(effect),
        effect?.credit === undefined ? null : amountWords(effect.credit),
        effect?.perPeriod === undefined ? null : amountWords(effect.perPeriod.amount),
        currencyOf(effect, write.overlap),
        action.source === undefined ? null : placeText(action.source),
        write.plan,
        worldOf(write),
        ...originCells(write),
        // Since when a source was off that was found so is not known: the most is no fact.
        write.overlap?.atMost === true ? null : (write.overlap?.days ?? null),
        write.overlap === undefined
          ? null
          : write.overlap.atMost === true
            ? 'unknown'
            : amountWords(write.overlap.money),
      ]
    }),
  }
}

/** `accounts` and the host of the API, or the rehearsal: evidence says where it was made (T29). */
function worldOf({ madeIn, action }: OwnStep): string {
  if (madeIn.kind === 'sandbox') return `sandbox ${madeIn.world}`
  if (madeIn.kind === 'snapshot') return `snapshot ${madeIn.takenAt}`
  const place = madeIn.partners.find(entry => entry.partner === action.partner)
  return place === undefined ? 'accounts' : `accounts ${place.cloud} ${place.api}`
}

function originCells({ plannedFrom, carriedOutFrom }: OwnStep): readonly (string | null)[] {
  const git = carriedOutFrom?.git ?? null
  const pipeline = carriedOutFrom?.pipeline ?? null
  return [
    git?.commit ?? null,
    git?.author ?? null,
    plannedFrom?.git?.commit ?? null,
    pipeline === null
      ? null
      : `${pipeline.system} ${pipeline.run}${pipeline.url === null ? '' : ` ${pipeline.url}`}`,
    pipeline?.startedBy ?? null,
    pipeline?.approver ?? null,
  ]
}

/** The days of the ledger: who is billed from or until when because of this write. */
function billingWords(effect: WriteAction['effect']): string | null {
  const words = effect.billing.map(
    ({ partner, until, note }) => `${partner} ${note}${until === null ? '' : ` ${until}`}`,
  )
  return words.length === 0 ? null : words.join(', ')
}

function amountWords(amount: Amount): string {
  return amount.kind === 'known' ? amount.amount : 'unknown'
}

function currencyOf(effect: WriteAction['effect'] | null, overlap: OwnStep['overlap']): string | null {
  const known = [effect?.credit, effect?.perPeriod?.amount, overlap?.money].find(
    amount => amount?.kind === 'known',
  )
  return known?.kind === 'known' ? known.currency : null
}

export function verificationTable({ lines }: Verification): DataTable {
  return {
    name: 'verification',
    columns: [
      column('verdict'),
      column('customer'),
      column('tenant id'),
      column('partner'),
      column('what'),
      column('subscription id'),
      column('time', 'instant'),
      column('by'),
      column('correlation id'),
      column('record'),
    ],
    rows: lines.map(({ verdict, customerName, customer, partner, subscription, write, record }) => [
      verdict,
      customerName,
      customer,
      partner,
      write === null || verdict === 'changed since' ? (record?.operation ?? null) : write.action.kind,
      subscription,
      record?.at ?? write?.ended ?? write?.began ?? null,
      record === null ? (write?.who ?? null) : (record.user ?? record.application),
      record?.correlationId ?? write?.correlationIds.at(-1) ?? null,
      record?.id ?? null,
    ]),
  }
}
