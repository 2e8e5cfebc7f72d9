/** Somebody with the portal open: changes seats, switches off, cancels, buys, asks for a transfer, and knows of no plan. */
import type { SandboxProcess, StateSubscription } from '../support/sandbox-process.ts'
import { central, germany, italy } from '../support/workspaces/a-workspace.ts'
import type { Between, Incident } from './scenario.ts'

export type Act = Extract<Incident, { kind: 'person' }>

export interface Person {
  /** false: the service said no, or there was nothing to do it with. */
  does(act: Act): Promise<boolean>
  /** The same, to what an interrupted run left there. */
  doesBetween(act: Between): Promise<boolean>
  /** Suspends everything active under central. */
  suspendsTwins(): Promise<void>
  /** Twins that take the place of nothing any more, or of less: since which request. */
  readonly spoiled: ReadonlyMap<string, number>
  /** Sources that were off and were switched on by hand: since when. */
  readonly onAgain: ReadonlyMap<string, string>
  /** Ids of the requests that were theirs. */
  readonly requests: ReadonlySet<string>
  /** Customers something was changed for, or may have been. */
  readonly customers: ReadonlySet<string>
  /** How many of what was bought or changed by hand, by customer and family. */
  readonly bought: ReadonlyMap<string, number>
  readonly cancelled: readonly Cancelled[]
}

/** A subscription that is deleted by hand, and all that were there at that moment. */
export interface Cancelled {
  readonly id: string
  readonly beside: ReadonlySet<string>
}

const accounts = { central, italy, germany }
type Account = keyof typeof accounts

export function personAt(sandbox: SandboxProcess): Person {
  const requests = new Set<string>()
  const customers = new Set<string>()
  const bought = new Map<string, number>()
  const cancelled: Cancelled[] = []
  const spoiled = new Map<string, number>()
  const onAgain = new Map<string, string>()

  async function call(partner: string, method: string, path: string, body?: unknown) {
    const { tenantId, clientId, secret } = accounts[partner as Account]
    const id = `dddddddd-0000-4000-8000-${String(requests.size + 1).padStart(12, '0')}`
    requests.add(id)
    const answer = await fetch(`${sandbox.url}/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${await sandbox.token(tenantId, clientId, secret)}`,
        'Content-Type': 'application/json',
        'MS-RequestId': id,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const start = text.search(/[{[]/)
    return {
      ok: answer.ok,
      value: (start < 0 ? {} : JSON.parse(text.slice(start))) as Record<string, unknown>,
    }
  }

  async function patched(
    row: StateSubscription,
    fields: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    const path = `/customers/${row.customer}/subscriptions/${row.id}`
    const now = await call(row.partner, 'GET', path)
    if (!now.ok) return false
    return (await call(row.partner, 'PATCH', path, { ...now.value, ...fields })).ok
  }

  /** Somebody who gets no answer tries again. */
  async function patchedAtLast(
    row: StateSubscription,
    fields: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    for (let round = 0; round < 4; round += 1) {
      const answer = await patched(row, fields).catch(() => null)
      if (answer !== null) return answer
    }
    return false
  }

  /** Whatever the answer was: the service may have done it all the same. */
  async function cancels(row: StateSubscription): Promise<boolean> {
    const isTold = await patched(row, { status: 'deleted' }).catch(() => false)
    const rows = await sandbox.subscriptions()
    if (rows.some(({ id, status }) => id === row.id && status === 'deleted'))
      cancelled.push({ id: row.id, beside: new Set(rows.map(({ id }) => id)) })
    return isTold
  }

  async function buys(row: StateSubscription): Promise<boolean> {
    const line = { id: 0, catalogItemId: row.offerId, quantity: row.seats, billingCycle: 'monthly' }
    const cart = await call('central', 'POST', `/customers/${row.customer}/carts`, { lineItems: [line] })
    if (!cart.ok) return false
    const before = new Set((await sandbox.subscriptions()).map(({ id }) => id))
    const checkout = `/customers/${row.customer}/carts/${String(cart.value['id'])}/checkout`
    // Faults meet people too: whatever a checkout is answered with, it may have bought.
    await call('central', 'POST', checkout).catch(() => undefined)
    const isThere = (await sandbox.subscriptions()).some(
      ({ id, partner, customer, family, seats }) =>
        !before.has(id) &&
        partner === 'central' &&
        customer === row.customer &&
        family === row.family &&
        seats === row.seats,
    )
    const key = `${row.customer} ${row.family}`
    if (isThere) bought.set(key, (bought.get(key) ?? 0) + 1)
    return isThere
  }

  async function acts({ act, pick }: Act): Promise<StateSubscription | null> {
    const rows = (await sandbox.subscriptions()).filter(row => row.status === 'active')
    const isLegacy = (row: StateSubscription) => !row.offerId.includes(':')
    const fitting = {
      seats: rows,
      suspend: rows,
      cancel: rows.filter(row => !isLegacy(row)),
      buy: rows.filter(row => row.partner !== 'central' && isLegacy(row)),
      transfer: rows.filter(row => row.partner !== 'central' && !isLegacy(row)),
    }[act]
    const row = fitting[pick % Math.max(1, fitting.length)]
    if (row === undefined) return null
    // Also where no answer came: the service may have done it all the same.
    customers.add(row.customer)
    const isDone = {
      seats: () => patched(row, { quantity: row.seats + 1 }),
      suspend: () => patched(row, { status: 'suspended' }),
      cancel: () => cancels(row),
      buy: () => buys(row),
      transfer: async () =>
        (
          await call('central', 'POST', `/customers/${row.customer}/transfers`, {
            sourcePartnerTenantId: accounts[row.partner as Account].tenantId,
            sourcePartnerName: 'by hand',
            customerEmailId: 'hand@example.com',
            transferType: 5,
          })
        ).ok,
    }[act]
    return (await isDone()) ? row : null
  }

  /** Whatever the answer was: the service may have done it all the same, and what is as wanted now was done. */
  async function spoils(row: StateSubscription, how: Exclude<Between['act'], 'source on again'>) {
    const fields = {
      cancel: { status: 'deleted' },
      suspend: { status: 'suspended' },
      fewer: { quantity: row.seats - 1 },
      'told to end': {
        autoRenewEnabled: false,
        scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
      },
      'told to shrink': { scheduledNextTermInstructions: { quantity: row.seats - 1 } },
    }[how]
    const isDone = how === 'cancel' ? await cancels(row) : await patchedAtLast(row, fields)
    if (isDone) spoiled.set(row.id, await heard())
    return isDone
  }

  async function heard(): Promise<number> {
    return (await sandbox.requests()).length
  }

  async function now(): Promise<string> {
    return (await sandbox.requests()).at(-1)?.at ?? ''
  }

  return {
    requests,
    customers,
    bought,
    cancelled,
    spoiled,
    onAgain,
    async suspendsTwins() {
      const rows = (await sandbox.subscriptions()).filter(
        row => row.status === 'active' && row.partner === 'central',
      )
      for (const row of rows) {
        customers.add(row.customer)
        // Faults meet people too: without an answer they do not know, and go on.
        if (await patched(row, { status: 'suspended' }).catch(() => false)) spoiled.set(row.id, await heard())
      }
    },
    async doesBetween({ act, pick }) {
      const rows = await sandbox.subscriptions()
      const isLegacy = (row: StateSubscription) => !row.offerId.includes(':')
      const twins = rows.filter(row => row.partner === 'central' && row.status === 'active' && row.seats > 1)
      const fitting = {
        suspend: twins,
        fewer: twins,
        cancel: twins.filter(row => !isLegacy(row)),
        'told to end': twins.filter(row => !isLegacy(row)),
        'told to shrink': twins.filter(row => !isLegacy(row)),
        'source on again': rows.filter(row => row.partner !== 'central' && row.status === 'suspended'),
      }[act]
      const row = fitting[pick % Math.max(1, fitting.length)]
      if (row === undefined) return act === 'suspend' ? false : this.doesBetween({ act: 'suspend', pick })
      customers.add(row.customer)
      if (act !== 'source on again') return spoils(row, act)
      const isOn = await patched(row, { status: 'active' }).catch(() => false)
      if (isOn) onAgain.set(row.id, await now())
      return isOn
    },
    async does(act) {
      const row = await acts(act).catch(() => null)
      return row !== null
    },
  }
}
