/**
 * What must hold although a deadline passed or a person changed something in the middle: we bought nothing twice, switched nothing off
 * before its twin was there, and took no seats but those a line of a plan says. What was left undone is for people to settle.
 */
import { Temporal } from 'temporal-polyfill'
import { boughtTwice } from './bought-twice.ts'
import type { Halfway } from './halfway.ts'
import { announcedLosses, type Before, lapses, poolOf, usableSeats } from './judge.ts'
import type { Desk } from './operator.ts'
import type { Wrong } from './totals.ts'

export async function judgeHalfway(
  { sandbox, scenario }: Desk,
  { plans, seats }: Before,
  { person, twinsOff, happened }: Halfway,
): Promise<Readonly<Record<Wrong, number>>> {
  const rows = await sandbox.subscriptions()
  const requests = await sandbox.requests()

  const duplicates = boughtTwice({ rows, plans, person })

  const isOurs = (id: string) => !person.requests.has(id)
  const pool = (row: { readonly customer: string; readonly family: string }) =>
    `${row.customer} ${poolOf(row.family, scenario.wish)}`
  /** Suspended by hand before that, and not switched on again by a plan that was made since. */
  const wasOffAt = (twin: string, at: string) => {
    const since = twinsOff.get(twin)
    if (since === undefined || Temporal.Instant.compare(since, at) >= 0) return false
    return !requests.some(
      ({ method, status, path, requestId, at: on }) =>
        method === 'PATCH' &&
        status >= 200 &&
        status < 300 &&
        isOurs(requestId) &&
        path.toLowerCase().endsWith(`/subscriptions/${twin.toLowerCase()}`) &&
        Temporal.Instant.compare(on, since) >= 0 &&
        Temporal.Instant.compare(on, at) <= 0,
    )
  }

  const earlySwitchOffs = rows.filter(row => {
    if (row.acquired !== 'seed' || row.partner === 'central' || person.bought.has(pool(row))) return false
    // Suspended by a person since, it is bought at once.
    if (lapses(scenario, row)) return false
    const off = requests.find(
      request =>
        request.method === 'PATCH' &&
        isOurs(request.requestId) &&
        request.status >= 200 &&
        request.status < 300 &&
        request.path.toLowerCase().endsWith(`/subscriptions/${row.id.toLowerCase()}`),
    )
    if (off === undefined) return false
    return rows.some(
      twin =>
        twin.acquired !== 'seed' &&
        pool(twin) === pool(row) &&
        (Temporal.Instant.compare(twin.createdAt, off.at) > 0 || wasOffAt(twin.id, off.at)),
    )
  }).length

  // A clock that jumps while a request is on its way moves it to another day, and nobody can tell.
  const isOfAPlan = ({ customer, createdAt }: (typeof rows)[number]) =>
    plans.some(
      plan =>
        createdAt.slice(0, 10) === (plan.on as string) ||
        Temporal.Instant.compare(createdAt, plan.expiresAt) < 0 ||
        // What was begun in time is finished.
        rows.some(
          earlier =>
            earlier.customer === customer &&
            earlier.acquired !== 'seed' &&
            Temporal.Instant.compare(earlier.createdAt, plan.expiresAt) < 0,
        ),
    )
  const onAnotherDay =
    happened.clock > 0
      ? 0
      : rows.filter(
          row =>
            (row.acquired === 'cart' || row.acquired === 'order') &&
            !person.bought.has(`${row.customer} ${row.family}`) &&
            !isOfAPlan(row),
        ).length

  let lostSeats = 0
  const now = usableSeats(rows, scenario.wish)
  const announced = announcedLosses(scenario.wish, plans)
  for (const [key, count] of seats) {
    // Seats that a person changed are no longer those of the plan.
    if ([...person.customers].some(customer => key.startsWith(customer))) continue
    lostSeats += Math.max(0, count - (now.get(key) ?? 0) - (announced.get(key) ?? 0))
  }
  return { duplicates, earlySwitchOffs, onAnotherDay, lostSeats, missing: 0, doubleBilled: 0, leftOver: 0 }
}
