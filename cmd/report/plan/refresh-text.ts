/** What a plan of `--refresh activity` was made from, in sentences: who was not read for it, and how old that is. */
import type { Plan } from '../../../engine/plan/plan.ts'
import { type ReasonToRead, reasonsToRead, type WhyEverybody } from '../../../engine/plan/plan-refresh.ts'
import { counted, plural } from '../../../engine/plural.ts'

const because: Readonly<Record<ReasonToRead, string>> = {
  new: 'new here',
  documents: 'with changed documents',
  activity: 'named by the activity log',
  age: 'read too long ago',
  dates: 'whose dates have come',
  changes: 'with something to do or blocked',
  turn: 'in turn',
}

const everybody: Readonly<Record<WhyEverybody, string>> = {
  'nothing kept': 'no earlier plan has kept what it read',
  'kept by another version': 'another version of Tenantform kept what was read',
  'kept of another world': 'what is kept was read in another world',
  'kept of other accounts': 'what is kept was read of other accounts',
  damaged: 'what is kept is damaged',
  'activity not read': 'the activity log could not be read to its end',
  'nameless record': 'a record of the activity log names no customer',
  'list not read': 'a customer list could not be read',
  clock: "this machine's clock is too far from the service's",
}

/** null: everything was read for this plan, and nobody asked for less. */
export function refreshText(plan: Pick<Plan, 'refresh' | 'madeAt'>): string | null {
  const { refresh, madeAt } = plan
  if (refresh === undefined) return null
  if (refresh.everybody !== undefined) {
    const { why, detail } = refresh.everybody
    return `Every customer was read: ${everybody[why]}${detail === undefined ? '' : ` (${detail})`}.`
  }
  const again = reasonsToRead.flatMap(reason => {
    const count = refresh.again[reason]
    return count === undefined ? [] : [`${count} ${because[reason]}`]
  })
  const read = again.length === 0 ? '' : ` Read for this plan: ${again.join(', ')}.`
  const lists = refresh.lists.map(
    ({ partner, readAt }) => ` The customer list of ${partner} is of ${minuteOf(readAt)}.`,
  )
  return `${notRead(refresh, madeAt)}${read}${lists.join('')}`
}

function notRead({ kept, oldest }: NonNullable<Plan['refresh']>, madeAt: Plan['madeAt']): string {
  if (oldest === null) return 'Every customer was read.'
  const are = plural(kept, 'was', 'were')
  return `${counted(kept, 'customer')} ${are} not read for this plan: what is said of ${plural(kept, 'it', 'them')} was read ${ageText(oldest, madeAt)} before it or later (${minuteOf(oldest)}), and neither the activity log nor a date speaks against it.`
}

function minuteOf(at: string): string {
  return `${at.slice(0, 16)}Z`
}

function ageText(from: string, to: string): string {
  const minutes = Math.max(0, Math.ceil((Date.parse(to) - Date.parse(from)) / 60_000))
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`
}
