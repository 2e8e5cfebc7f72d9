/** Users who are in without a second factor, as Microsoft's page of the list has them (facts 16). */
import { expect, it } from 'vitest'
import { aRig, aWorld, codeOf, scope, tenants } from './rig.ts'

const clientId = '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01'
const path = '/v1/nonMfaCompliantPartnerPrincipals'

/** The user of central as the World has it, and others of the same app without a second factor. */
function aWorldWith(...others: readonly string[]) {
  const world = aWorld()
  const [central, ...rest] = world.partners
  if (central === undefined) throw new Error('the world has a partner')
  const users = others.map(upn => ({ upn, clientId, refreshToken: `sandbox-${upn}`, mfa: false }))
  return { ...world, partners: [{ ...central, users: [...(central.users ?? []), ...users] }, ...rest] }
}

async function listed(rig: Awaited<ReturnType<typeof aRig>>) {
  const { status, body } = await (await rig.user('central')).get(path)
  expect(status).toBe(200)
  expect(body.totalCount).toBe(body.items.length)
  return body.items
}

/** By device code, as the user. */
async function signIn(rig: Awaited<ReturnType<typeof aRig>>, user: string, mfa: boolean) {
  const begun = await rig.raw('POST', `/${tenants.central}/oauth2/v2.0/devicecode`, {
    body: new URLSearchParams({ client_id: clientId, scope: `${scope} offline_access` }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
  const answer = await rig.control('POST', 'sign-in', { code: begun.body.user_code, user, mfa })
  expect(answer.status).toBe(200)
}

it('lists nobody where everybody has one', async () => {
  expect(await listed(await aRig())).toEqual([])
})

it('lists whom the World has without one as in today, in UTC without a letter', async () => {
  const rig = await aRig(aWorldWith('old-script@central.example'))
  expect(await listed(rig)).toEqual([
    {
      objectId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      tenantId: tenants.central,
      upn: 'old-script@central.example',
      lastNonMfaCompliantRequestDateTime: '2026-12-07T00:00:00.000',
    },
  ])
  await rig.advance('P10D')
  expect((await listed(rig))[0].lastNonMfaCompliantRequestDateTime).toBe('2026-12-17T00:00:00.000')
})

it('lists who signs in without one, newest first, and for 7 days after the same user has one', async () => {
  const rig = await aRig(aWorldWith('old-script@central.example', 'reports@central.example'))
  await signIn(rig, 'reports@central.example', false)
  const at = (await rig.control('GET', 'clock')).body.now.replace('Z', '')
  const rows = async () =>
    (await listed(rig)).map((row: Record<string, unknown>) => [
      row['upn'],
      row['lastNonMfaCompliantRequestDateTime'],
    ])
  const old = 'old-script@central.example'
  expect(await rows()).toEqual([
    ['reports@central.example', at],
    [old, '2026-12-07T00:00:00.000'],
  ])
  await signIn(rig, 'reports@central.example', true)
  await rig.advance('P7D')
  expect(await rows()).toEqual([
    [old, '2026-12-14T00:00:00.000'],
    ['reports@central.example', at],
  ])
  await rig.advance('PT1S')
  expect(await rows()).toEqual([[old, '2026-12-14T00:00:00.000']])
})

it('answers a user alone, and lists the partner’s own', async () => {
  const rig = await aRig(aWorldWith('old-script@central.example'))
  expect(codeOf(await (await rig.app('central')).get(path))).toEqual([403, 900329])
  expect((await (await rig.user('italy')).get(path)).body.items).toEqual([])
})
