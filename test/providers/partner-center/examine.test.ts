/** What `doctor` makes of the answers of an account, beyond what the sandbox can be told to answer. */
import { afterEach, expect, it } from 'vitest'
import { partnerName, tenantId } from '../../../engine/model/ids.ts'
import { createTransport, type Transport } from '../../../providers/http/transport.ts'
import { examine } from '../../../providers/partner-center/index.ts'
import { jumpingClock } from '../../support/jumping-clock.ts'
import { type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts'
import { aToken, italyTenant } from '../../support/tokens.ts'

const open: { server?: ScriptedServer; transport?: Transport } = {}
afterEach(async () => {
  open.transport?.close()
  await open.server?.close()
})

async function examining(
  answers: Readonly<Record<string, object>>,
  claims: object = { amr: ['pwd', 'mfa'] },
) {
  const token = { token_type: 'Bearer', expires_in: 3599, access_token: aToken({ ...claims }) }
  const server = await scriptedServer(({ url }) => {
    const [path = ''] = url.split('?')
    if (path.endsWith('/token')) return { json: token }
    return answers[path] ?? { json: { id: 'a', companyName: 'Italy SpA', items: [] } }
  })
  const transport = createTransport({ timeoutMs: 5_000 })
  Object.assign(open, { server, transport })
  const found = await examine(
    {
      name: partnerName('italy'),
      tenantId: tenantId(italyTenant),
      cloud: 'global',
      endpoints: { api: server.url, authority: server.url },
      credentials: { user: { clientId: async () => 'app-1', refreshToken: async () => 'refresh-0' } },
    },
    { clock: jumpingClock(), transport, progress: () => undefined, random: () => 0.5, partners: [] },
  )
  const paths = server.asked.map(({ url }) => url.split('?')[0]).filter(path => path?.startsWith('/v1/'))
  return { found, paths }
}

it('an account that answers is named, and each right is asked for once', async () => {
  const { found, paths } = await examining({})
  expect(found.signIns).toEqual([{ kind: 'user', trouble: null, goodUntil: '2030-03-17T17:46:40.000Z' }])
  expect(found.api).toEqual({ troubles: [], company: 'Italy SpA' })
  expect([...found.missing.values()].flat()).toEqual([])
  expect(paths).toEqual([
    '/v1/profiles/legalbusiness',
    '/v1/profiles/organization',
    '/v1/customers',
    '/v1/agreements',
    '/v1/customers/relationshiprequests',
    '/v1/auditrecords',
    '/v1/invoices',
    '/v1/nonMfaCompliantPartnerPrincipals',
  ])
})

it('a user without a second factor is told, and nothing is asked in the name of that user', async () => {
  const { found, paths } = await examining({}, { amr: ['pwd'] })
  expect(found.signIns).toMatchObject([{ kind: 'user', trouble: { code: 'AUTH.MFA_NEEDED' } }])
  expect([found.api, paths]).toEqual([null, []])
})

it('an account of another tenant is told', async () => {
  const other = '2c1f0000-0000-4000-8000-00000000aa03'
  const { found } = await examining({
    '/v1/profiles/organization': { json: { tenantId: other.toUpperCase() } },
  })
  expect(found.api?.troubles).toMatchObject([
    {
      code: 'AUTH.WRONG_TENANT',
      detail: `italy is tenant ${italyTenant}; the account that answers is ${other}.`,
    },
  ])
})

it('a right that is missing is told with what it is needed for', async () => {
  const refused = { status: 403, json: { code: 900308, description: 'no' } }
  const { found } = await examining({ '/v1/invoices': refused })
  expect([...found.missing].filter(([, lacking]) => lacking.length > 0)).toMatchObject([
    ['read invoices', [{ code: 'PARTNER_CENTER.ROLE_MISSING' }]],
  ])
})
