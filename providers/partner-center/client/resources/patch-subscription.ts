/**
 * Changing a subscription: a fresh GET, its JSON with one edit, a PATCH of all of it (Q19, Q20: what is left out is reset, and what
 * we do not know must survive), then waiting until the service shows it. A stale ETag is answered by one more round. So are a bare 412 and
 * a bare 409, which the service gives for stale resources and for two changes at once: the fresh GET looks whether the change is there,
 * and where it is not, all of it is sent again, which changes nothing but what was wanted.
 */
import { inTodaysForm } from '../../convert-scheduled-actions.ts'
import { patience } from '../../limits.ts'
import type { WireSubscription } from '../../wire/subscription.ts'
import type { WriteClient, WriteIds } from '../client.ts'
import { withMembers } from '../edit-json.ts'
import { type ApiFailure, isFailure } from '../errors/failure.ts'
import { resolveLink } from '../link.ts'
import { patiently } from '../patience.ts'
import { textAt } from '../read-value.ts'
import { named } from '../resource.ts'
import { rested } from '../rest.ts'
import { until } from '../settle.ts'
import { getSubscription } from './subscriptions.ts'

/** Judges the resource as it is now. */
export type Edit = (now: WireSubscription) =>
  | { readonly kind: 'change'; readonly fields: Readonly<Record<string, unknown>> }
  /** It is so already. */
  | { readonly kind: 'done' }
  /** It is not what the change was meant for. */
  | { readonly kind: 'moved' }

export type Patched =
  | { readonly kind: 'done'; readonly subscription: WireSubscription }
  | { readonly kind: 'moved'; readonly subscription: WireSubscription }
  /** Accepted, and not shown within the deadline. */
  | { readonly kind: 'not shown'; readonly subscription: WireSubscription }

export interface PatchInput {
  readonly customer: string
  readonly subscription: string
  readonly edit: Edit
  /** Round 0 has the attempt's own ids; a request that was settled needs new ones for the next round (facts 4.1). */
  readonly idsOf: (round: number) => WriteIds
}

export async function patchSubscription(client: WriteClient, input: PatchInput): Promise<Patched> {
  let sent = 0
  const nextIds = () => {
    sent += 1
    return input.idsOf(sent - 1)
  }
  return patiently(client, async () => {
    try {
      return await patchOnce(client, input, nextIds)
    } catch (error) {
      if (!isFailure(error) || !isOvertaken(error)) throw error
      if (error.error.status === 409 && !(await rested(client, patience.pauseMs, 'retry'))) throw error
      return patchOnce(client, input, nextIds)
    }
  })
}

/** Without a code of its own a 409 or 412 settles nothing; under its id the service would repeat it for a day. */
function isOvertaken({ error }: ApiFailure): boolean {
  if (error.effect !== 'write') return false
  return error.kind === 'stale' || (error.row === null && (error.status === 409 || error.status === 412))
}

async function patchOnce(
  client: WriteClient,
  { customer, subscription, edit }: PatchInput,
  nextIds: () => WriteIds,
): Promise<Patched> {
  const read = await client.read('subscriptions.get', { path: { customer, subscription } })
  const fresh = named<WireSubscription>(client, 'subscriptions.get', { answer: read, asked: subscription })
  const wanted = edit(fresh)
  if (wanted.kind !== 'change') return { kind: wanted.kind, subscription: fresh }
  const etag = textAt(fresh.attributes, 'etag') ?? ''
  const answer = await client.write('subscriptions.patch', nextIds(), {
    path: { customer, subscription },
    headers: etag === '' ? {} : { 'If-Match': quoted(etag) }, // Q12: never an empty one
    body: {
      kind: 'text',
      json: withMembers(read.source ?? '{}', { ...sentBackAs(fresh), ...wanted.fields }),
    },
  })
  const isShown = (now: WireSubscription) => edit(now).kind === 'done'
  if (answer.body !== undefined) {
    const now = named<WireSubscription>(client, 'subscriptions.patch', { answer, asked: subscription })
    if (isShown(now)) return { kind: 'done', subscription: now }
  }
  const location = answer.headers['location']
  const url = location === undefined ? null : resolveLink(location, client.apiRoot)
  return until(client, {
    look: () => look(client, { customer, subscription, url }),
    isShown,
  }).then(({ shown, last }) => ({ kind: shown ? 'done' : 'not shown', subscription: last }))
}

/** The service refuses a form of scheduled actions that it may still show (Q38). */
function sentBackAs(fresh: WireSubscription): Readonly<Record<string, unknown>> {
  const scheduledActions = inTodaysForm(fresh)
  return scheduledActions === null ? {} : { scheduledActions }
}

/** 202 names the place to look at (Q33); otherwise it is the resource itself. */
async function look(
  client: WriteClient,
  {
    customer,
    subscription,
    url,
  }: { readonly customer: string; readonly subscription: string; readonly url: string | null },
): Promise<WireSubscription> {
  if (url === null) return getSubscription(client, customer, subscription)
  const answer = await client.read('subscriptions.get', { path: { customer, subscription }, url })
  return named(client, 'subscriptions.get', { answer, asked: subscription })
}

function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`
}
