/** What a colleague changes in the portal of an account. */
import { central, germany, italy } from '../workspaces/a-workspace.ts'
import type { Site } from './site.ts'

const accounts = { central, germany, italy }

/** The first subscription of the account that `is` describes, with these fields. */
export async function changedByHand(
  { sandbox }: Pick<Site, 'sandbox'>,
  is: { readonly partner: keyof typeof accounts; readonly status?: string },
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { tenantId, clientId, secret } = accounts[is.partner]
  const row = (await sandbox.subscriptions()).find(
    entry => entry.partner === is.partner && (is.status === undefined || entry.status === is.status),
  )
  const address = `${sandbox.url}/v1/customers/${row?.customer}/subscriptions/${row?.id}`
  const headers = {
    Authorization: `Bearer ${await sandbox.token(tenantId, clientId, secret)}`,
    'Content-Type': 'application/json',
  }
  const text = await (await fetch(address, { headers })).text()
  const body = JSON.stringify({ ...JSON.parse(text.slice(text.indexOf('{'))), ...fields })
  const answer = await fetch(address, { method: 'PATCH', headers, body })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
}
