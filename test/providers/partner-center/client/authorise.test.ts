import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../../engine/diagnostic.ts'
import { fail, type Result, succeed } from '../../../../engine/result.ts'
import type { TokenSources } from '../../../../providers/auth/authorise.ts'
import { codes } from '../../../../providers/auth/codes.ts'
import { type Secret, secret } from '../../../../providers/auth/secret.ts'
import type { HttpOutcome, HttpRequest } from '../../../../providers/http/request.ts'
import { authorise } from '../../../../providers/partner-center/client/authorise.ts'
import { calls } from '../../../../providers/partner-center/client/calls.ts'
import { aRequest, aResponse } from '../../../support/requests.ts'

function aSource(...tokens: Result<Secret>[]) {
  const rejected: string[] = []
  let given = 0
  return {
    rejected,
    get: () => Promise.resolve(tokens[Math.min(given++, tokens.length - 1)] ?? fail(diagnose(codes.REFUSED))),
    reject: (_: string, token: Secret) => void rejected.push(token.reveal()),
  }
}

function sending(sources: TokenSources, ...answers: HttpOutcome[]) {
  const sent: HttpRequest[] = []
  const kindsOf = (call: string) => calls[call as keyof typeof calls].kinds
  const send = authorise({ sources, audience: 'https://api', kindsOf }, request => {
    sent.push(request)
    return Promise.resolve(answers[sent.length - 1] ?? aResponse())
  })
  return { send, bearers: () => sent.map(request => request.headers['Authorization']) }
}

const token = (text: string) => succeed(secret(text))

describe('authorising', () => {
  it('prefers the app, and takes the user where an app is refused or not there', async () => {
    const app = aSource(token('app'))
    const user = aSource(token('user'))
    const both = sending({ app, user })
    await both.send(aRequest({ call: 'customers.get' }))
    await both.send(aRequest({ call: 'agreements.list' }))
    expect(both.bearers()).toEqual(['Bearer app', 'Bearer user'])
    const one = sending({ user })
    await one.send(aRequest({ call: 'customers.get' }))
    expect(one.bearers()).toEqual(['Bearer user'])
  })

  it('sends nothing when the partner lacks the kind the call needs', async () => {
    const { send, bearers } = sending({ app: aSource(token('app')) })
    expect(await send(aRequest({ call: 'agreements.list' }))).toMatchObject({
      kind: 'not sent',
      because: {
        code: 'AUTH.KIND_MISSING',
        detail: 'italy: agreements.list needs `credentials.user`.',
        correlationId: 'c-1',
      },
    })
    expect(bearers()).toEqual([])
  })

  it('sends nothing without a token, and says why there is none', async () => {
    const because = diagnose(codes.MFA_NEEDED)
    expect(await sending({ app: aSource(fail(because)) }).send(aRequest())).toEqual({
      kind: 'not sent',
      because,
    })
  })

  it('renews a token that was refused, once', async () => {
    const app = aSource(token('old'), token('new'))
    const { send, bearers } = sending(
      { app },
      aResponse({ status: 401, body: { code: 400, description: 'no' } }),
      aResponse(),
    )
    expect(await send(aRequest())).toEqual(aResponse())
    expect(bearers()).toEqual(['Bearer old', 'Bearer new'])
    expect(app.rejected).toEqual(['old'])
    const again = sending(
      { app: aSource(token('a'), token('b')) },
      aResponse({ status: 401 }),
      aResponse({ status: 401 }),
    )
    expect(await again.send(aRequest())).toEqual(aResponse({ status: 401 }))
  })

  it('renews a token that Entra could not exchange, and not one whose role is missing', async () => {
    const passing = sending(
      { app: aSource(token('a'), token('b')) },
      aResponse({ status: 403, body: { code: 90000, description: 'no' } }),
      aResponse(),
    )
    expect(await passing.send(aRequest())).toEqual(aResponse())
    expect(passing.bearers()).toEqual(['Bearer a', 'Bearer b'])
    const lasting = sending(
      { app: aSource(token('a'), token('b')) },
      aResponse({ status: 403, body: { code: 900150, description: 'no' } }),
    )
    expect(await lasting.send(aRequest())).toMatchObject({ status: 403 })
    expect(lasting.bearers()).toHaveLength(1)
  })

  it('does not renew a token whose audience is wrong', async () => {
    const { send, bearers } = sending(
      { app: aSource(token('a'), token('b')) },
      aResponse({ status: 401, body: { code: '900420', description: 'no' } }),
    )
    expect(await send(aRequest())).toMatchObject({ status: 401 })
    expect(bearers()).toHaveLength(1)
  })
})
