/** Access tokens, signed with a key of the world: whoever changes a claim has no token any more. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Service, shownTime } from '../service.ts'
import type { Cloud } from '../state/partner-rows.ts'
import { addDuration, msBetween } from '../time/calendar.ts'

/** Seconds an access token lives. */
export function tokenSecondsOf(service: Service): number {
  const now = service.time.now()
  return Math.floor(msBetween(now, addDuration(now, service.settings.tokenLife)) / 1000)
}

/** Audiences by cloud (facts 3). */
export const audiences: Readonly<Record<Cloud, string>> = {
  global: 'https://api.partnercenter.microsoft.com',
  'us-government': 'https://api.partnercenter.microsoft.com',
  china: 'https://partner.partnercenterapi.microsoftonline.cn',
}

/** Audiences of Graph by cloud. */
export const graphAudiences: Readonly<Record<Cloud, string>> = {
  global: 'https://graph.microsoft.com',
  'us-government': 'https://graph.microsoft.us',
  china: 'https://microsoftgraph.chinacloudapi.cn',
}

/** Resources a token can be had for, and that the service then refuses with 900420. */
export const otherAudiences = [
  'https://graph.windows.net',
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
]

export interface Claims {
  readonly aud: string
  readonly tid: string
  readonly appid: string
  readonly idtyp?: 'app'
  readonly upn?: string
  readonly oid: string
  readonly amr?: readonly string[]
  /** 1: a guest, whose home `idp` names. */
  readonly acct?: number
  readonly idp?: string
  /** Permissions of an app at Graph. */
  readonly roles?: readonly string[]
  /** Permissions of a user, with blanks between them. */
  readonly scp?: string
  readonly iat: number
  readonly nbf: number
  readonly exp: number
}

/** Seconds since 1970, as the service shows the time. */
export function shownSeconds(service: Service): number {
  return Math.floor(Date.parse(shownTime(service)) / 1000)
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

export function signed(service: Service, claims: object): string {
  const content = `${encoded({ typ: 'JWT', alg: 'HS256', kid: 'sandbox' })}.${encoded(claims)}`
  return `${content}.${signatureOf(service, content)}`
}

function signatureOf(service: Service, content: string): string {
  return createHmac('sha256', `sandbox/${service.world.name}`).update(content).digest('base64url')
}

/** Null: not one of ours. */
export function claimsOf(service: Service, token: string): Claims | null {
  const [head = '', claims = '', given = ''] = token.split('.')
  const expected = Buffer.from(signatureOf(service, `${head}.${claims}`))
  const actual = Buffer.from(given)
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return null
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Claims // we signed it
}
