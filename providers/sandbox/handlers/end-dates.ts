/** Which ends a new purchase can choose (9): months, and the ends of the customer's other subscriptions. */
import type { WireCustomTermEndDate } from '../../partner-center/wire/subscription.ts'
import { type Answer, type Call, customerOf, needQuery, type Route } from '../call.ts'
import { type AllowedEnd, allowedEnds } from '../market/end-dates.ts'
import { refuse } from '../refusal.ts'
import { dayOf, normal } from '../time/calendar.ts'
import { collection } from '../wire/links.ts'

const largest = 300
const terms = ['P1M', 'P1Y', 'P3Y']

/** At most 300 a page; the token of the next one is a header of the answer. */
function list(call: Call): Answer {
  const { service, caller } = call
  const customer = customerOf(call)
  const term = needQuery(call, 'term_duration').toUpperCase()
  if (!terms.includes(term)) throw refuse(400, 800002, `term_duration is one of ${terms.join(', ')}.`)
  const start = dayIn(call.query.get('term_start_date')) ?? dayOf(service.time.now())
  const other = call.query.get('target_coterm_subscription_id')?.toLowerCase() ?? null
  const ends = allowedEnds(service, { partner: caller.partner, customer }, { start, term }).filter(
    ({ subscriptions }) => other === null || subscriptions.some(id => id.toLowerCase() === other),
  )
  const from = positionIn(call.headers.get('ms-continuationtoken'))
  const page = ends.slice(from, from + largest)
  const next = from + largest
  return {
    status: 200,
    body: collection(
      service,
      page.map(endBody),
      `/customers/${customer.tenantId}/subscriptions/customTermEndDates`,
    ),
    ...(next < ends.length && { headers: { 'MS-ContinuationToken': tokenOf(next) } }),
  }
}

function endBody({ type, lastDay, subscriptions }: AllowedEnd): WireCustomTermEndDate {
  return {
    allowedCustomTermEndDateType: type,
    allowedCustomTermEndDate: `${lastDay}T00:00:00Z`,
    cotermSubscriptionIds: subscriptions,
    attributes: { objectType: 'CustomTermEndDate' },
  }
}

function dayIn(text: string | null): string | null {
  if (text === null) return null
  try {
    return dayOf(normal(/T/.test(text) ? text : `${text}T00:00:00Z`))
  } catch {
    throw refuse(400, 800002, 'term_start_date must be a date.')
  }
}

const tokenOf = (position: number) => Buffer.from(String(position)).toString('base64url')

function positionIn(token: string | null): number {
  if (token === null) return 0
  const position = Number(Buffer.from(token, 'base64url').toString())
  if (!Number.isInteger(position) || position < 0)
    throw refuse(400, 2000, 'The continuation token is not valid.')
  return position
}

export const endDateRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customer/subscriptions/customTermEndDates',
    family: 'subscription',
    query: ['term_duration', 'term_start_date', 'target_coterm_subscription_id'],
    handle: list,
  },
]
