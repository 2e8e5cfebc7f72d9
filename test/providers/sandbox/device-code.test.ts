/** Signing in by device code: the answers of Microsoft's page and of RFC 8628, and the person as a control call. */
import { describe, expect, it } from 'vitest'
import type { World } from '../../../schemas/generated/world.ts'
import { aRig, aWorld, codeOf, scope, tenants } from './rig.ts'

const clientId = '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01'
const grant = 'urn:ietf:params:oauth:grant-type:device_code'

async function asked(world?: World) {
  const rig = await aRig(world)
  const begun = await rig.raw('POST', `/${tenants.central}/oauth2/v2.0/devicecode`, {
    body: new URLSearchParams({ client_id: clientId, scope: `${scope} offline_access` }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
  const { device_code: code, user_code: userCode } = begun.body
  const poll = async (more: Readonly<Record<string, string>> = {}) =>
    rig.token(tenants.central, { grant_type: grant, client_id: clientId, device_code: code, ...more })
  const error = async (more?: Readonly<Record<string, string>>) => (await poll(more)).body.error
  const person = (what: object = {}) => rig.control('POST', 'sign-in', { code: userCode, ...what })
  return { rig, begun, code, userCode, poll, error, person }
}

describe('device code', () => {
  it('is given with the fields of the page, and no token before the person has signed in', async () => {
    const { rig, begun, code, userCode, poll, error, person } = await asked()
    expect([begun.status, begun.body]).toEqual([
      200,
      {
        device_code: code,
        user_code: userCode,
        verification_uri: 'https://microsoft.com/devicelogin',
        expires_in: 900,
        interval: 5,
        message: `To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code ${userCode} to authenticate.`,
      },
    ])
    expect(await error()).toBe('authorization_pending')
    expect(await error()).toBe('slow_down')
    await rig.advance('PT5S')
    // The interval is ten seconds by now.
    expect(await error()).toBe('slow_down')
    await rig.advance('PT15S')
    expect(await error()).toBe('authorization_pending')
    expect((await person()).body).toEqual({ partner: 'central', did: 'approve', user: 'ops@central.example' })
    await rig.advance('PT15S')
    const { status, body } = await poll()
    expect([status, body.refresh_token]).toEqual([200, 'sandbox-central-user.1'])
    expect(await error()).toBe('bad_verification_code')
  })

  it('gives tokens in the spelling of the library too, and for a refresh token that works', async () => {
    const { rig, poll, person } = await asked()
    await person()
    const { body } = await poll({ grant_type: 'device_code', scope })
    const form = { grant_type: 'refresh_token', client_id: clientId, scope }
    const again = await rig.token(tenants.central, { ...form, refresh_token: body.refresh_token })
    expect(again.status).toBe(200)
  })

  it('is declined, expires, and is good for its own app and tenant alone', async () => {
    const declined = await asked()
    await declined.person({ do: 'decline' })
    expect(await declined.error()).toBe('authorization_declined')
    const late = await asked()
    await late.rig.advance('PT15M')
    expect(await late.error()).toBe('expired_token')
    expect((await late.person()).status).toBe(409)
    const other = await asked()
    expect(await other.error({ client_id: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a02' })).toBe(
      'bad_verification_code',
    )
    const elsewhere = await other.rig.token(tenants.italy, {
      grant_type: grant,
      client_id: clientId,
      device_code: other.code,
    })
    expect(elsewhere.body.error).toBe('bad_verification_code')
    expect(codeOf(await other.rig.control('POST', 'sign-in', { code: 'NONE' }))).toEqual([404, 1000])
  })

  it('makes a revoked sign-in good again, with the second factor that was used', async () => {
    const world = aWorld()
    const [central] = world.partners
    const [user] = central?.users ?? []
    if (central === undefined || user === undefined) throw new Error('the world has a user')
    const revoked = {
      ...world,
      partners: [{ ...central, users: [{ ...user, revoked: true }] }, ...world.partners.slice(1)],
    }
    const { rig, poll, person } = await asked(revoked)
    await person({ mfa: false })
    const { body } = await poll()
    const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString())
    expect(claims).toMatchObject({ amr: ['pwd'], upn: user.upn })
    const form = {
      grant_type: 'refresh_token',
      client_id: clientId,
      scope,
      refresh_token: body.refresh_token,
    }
    expect((await rig.token(tenants.central, form)).body.error_codes).toEqual([50076])
  })

  it('tells a refresh token of another app, of another tenant, and none', async () => {
    const world = aWorld()
    const [central, ...others] = world.partners
    const second = { clientId: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a03' }
    if (central === undefined) throw new Error('the world has a partner')
    const apps = [...(central.apps ?? []), second]
    const { rig } = await asked({ ...world, partners: [{ ...central, apps }, ...others] })
    const numbers = async (partner: string, client: string, token: string) =>
      (
        await rig.token(partner, {
          grant_type: 'refresh_token',
          client_id: client,
          scope,
          refresh_token: token,
        })
      ).body.error_codes
    const italy = '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a02'
    expect(await numbers(tenants.italy, italy, 'sandbox-central-user')).toEqual([50020])
    expect(await numbers(tenants.central, second.clientId, 'sandbox-central-user')).toEqual([700007])
    expect(await numbers(tenants.central, clientId, 'sandbox-nonsense')).toEqual([70000])
  })
})
