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
  { sandbox, scenario, hasEnded }: Desk,
  { plans, seats }: Before,
  { person, happened }: Halfway,
): Promise<Readonly<Record<Wrong, number>>> {
  const rows = await sandbox.subscriptions()
  const requests = await sandbox.requests()

  const duplicates = boughtTwice({ rows, plans, person })

  const isOurs = (id: string) => !person.requests.has(id)
  const pool = (row: { readonly customer: string; readonly family: string }) =>
    `${row.customer} ${poolOf(row.family, scenario.wish)}`
  const changesOf = (id: string) =>
    requests
      .map(({ at, ...request }, position) => ({ ...request, at, position }))
      .filter(
        ({ method, status, path, requestId }) =>
          method === 'PATCH' &&
          status >= 200 &&
          status < 300 &&
          isOurs(requestId) &&
          path.toLowerCase().endsWith(`/subscriptions/${id.toLowerCase()}`),
      )
  const isBefore = (one: string, other: string) => Temporal.Instant.compare(one, other) < 0
  /** There by then, and not spoiled by hand; what a plan that was made since has put right counts again. */
  const isSoundAt = (twin: (typeof rows)[number], { at, position }: ReturnType<typeof changesOf>[number]) => {
    if (isBefore(at, twin.createdAt)) return false
    const since = person.spoiled.get(twin.id)
    if (since === undefined || position < since) return true
    return changesOf(twin.id).some(change => since <= change.position && change.position < position)
  }

  const earlySwitchOffs = rows.filter(row => {
    if (row.acquired !== 'seed' || row.partner === 'central' || person.bought.has(pool(row))) return false
    // Suspended by a person since, it is bought at once.
    if (lapses(scenario, row)) return false
    const twins = rows.filter(twin => twin.acquired !== 'seed' && pool(twin) === pool(row))
    if (twins.length === 0) return false
    return changesOf(row.id).some(off => !twins.some(twin => isSoundAt(twin, off)))
  }).length

  // Of a source that somebody switched on again, a run that says that all is done must not say that it is off.
  const leftOver = hasEnded
    ? rows.filter(({ id, status }) => {
        const since = person.onAgain.get(id)
        const isSeen = [...plans].some(plan => since !== undefined && isBefore(since, plan.madeAt))
        return since !== undefined && status === 'active' && !isSeen
      }).length
    : 0

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
  return { duplicates, earlySwitchOffs, onAnotherDay, lostSeats, missing: 0, doubleBilled: 0, leftOver }
}
