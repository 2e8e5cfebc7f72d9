/**
 * The calendar of term ends for the team's calendar (iCalendar, RFC 5545): an event on the last instant at which something can be decided. The same end
 * has the same id in every export, so importing again moves events and does not double them.
 */
import ical, { ICalAlarmType, ICalCalendarMethod } from 'ical-generator'
import { adminEndWords } from '../../engine/renewals/admin-ends.ts'
import type { RenewalsReport } from '../../engine/renewals/report.ts'
import { proposalText } from '../../engine/renewals/table.ts'
import type { TermEndRow } from '../../engine/renewals/term-end-row.ts'
import { amountText } from './amount.ts'
import { termEndWords } from './plan/renewal-words.ts'
import { printable } from './printable.ts'
import { seatsText } from './renewals-text.ts'
import { bannerOf } from './world.ts'

const minutes = 60 * 1000
const reminderDays = 14

/** What can no longer be changed has no event. */
export function renewalsCalendar({ rows, admin = [], at, madeIn }: RenewalsReport): string {
  const banner = bannerOf(madeIn)
  const calendar = ical({
    name: banner === null ? 'Term ends' : `Term ends: ${banner}`,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Tenantform', product: 'renewals', language: 'EN' },
  })
  for (const row of rows) {
    if (row.isLocked) continue
    const end = new Date(row.decideBy)
    const event = calendar.createEvent({
      id: `${row.partner}-${row.subscription}-${row.termEndsOn}@tenantform`,
      stamp: new Date(at),
      start: new Date(end.getTime() - 30 * minutes),
      end,
      summary: `${banner === null ? '' : 'REHEARSAL · '}${printable(row.customerName)}: ${printable(row.productName)} ${verbs[row.will.outcome]} after ${row.termEndsOn}`,
      description: descriptionOf(row),
    })
    event.createAlarm({
      type: ICalAlarmType.display,
      triggerBefore: reminderDays * 24 * 3600,
      description: `${printable(row.customerName)}: decide by ${row.decideBy}`,
    })
  }
  for (const row of admin) {
    const end = new Date(`${row.endsOn}T00:00:00Z`)
    calendar.createEvent({
      id: `${row.partner}-${row.relationship}-${row.endsOn}@tenantform`,
      stamp: new Date(at),
      start: new Date(end.getTime() - 30 * minutes),
      end,
      summary: `${banner === null ? '' : 'REHEARSAL · '}${printable(row.customerName)}: delegated administration ${row.will === 'end' ? 'ends' : 'is extended'} on ${row.endsOn}`,
      description: printable(adminEndWords(row)),
    })
  }
  return `${calendar.toString()}\r\n`
}

const verbs = {
  renews: 'renews',
  cancels: 'stops',
  extends: 'goes on by the month',
  lapses: 'expires',
  unknown: 'ends',
} as const

function descriptionOf(row: TermEndRow): string {
  return [
    `Last instant for a change: ${row.decideBy}`,
    `Will: ${termEndWords(row.will)}`,
    ...row.choices.map(choice => `Or: ${termEndWords(choice)}`),
    `Seats: ${seatsText(row)}`,
    ...(row.decision === null ? [] : [`To decide: ${row.decision}`]),
    ...(row.proposal === null
      ? []
      : [
          `Proposed: ${proposalText(row.proposal)}, saves ${amountText(row.proposal.saving.amount)} a ${row.proposal.saving.per}`,
        ]),
    `Subscription ${row.subscription} under ${row.partner}${row.key === null ? ', in no document' : `, \`${row.key}\``}`,
  ]
    .map(printable)
    .join('\n')
}
