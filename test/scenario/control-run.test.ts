/** The witness must be able to say no: with the switch-offs left out, the ledger lists the double billing. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, central, offers, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess

beforeAll(async () => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  sandbox = await startSandboxHere(workspace.seed)
})
afterAll(async () => {
  await sandbox.stop()
  workspace.remove()
})

it('lists a product that was bought again and not switched off under the old partner', async () => {
  const token = await sandbox.token(central.tenantId, central.clientId, central.secret)
  const customer = workspace.tenantOf('alpha')
  const send = (path: string, body?: unknown) =>
    fetch(`${sandbox.url}/v1/customers/${customer}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const cart = (await (
    await send('/carts', {
      LineItems: [{ id: 0, catalogItemId: offers.mail.id, quantity: 5, billingCycle: 'monthly' }],
    })
  ).json()) as { id: string }
  expect((await send(`/carts/${cart.id}/checkout`)).status).toBe(201)
  await sandbox.advance('P2D')
  const { doubleBilled } = await sandbox.ledger()
  const twice = (day: string) => ({ customer, family: 'exchange-p1', day, partners: ['central', 'italy'] })
  expect(doubleBilled).toEqual([twice('2026-12-07'), twice('2026-12-08')])
})
