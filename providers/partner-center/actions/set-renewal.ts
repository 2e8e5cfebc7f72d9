/** `subscription.set-renewal`: finds what the purchase before it made, and tells it what happens when its term ends. */
import { diagnose } from '../../../engine/diagnostic.ts'
import type { ActionOf } from '../../../engine/plan/action.ts'
import { isNewSubscription } from '../../../engine/plan/checks.ts'
import type { Attempt, Perform } from '../../../engine/ports.ts'
import type { WriteClient } from '../client/client.ts'
import { listSubscriptions } from '../client/resources/subscriptions.ts'
import { codes } from '../codes.ts'
import { liveSubscription } from '../convert.ts'
import type { ClientOf } from '../reader.ts'
import { changing } from './change.ts'
import { editRenewal, prepareRenewal, type RenewalChange } from './change-renewal.ts'
import { clientFor } from './client-for.ts'
import { looking, performing, refused } from './outcome.ts'

type SetRenewal = ActionOf<'subscription.set-renewal'>

export function settingRenewal(clientOf: ClientOf<WriteClient>): Perform<'subscription.set-renewal'> {
  const changer = changing<RenewalChange>(clientOf, {
    editOf: change => editRenewal(change, null),
    prepare: prepareRenewal,
  })
  return {
    perform: (action, attempt) =>
      performing(clientOf, async clients => {
        const change = await changeFor(action, attempt, clients)
        return 'because' in change ? refused(change.because) : changer.perform(change, attempt)
      }),
    look: (action, attempt) =>
      looking(async () => {
        const change = await changeFor(action, attempt, clientOf)
        return 'because' in change
          ? { kind: 'cannot tell', because: change.because }
          : changer.look(change, attempt)
      }),
  }
}

async function changeFor(action: SetRenewal, attempt: Attempt, clientOf: ClientOf<WriteClient>) {
  const client = clientFor(clientOf, action.partner)
  if (!client.ok) return { because: client.because }
  const subscription =
    attempt.evidence[action.createdBy]?.subscription ?? (await newSubscriptionOf(action, client.value))
  if (subscription === null)
    return {
      because: diagnose(codes.NO_BASE, {
        detail: `${action.partner}: the subscription \`${action.name}\` that was bought is not visible yet.`,
        correlationId: attempt.correlationId,
      }),
    }
  const { partner, customer, market, to } = action
  const change: RenewalChange = {
    partner,
    customer,
    subscription,
    market,
    from: { kind: 'renews', next: null },
    to,
    restores: true,
  }
  return change
}

async function newSubscriptionOf(
  action: SetRenewal,
  client: WriteClient,
): Promise<RenewalChange['subscription'] | null> {
  const [proof] = action.expects.flatMap(check => (check.kind === 'new subscription lives' ? [check] : []))
  if (proof === undefined) return null
  const list = await listSubscriptions(client, action.customer)
  return (
    list
      .map(wire => liveSubscription(action.partner, action.customer, wire))
      .find(entry => isNewSubscription(proof, entry))?.id ?? null
  )
}
