/** Programs of this machine alone, on every route: a name that leads here (DNS rebinding) is refused before anything is read or noted. */
import { expect, it } from 'vitest'
import { aRig, tenants } from './rig.ts'

const customer = '/v1/customers/3d6f0c5e-0000-4000-8000-00000000f001'
const routes: readonly (readonly ['GET' | 'POST' | 'PATCH' | 'HEAD' | 'OPTIONS', string])[] = [
  ['GET', '/'],
  ['GET', '/sandbox'],
  ['GET', '/sandbox/health'],
  ['GET', '/sandbox/ledger'],
  ['GET', '/sandbox/requests?count=1'],
  ['GET', '/sandbox/webhook-certificate'],
  ['POST', '/sandbox/accept'],
  ['POST', '/sandbox/faults'],
  ['POST', `/${tenants.central}/oauth2/token`],
  ['POST', `/${tenants.central}/oauth2/v2.0/token`],
  ['POST', '/common/oauth2/v2.0/devicecode'],
  ['GET', customer],
  ['HEAD', '/v1/domains/example'],
  ['OPTIONS', customer],
  ['POST', `${customer}/carts`],
  ['PATCH', `${customer}/subscriptions/s-1`],
  ['GET', '/v1/auditrecords?startDate=2026-12-01'],
  ['GET', '/v1/invoices'],
  ['GET', '/v1/invoices/G0001/documents/statement'],
  ['GET', '/v1/profiles/organization'],
  ['POST', '/webhooks/v1/registration'],
  ['GET', '/v1.0/tenantRelationships/delegatedAdminRelationships'],
  ['POST', '/v1.0/$batch'],
  ['GET', '/beta/reports/partners/billing'],
  ['GET', '/exports/part-0.json.gz'],
  ['GET', '/nothing/of/ours'],
]

it.each(routes)('%s %s answers no other name', async (method, path) => {
  const rig = await aRig()
  const tried = await Promise.all(
    ['sandbox.example', '127.0.0.1.example', 'localhost.example:4100', '10.0.0.7'].map(Host =>
      rig.raw(method, path, { headers: { Host, Authorization: 'Bearer none' } }),
    ),
  )
  expect([tried.map(({ status }) => status), (await rig.control('GET', 'requests')).body.requests]).toEqual([
    [403, 403, 403, 403],
    [],
  ])
})
