import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../engine/diagnostic.ts'
import { fail, type Result, succeed } from '../../../engine/result.ts'
import { codes } from '../../../providers/auth/codes.ts'
import type { Credential, UserToken } from '../../../providers/auth/credential.ts'
import { secret } from '../../../providers/auth/secret.ts'
import type { ExchangeInput, Granted } from '../../../providers/auth/token-exchange.ts'
import { createTokenSource } from '../../../providers/auth/token-source.ts'
import { jumpingClock } from '../../support/jumping-clock.ts'
import { aToken, italyTenant, partnerCenter, spellings } from '../../support/tokens.ts'

const app: Credential = {
  kind: 'app',
  clientId: async () => 'app-1',
  proof: { kind: 'secret', secret: async () => 'sandbox-s' },
}
const aUser = (facts: Partial<UserToken> = {}): Credential => ({
  kind: 'user',
  clientId: async () => 'app-1',
  refreshToken: async () => 'refresh-0',
  ...facts,
})

function granted(facts: { token?: string; refresh?: string; seconds?: number } = {}): Result<Granted> {
  return succeed({
    accessToken: secret(facts.token ?? aToken()),
    expiresInMs: (facts.seconds ?? 3600) * 1000,
    refreshToken: facts.refresh === undefined ? null : secret(facts.refresh),
  })
}

function aSource(answers: readonly Result<Granted>[], credential: Credential = app) {
  const clock = jumpingClock()
  const asked: ExchangeInput[] = []
  const exchange = async (input: ExchangeInput) => {
    asked.push(input)
    return answers[asked.length - 1] ?? fail(diagnose(codes.REFUSED))
  }
  const source = createTokenSource({ partner: 'italy', tenantId: italyTenant, credential, clock, exchange })
  return { clock, asked, source }
}

describe('a token source', () => {
  it('asks once however many callers wait, and gives all of them the same token', async () => {
    const { asked, source } = aSource([granted()])
    const tokens = await Promise.all(Array.from({ length: 8 }, () => source.get(partnerCenter)))
    expect(asked).toHaveLength(1)
    expect(new Set(tokens.map(token => token.ok && token.value.reveal()))).toEqual(new Set([aToken()]))
  })

  it('keeps a token until five minutes before its end, by the given clock', async () => {
    const { clock, asked, source } = aSource([granted(), granted()])
    await source.get(partnerCenter)
    clock.pass(54 * 60_000 + 59_999)
    await source.get(partnerCenter)
    expect(asked).toHaveLength(1)
    clock.pass(1)
    await source.get(partnerCenter)
    expect(asked).toHaveLength(2)
  })

  it('renews a token that was rejected, once for all who were given it', async () => {
    const { asked, source } = aSource([granted(), granted()])
    const first = await source.get(partnerCenter)
    if (!first.ok) throw new Error('no token')
    source.reject(partnerCenter, first.value)
    await source.get(partnerCenter)
    source.reject(partnerCenter, first.value) // a late caller with the old one
    await source.get(partnerCenter)
    expect(asked).toHaveLength(2)
  })

  it('tries again after a failure', async () => {
    const { source } = aSource([fail(diagnose(codes.UNREACHABLE)), granted()])
    expect(await source.get(partnerCenter)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'AUTH.UNREACHABLE' }],
    })
    expect(await source.get(partnerCenter)).toMatchObject({ ok: true })
  })

  it('stores a rotated refresh token before the access token is handed out, and uses it next', async () => {
    const events: string[] = []
    const store = async (token: string) => {
      await new Promise(resolve => setImmediate(resolve))
      events.push(`stored ${token}`)
    }
    const { asked, source } = aSource(
      [granted({ refresh: 'refresh-1', seconds: 60 }), granted()],
      aUser({ store }),
    )
    await source.get(partnerCenter)
    events.push('handed out')
    await source.get(partnerCenter)
    expect(events).toEqual(['stored refresh-1', 'handed out'])
    expect(asked.map(input => input.rotated?.reveal() ?? null)).toEqual([null, 'refresh-1'])
  })

  it('renews for one service after the other, so that a rotated refresh token is used once', async () => {
    const graph = 'https://graph.microsoft.com'
    const answers = [
      granted({ refresh: 'refresh-1' }),
      granted({ token: aToken({ aud: graph }), refresh: 'refresh-2' }),
    ]
    const { asked, source } = aSource(answers, aUser())
    const tokens = await Promise.all([source.get(partnerCenter), source.get(graph), source.get(graph)])
    expect(tokens.map(token => token.ok)).toEqual([true, true, true])
    expect(asked.map(({ audience, rotated }) => [audience, rotated?.reveal() ?? null])).toEqual([
      [partnerCenter, null],
      [graph, 'refresh-1'],
    ])
  })

  it.each([
    ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000', true],
    ['https://graph.microsoft.us', '00000003-0000-0000-c000-000000000000', true],
    ['https://graph.microsoft.com', 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd', false],
    ['https://graph.microsoft.com', partnerCenter, false],
    [partnerCenter, '00000003-0000-0000-c000-000000000000', false],
    [partnerCenter, 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd', true],
  ])('takes for %s a token for %s: %s', async (audience, aud, isTaken) => {
    const { source } = aSource([granted({ token: aToken({ aud }) })])
    expect((await source.get(audience)).ok).toBe(isTaken)
  })

  it('hands nothing out when the rotated token cannot be stored, and goes on with the old one', async () => {
    const store = () => Promise.reject(new Error('disk says: refresh-1'))
    const { asked, source } = aSource([granted({ refresh: 'refresh-1' }), granted()], aUser({ store }))
    const answer = await source.get(partnerCenter)
    expect(answer).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'AUTH.NOT_STORED', detail: 'italy: `store:` failed.' }],
    })
    await source.get(partnerCenter)
    expect(asked.map(input => input.rotated)).toEqual([null, null])
  })

  it.each([
    ['another tenant', { tid: '2c1f0000-0000-4000-8000-00000000aa03' }, 'AUTH.WRONG_TENANT'],
    ['another audience', { aud: 'https://graph.windows.net' }, 'AUTH.WRONG_AUDIENCE'],
    ['no tenant', { tid: undefined }, 'AUTH.UNREADABLE_TOKEN'],
    ['no audience', { aud: undefined }, 'AUTH.UNREADABLE_TOKEN'],
  ])('refuses a token for %s', async (_, claims, code) => {
    const { source } = aSource([granted({ token: aToken(claims) })])
    expect(await source.get(partnerCenter)).toMatchObject({ ok: false, diagnostics: [{ code }] })
  })

  it.each(['opaque', 'a.b.c', ''])('refuses %j, which says nothing of itself', async token => {
    const { source } = aSource([granted({ token })])
    expect(await source.get(partnerCenter)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'AUTH.UNREADABLE_TOKEN' }],
    })
  })

  it.each([
    ['the app id of Partner Center', { aud: 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd' }],
    ['a root with a slash', { aud: `${partnerCenter}/` }],
    ['a tenant in upper case', { tid: italyTenant.toUpperCase() }],
  ])('accepts %s', async (_, claims) => {
    const { source } = aSource([granted({ token: aToken(claims) })])
    expect(await source.get(partnerCenter)).toMatchObject({ ok: true })
  })

  it('shows its secrets to nobody', async () => {
    const { source } = aSource([granted({ refresh: 'refresh-token-of-italy' })], aUser())
    const answer = await source.get(partnerCenter)
    const shown = `${JSON.stringify(answer)}${inspect({ answer, source }, { depth: 20, showHidden: true })}`
    for (const spelling of [...spellings(aToken()), ...spellings('refresh-token-of-italy')])
      expect(shown).not.toContain(spelling)
    expect(answer.ok && `${answer.value}`).toBe('[secret]')
  })
})
