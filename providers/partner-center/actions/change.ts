/** What changing one field of a living subscription has in common: patch all of it, wait until it shows, or look at it. */
import { diagnose } from '../../../engine/diagnostic.ts'
import {
  type PartnerName,
  type SubscriptionId,
  subscriptionId,
  type TenantId,
} from '../../../engine/model/ids.ts'
import type { Attempt, Outcome, Sighting } from '../../../engine/ports.ts'
import type { WriteClient } from '../client/client.ts'
import { idOf, numberOf, textAt } from '../client/read-value.ts'
import { type Edit, patchSubscription } from '../client/resources/patch-subscription.ts'
import { getSubscription } from '../client/resources/subscriptions.ts'
import { codes } from '../codes.ts'
import { statusOf } from '../convert.ts'
import type { ClientOf } from '../reader.ts'
import type { WireSubscription } from '../wire/subscription.ts'
import { clientFor } from './client-for.ts'
import { evidence, idsOf, looking, moved, performing, refused } from './outcome.ts'

/** One living subscription that an action changes. */
interface Common {
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly subscription: SubscriptionId
}

interface Changer<A extends Common> {
  perform(action: A, attempt: Attempt): Promise<Outcome>
  look(action: A, attempt: Attempt): Promise<Sighting>
}

/** The edit, or why it cannot be made now. */
export type Prepared = Edit | Extract<Outcome, { kind: 'refused' }>

export interface Editing<A extends Common> {
  /** Judges the resource; enough for looking. */
  readonly editOf: (action: A) => Edit
  /** What the write needs to know first; the edit itself when left out. */
  readonly prepare?: (action: A, client: WriteClient, attempt: Attempt) => Promise<Prepared>
}

export function changing<A extends Common>(
  clientOf: ClientOf<WriteClient>,
  { editOf, prepare }: Editing<A>,
): Changer<A> {
  return {
    perform: (action, attempt) =>
      performing(clientOf, async clients => {
        const client = clientFor(clients, action.partner)
        if (!client.ok) return refused(client.because)
        const edit = prepare === undefined ? editOf(action) : await prepare(action, client.value, attempt)
        return typeof edit === 'function' ? change(client.value, { action, edit, attempt }) : edit
      }),
    look: (action, attempt) =>
      looking(async () => {
        const client = clientFor(clientOf, action.partner)
        if (!client.ok) return { kind: 'cannot tell', because: client.because }
        return lookAt(client.value, { action, edit: editOf(action), attempt })
      }),
  }
}

interface Target {
  readonly action: Common
  readonly edit: Edit
  readonly attempt: Attempt
}

async function change(client: WriteClient, { action, edit, attempt }: Target): Promise<Outcome> {
  const { customer, subscription } = action
  const patched = await patchSubscription(client, {
    customer,
    subscription,
    edit,
    idsOf: round => idsOf(attempt, round === 0 ? null : `again-${round}`),
  })
  if (patched.kind === 'done')
    return { kind: 'done', evidence: evidence(client, evidenceOf(patched.subscription)) }
  if (patched.kind === 'moved')
    return refused(moved(`${subscription}: ${now(patched.subscription)}.`, attempt))
  const because = diagnose(codes.NOT_SHOWN, {
    detail: `${subscription} was changed, and the service still shows ${now(patched.subscription)}.`,
    correlationId: attempt.correlationId,
  })
  return { kind: 'unknown', because }
}

async function lookAt(client: WriteClient, { action, edit, attempt }: Target): Promise<Sighting> {
  const found = await getSubscription(client, action.customer, action.subscription)
  const judged = edit(found)
  if (judged.kind === 'done') return { kind: 'happened', evidence: evidence(client, evidenceOf(found)) }
  if (judged.kind === 'change') return { kind: 'did not happen' }
  const because = moved(`${action.subscription}: ${now(found)}.`, attempt)
  return { kind: isLegible(found) ? 'is otherwise' : 'cannot tell', because }
}

/** What cannot be read may be as it was planned from. */
function isLegible(found: WireSubscription): boolean {
  return (
    !statusOf(found).startsWith('unknown:') &&
    numberOf(found.quantity) !== null &&
    textAt(found, 'friendlyName') !== null
  )
}

function evidenceOf(found: WireSubscription) {
  const order = textAt(found, 'orderId')
  return { subscription: subscriptionId(idOf(found)), ...(order ? { order } : {}) }
}

function now(found: WireSubscription): string {
  return `it is ${statusOf(found)} with ${numberOf(found.quantity) ?? 'an unknown number of'} seats, named ${found.friendlyName ?? ''}`
}
