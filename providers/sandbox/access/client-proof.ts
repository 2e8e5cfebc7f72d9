/**
 * How an app proves that it is itself (facts 5): a secret, an assertion signed with its certificate, or a token of an issuer
 * it trusts. Signatures are verified against what the World gives.
 */
import { constants, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { isFields } from '../body-reader.ts'
import type { Refusal } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { AppRow, PartnerRow } from '../state/partner-rows.ts'
import { failing } from './token-errors.ts'
import { shownSeconds } from './tokens.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** Clocks may differ by so much. */
const leewaySeconds = 300

export interface Proof {
  readonly service: Service
  readonly partner: PartnerRow
  readonly form: URLSearchParams
}

export function checkApp(proof: Proof, app: AppRow): void {
  const { service, form } = proof
  if (form.has('client_assertion')) checkAssertion(proof, app)
  else if (form.has('client_secret')) checkSecret(proof, app.clientSecret, app.secretExpires)
  else
    throw invalidClient(
      service,
      7000218,
      "The request body must contain 'client_assertion' or 'client_secret'.",
    )
}

export function checkSecret({ service, form }: Proof, secret: string | null, expires: string | null): void {
  if (secret === null || form.get('client_secret') !== secret)
    throw invalidClient(service, 7000215, 'Invalid client secret provided.')
  if (expires !== null && expires <= service.time.now())
    throw invalidClient(service, 7000222, 'The provided client secret keys are expired.')
}

function invalidClient(service: Service, number: number, text: string): Refusal {
  return failing(service)(401, 'invalid_client', number, text)
}

interface Jwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly signed: string
  readonly signature: Buffer
}

function checkAssertion(proof: Proof, app: AppRow): void {
  const { service, form } = proof
  if (form.get('client_assertion_type') !== assertionType)
    throw failing(service)(400, 'invalid_request', 900144, 'The client_assertion_type is not supported.')
  const jwt = jwtOf(form.get('client_assertion') ?? '')
  if (jwt === null) throw invalidClient(service, 50027, 'The client assertion is not a valid JWT.')
  const isOwn = String(jwt.claims['iss']).toLowerCase() === app.clientId.toLowerCase()
  const key = isOwn ? certificateKey(proof, app, jwt) : issuerKey(proof, app, jwt)
  if (!isSignedBy(jwt, key))
    throw invalidClient(service, 700027, 'The client assertion failed signature validation.')
  checkTimes(service, jwt)
}

function jwtOf(text: string): Jwt | null {
  const [head = '', claims = '', signature = '', ...rest] = text.split('.')
  try {
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())
    const [header, body] = [read(head), read(claims)]
    if (!isFields(header) || !isFields(body) || rest.length > 0) return null
    return {
      header,
      claims: body,
      signed: `${head}.${claims}`,
      signature: Buffer.from(signature, 'base64url'),
    }
  } catch {
    return null
  }
}

/** Signed by the app itself: issuer and subject are the app, the audience is this tenant's token endpoint. */
function certificateKey({ service, partner }: Proof, app: AppRow, { header, claims }: Jwt): KeyObject {
  if (app.certificate === null)
    throw invalidClient(service, 700027, 'The app has no certificate to validate the assertion with.')
  if (String(claims['sub']).toLowerCase() !== app.clientId.toLowerCase())
    throw invalidClient(service, 700030, 'The subject of the assertion is not the app.')
  const tenant = /^https?:\/\/[^/]+\/([^/]+)\/(oauth2\/(v2\.0\/)?token|v2\.0)\/?$/i.exec(
    String(claims['aud']),
  )?.[1]
  if (![partner.tenantId, partner.domain].includes(tenant?.toLowerCase() ?? ''))
    throw invalidClient(service, 700023, 'The audience of the assertion is not this token endpoint.')
  const certificate = new X509Certificate(app.certificate)
  const prints = [certificate.fingerprint, certificate.fingerprint256].map(thumbprint)
  const named = [header['x5t'], header['x5t#S256'], header['kid']].filter(print => print !== undefined)
  if (named.length > 0 && !named.some(print => prints.some(known => matches(known, String(print)))))
    throw invalidClient(service, 700027, 'The certificate of the assertion is not registered on the app.')
  return certificate.publicKey
}

const thumbprint = (text: string) => Buffer.from(text.replaceAll(':', ''), 'hex')

/** Thumbprints come as base64url, and in `kid` also as hex. */
function matches(known: Buffer, given: string): boolean {
  return (
    known.toString('base64url') === given.replace(/=+$/, '') || known.toString('hex') === given.toLowerCase()
  )
}

/** Signed by another issuer: one of the app's federated credentials says so, to the letter. */
function issuerKey({ service }: Proof, app: AppRow, { claims }: Jwt): KeyObject {
  const audiences = [claims['aud']].flat()
  const ofIssuer = app.federated.filter(entry => entry.issuer === claims['iss'])
  if (ofIssuer.length === 0)
    throw invalidClient(service, 700211, 'No matching federated identity record found for the issuer.')
  const ofSubject = ofIssuer.filter(entry => entry.subject === claims['sub'])
  if (ofSubject.length === 0)
    throw invalidClient(service, 700213, 'No matching federated identity record found for the subject.')
  const found = ofSubject.find(entry => audiences.includes(entry.audience))
  if (found === undefined)
    throw invalidClient(service, 700212, 'No matching federated identity record found for the audience.')
  return createPublicKey(found.publicKey)
}

function isSignedBy({ header, signed, signature }: Jwt, key: KeyObject): boolean {
  const data = Buffer.from(signed)
  switch (header['alg']) {
    case 'RS256':
      return verify('sha256', data, key, signature)
    case 'PS256':
      return verify('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING }, signature)
    case 'ES256':
      return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature)
    default:
      return false
  }
}

function checkTimes(service: Service, { claims }: Jwt): void {
  const now = shownSeconds(service)
  const begins = Number(claims['nbf'] ?? claims['iat'] ?? now)
  if (!(Number(claims['exp']) > now - leewaySeconds) || begins > now + leewaySeconds)
    throw invalidClient(service, 700024, 'The client assertion is not within its valid time range.')
}
