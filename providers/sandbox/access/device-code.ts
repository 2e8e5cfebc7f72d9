/**
 * The device authorization grant (learn.microsoft.com, OAuth 2.0 device authorization grant; RFC 8628; read 2026-11-30): an app shows a
 * code, a person signs in elsewhere with it, and the app asks until that has happened. The person is `POST /sandbox/sign-in`.
 */
import type { WireDeviceCode } from '../../partner-center/wire/token.ts'
import type { Answer } from '../call.ts'
import { nextCount, uuidOf } from '../ids.ts'
import type { Refusal } from '../refusal.ts'
import { partnerByTenant, type Service } from '../service.ts'
import type { DeviceCodeRow, PartnerRow } from '../state/partner-rows.ts'
import { addMs, msBetween } from '../time/calendar.ts'
import { failing } from './token-errors.ts'

/** The grant's own name, and the short one that Microsoft's library sends. */
const deviceGrants = ['urn:ietf:params:oauth:grant-type:device_code', 'device_code']

export function isDeviceGrant(form: URLSearchParams): boolean {
  return deviceGrants.includes(form.get('grant_type') ?? '')
}

const lifeSeconds = 900
const intervalSeconds = 5
const verificationUri = 'https://microsoft.com/devicelogin'

export function answerDeviceCode(service: Service, tenant: string, text: string): Answer {
  const form = new URLSearchParams(text)
  const fail = failing(service)
  const partner = partnerByTenant(service, tenant)
  if (partner === undefined) throw fail(400, 'invalid_request', 90002, `Tenant '${tenant}' was not found.`)
  for (const name of ['client_id', 'scope'])
    if (!form.has(name)) throw fail(400, 'invalid_request', 900144, `The body must contain '${name}'.`)
  const clientId = form.get('client_id')?.toLowerCase() ?? ''
  if (!knows(partner, clientId))
    throw fail(
      400,
      'unauthorized_client',
      700016,
      `Application '${clientId}' was not found in the directory.`,
    )
  const count = String(nextCount(service, 'device code', partner.name))
  const id = uuidOf(service.world.name, 'device code', partner.name, count)
  const row: DeviceCodeRow = {
    deviceCode: `sandbox-device-${id}`,
    userCode: id.replaceAll('-', '').slice(0, 9).toUpperCase(),
    partner: partner.name,
    clientId,
    scope: form.get('scope') ?? '',
    expiresAt: addMs(service.time.now(), lifeSeconds * 1000),
    interval: intervalSeconds,
    askedAt: null,
    answer: 'waiting',
    upn: null,
  }
  service.store.deviceCodes.put(row)
  const body: WireDeviceCode = {
    device_code: row.deviceCode,
    user_code: row.userCode,
    verification_uri: verificationUri,
    expires_in: lifeSeconds,
    interval: intervalSeconds,
    message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${row.userCode} to authenticate.`,
  }
  return { status: 200, body }
}

function knows(partner: PartnerRow, clientId: string): boolean {
  return [...partner.apps, ...partner.users].some(entry => entry.clientId.toLowerCase() === clientId)
}

/** Whose sign-in the code stands for; refuses as long as there is none. A code is good for one answer. */
export function redeemed(service: Service, partner: PartnerRow, form: URLSearchParams): DeviceCodeRow {
  const clientId = form.get('client_id')?.toLowerCase() ?? ''
  const row = service.store.deviceCodes.get(form.get('device_code') ?? '')
  if (row === undefined || row.partner !== partner.name || row.clientId !== clientId || row.answer === 'used')
    throw failing(service)(400, 'bad_verification_code', 70018, 'The device code is not known.')
  checkPublic(service, partner, form)
  const now = service.time.now()
  const refusal = whyNotYet(service, row)
  service.store.deviceCodes.put({
    ...row,
    askedAt: now,
    ...(isTooEarly(service, row) && { interval: row.interval + intervalSeconds }),
    ...(refusal === null && { answer: 'used' as const }),
  })
  if (refusal !== null) throw refusal
  return row
}

/** An app that allows no public client flows has to prove itself, which this grant leaves no room for. */
function checkPublic(service: Service, partner: PartnerRow, form: URLSearchParams): void {
  const clientId = form.get('client_id')?.toLowerCase() ?? ''
  const app = partner.apps.find(entry => entry.clientId.toLowerCase() === clientId)
  if (app?.publicFlows === false && !form.has('client_secret') && !form.has('client_assertion'))
    throw failing(service)(
      401,
      'invalid_client',
      7000218,
      "The request body must contain 'client_assertion' or 'client_secret'.",
    )
}

function isTooEarly(service: Service, { askedAt, interval }: DeviceCodeRow): boolean {
  return askedAt !== null && msBetween(askedAt, service.time.now()) < interval * 1000
}

function whyNotYet(service: Service, row: DeviceCodeRow): Refusal | null {
  const fail = failing(service)
  if (row.expiresAt <= service.time.now())
    return fail(400, 'expired_token', 70020, 'The device code has expired.')
  if (row.answer === 'declined')
    return fail(400, 'authorization_declined', 70017, 'The end user denied the authorization request.')
  if (isTooEarly(service, row)) return fail(400, 'slow_down', 70016, 'The app asks too often.')
  if (row.answer === 'approved') return null
  return fail(400, 'authorization_pending', 70016, 'The user has not finished authenticating.')
}
