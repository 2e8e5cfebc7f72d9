/**
 * The token that GitHub Actions issues to a job (`permissions: id-token: write`), for an app that trusts it. Variables and audience:
 * docs.github.com, OpenID Connect in cloud providers (read 2026-11-23).
 */
import { diagnose } from '../../engine/diagnostic.ts'
import { fail, type Result, succeed } from '../../engine/result.ts'
import type { Send } from '../http/request.ts'
import { codes } from './codes.ts'

export interface GithubActionsFacts {
  readonly partner: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly send: Send
  readonly newId: () => string
}

const audience = 'api://AzureADTokenExchange'

export async function githubActionsToken(facts: GithubActionsFacts): Promise<Result<string>> {
  const { partner, env, send, newId } = facts
  const url = env['ACTIONS_ID_TOKEN_REQUEST_URL']
  const bearer = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']
  const refuse = (detail: string) =>
    fail(diagnose(codes.NO_PIPELINE_TOKEN, { detail: `${partner}: ${detail}` }))
  if (url === undefined || bearer === undefined)
    return refuse(
      'ACTIONS_ID_TOKEN_REQUEST_URL is not set: the job runs elsewhere, or lacks `permissions: id-token: write`.',
    )
  if (!url.startsWith('https://')) return refuse('ACTIONS_ID_TOKEN_REQUEST_URL is not an https address.')
  const answer = await send({
    call: 'token.github',
    method: 'GET',
    url: `${url}&audience=${encodeURIComponent(audience)}`,
    headers: { Accept: 'application/json', Authorization: `Bearer ${bearer}` },
    body: { kind: 'none' },
    partner,
    family: 'token',
    effect: 'read',
    repeat: 'freely',
    requestId: null,
    correlationId: newId(),
  })
  if (answer.kind === 'no answer') return refuse(`GitHub gave no answer (${answer.why}).`)
  const { status, body } = answer
  const fields = typeof body === 'object' && body !== null ? body : {}
  return status === 200 && 'value' in fields && typeof fields.value === 'string'
    ? succeed(fields.value)
    : refuse(`GitHub answered ${status} without a token.`)
}
