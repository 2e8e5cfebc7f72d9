/**
 * `subscription.transfer`: the target creates the transfer, the source accepts it, and both wait until it is complete (facts 13,
 * read 2026-11-23). The transfer's id is noted before the acceptance leaves. Open requests are listed before one is made: one of ours is gone
 * on with, also when its answer or its journal was lost; the service takes one open transfer of a customer and source at a time.
 */
import { type Diagnostic, diagnose } from '../../../engine/diagnostic.ts'
import type { ActionOf } from '../../../engine/plan/action.ts'
import type { Attempt, Outcome, Perform, Sighting } from '../../../engine/ports.ts'
import type { WriteClient } from '../client/client.ts'
import { listOf, plainWord, property, textAt } from '../client/read-value.ts'
import { getCustomer } from '../client/resources/customers.ts'
import { changeTransfer, createTransfer, getTransfer, listTransfers } from '../client/resources/transfers.ts'
import { until } from '../client/settle.ts'
import { codes } from '../codes.ts'
import type { ClientOf } from '../reader.ts'
import type { WireTransfer, WireTransferLine } from '../wire/transfer.ts'
import { clientFor } from './client-for.ts'
import { evidence, idsOf, looking, performing, refused } from './outcome.ts'

type Transfer = ActionOf<'subscription.transfer'>

interface Sides {
  readonly target: WriteClient
  readonly source: WriteClient
}

export function transferring(clientOf: ClientOf<WriteClient>): Perform<'subscription.transfer'> {
  const sidesOf = (
    action: Transfer,
    clients: ClientOf<WriteClient> = clientOf,
  ): { readonly sides: Sides } | { readonly because: Diagnostic } => {
    const target = clientFor(clients, action.partner)
    const source = clientFor(clients, action.from)
    if (!target.ok) return { because: target.because }
    return source.ok ? { sides: { target: target.value, source: source.value } } : { because: source.because }
  }
  return {
    perform: (action, attempt) =>
      performing(clientOf, async clients => {
        const found = sidesOf(action, clients)
        return 'because' in found ? refused(found.because) : move(action, attempt, found.sides)
      }),
    look: (action, attempt) =>
      looking(async () => {
        const found = sidesOf(action)
        if ('because' in found) return { kind: 'cannot tell', because: found.because }
        const { target } = found.sides
        const id = attempt.notes['transfer']?.['id'] ?? (await openOfOurs(action, target))
        // Nothing was asked for, or nothing is open: asking again under the same request id asks for the same transfer.
        if (id === null) return { kind: 'did not happen' }
        return sighted(await getTransfer(target, action.customer, id), action, { attempt, client: target })
      }),
  }
}

async function move(action: Transfer, attempt: Attempt, sides: Sides): Promise<Outcome> {
  const { customer } = action
  const noted = attempt.notes['transfer']?.['id']
  const id = noted ?? (await ask(action, attempt, sides.target))
  if (typeof id !== 'string') return id
  const now = await getTransfer(sides.source, customer, id)
  if (stateOf(now) === 'pending')
    await changeTransfer(sides.source, idsOf(attempt), {
      customer,
      transfer: id,
      change: { kind: 'accept', lines: linesOf(action) },
    })
  const { last } = await until(sides.target, {
    look: () => getTransfer(sides.target, customer, id),
    isShown: transfer => stateOf(transfer) !== 'pending' && stateOf(transfer) !== 'moving',
  })
  const seen = sighted(last, action, { attempt, client: sides.target })
  if (seen.kind === 'happened') return { kind: 'done', evidence: seen.evidence }
  if (seen.kind === 'cannot tell') return { kind: 'unknown', because: seen.because }
  // Still pending after its acceptance was taken: it may yet be carried out.
  const because = trouble(last, action, attempt)
  return stateOf(last) === 'over' ? refused(because) : { kind: 'unknown', because }
}

const ofProducts = 'OnlineServicesNCE'

/**
 * A request of ours that is open: its answer was lost, or the journal that held its id (T36). It asks for what we ask for, from the same
 * account; one that somebody made by hand for something else is not taken for it.
 */
async function openOfOurs(action: Transfer, target: WriteClient): Promise<string | null> {
  const open = (await listTransfers(target, action.customer)).filter(
    transfer => isOpen(transfer) && isAsWeAsk(transfer, action),
  )
  const [only] = open
  return open.length === 1 && only !== undefined ? only.id : null
}

function isOpen(transfer: WireTransfer): boolean {
  const state = stateOf(transfer)
  return state === 'pending' || state === 'moving'
}

function isAsWeAsk(transfer: WireTransfer, { from, fromTenant }: Transfer): boolean {
  const products = listOf(property(transfer, 'targetProductTypes')).map(entry => plainWord(String(entry)))
  const isFrom = textAt(transfer, 'sourcePartnerTenantId')?.toLowerCase() === fromTenant.toLowerCase()
  const name = textAt(transfer, 'sourcePartnerName')
  return isFrom && (name === null || name === from) && products.join() === plainWord(ofProducts)
}

/** The id of the transfer; or how it ended, when there is none. */
async function ask(action: Transfer, attempt: Attempt, target: WriteClient): Promise<string | Outcome> {
  const { customer, from, fromTenant, partner } = action
  const open = await openOfOurs(action, target)
  if (open !== null) {
    await attempt.note('transfer', { id: open })
    return open
  }
  const wire = await getCustomer(target, customer)
  const mail = textAt(wire.billingProfile, 'email') ?? textAt(wire.companyProfile, 'email')
  if (mail === null || mail === '')
    return refused(
      diagnose(codes.NO_MAIL, {
        detail: `${partner}: a transfer is announced to the customer by mail, and no mail address of ${customer} is visible.`,
        correlationId: attempt.correlationId,
      }),
    )
  const name = textAt(wire.companyProfile, 'companyName')
  const made = await createTransfer(target, idsOf(attempt, 'transfer'), {
    customer,
    transfer: {
      sourcePartnerTenantId: fromTenant,
      sourcePartnerName: from,
      customerEmailId: mail,
      ...(name !== null && { customerName: name }),
      targetProductTypes: [ofProducts],
    },
  })
  await attempt.note('transfer', { id: made.id })
  return made.id
}

/** Bases with their add-ons inside. */
function linesOf({ items }: Transfer): readonly WireTransferLine[] {
  const ids = new Set(items.map(item => item.subscription))
  return items
    .filter(item => item.parent === null || !ids.has(item.parent))
    .map(base => {
      const addOns = items.filter(item => item.parent === base.subscription)
      return {
        ...lineOf(base),
        ...(addOns.length > 0 && { addonItems: addOns.map(lineOf) }),
      }
    })
}

function lineOf({ subscription, partnerOfRecord }: Transfer['items'][number]): WireTransferLine {
  return {
    subscriptionId: subscription,
    ...(partnerOfRecord !== undefined && { partnerIdOnRecord: partnerOfRecord }),
  }
}

type State = 'pending' | 'moving' | 'complete' | 'over' | 'unknown'

const states = new Map<string, State>(
  Object.entries({
    pending: 'pending',
    active: 'pending',
    inprogress: 'moving',
    complete: 'complete',
    completed: 'complete',
    partiallycomplete: 'unknown',
    failed: 'over',
    expired: 'over',
    canceled: 'over',
    cancelled: 'over',
    rejected: 'over',
    withdrawn: 'over',
  }),
)

function stateOf(transfer: WireTransfer): State {
  return states.get(plainWord(textAt(transfer, 'status') ?? '')) ?? 'unknown'
}

function sighted(
  transfer: WireTransfer,
  action: Transfer,
  { attempt, client }: { readonly attempt: Attempt; readonly client: WriteClient },
): Sighting {
  const state = stateOf(transfer)
  const stayed = listOf(transfer.lineItems).some(line => property(line, 'transferError') !== undefined)
  if (state === 'complete' && !stayed)
    return { kind: 'happened', evidence: evidence(client, { detail: `transfer ${transfer.id}` }) }
  // Pending goes on where it stands; one that is over is answered by the service when it is asked again.
  if (state === 'pending' || state === 'over') return { kind: 'did not happen' }
  return { kind: 'cannot tell', because: trouble(transfer, action, attempt) }
}

function trouble(transfer: WireTransfer, action: Transfer, { correlationId }: Attempt): Diagnostic {
  return diagnose(codes.TRANSFER_NOT_DONE, {
    detail: `${action.partner}: transfer ${transfer.id} from ${action.from} is ${transfer.status ?? 'in an unknown state'}.`,
    correlationId,
  })
}
