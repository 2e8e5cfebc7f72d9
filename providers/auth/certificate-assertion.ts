/**
 * A client assertion: a token that the app signs with its certificate's key (Microsoft identity platform, certificate credentials,
 * read 2026-11-23). Signed here and not by MSAL, which would take its times from the system's clock instead of the one it is given.
 */
import { constants, createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { Instant } from '../../engine/model/ids.ts'
import { fail, type Result, succeed } from '../../engine/result.ts'
import { codes } from './codes.ts'

export interface AssertionFacts {
  readonly partner: string
  /** PEM. */
  readonly certificate: string
  /** PEM, not encrypted. */
  readonly privateKey: string
  readonly clientId: string
  /** The audience of the assertion. */
  readonly tokenEndpoint: string
  readonly now: Instant
  /** Makes each assertion another one. */
  readonly id: string
}

const lifeSeconds = 600

export function signAssertion(facts: AssertionFacts): Result<string> {
  const { partner, clientId, tokenEndpoint, now, id } = facts
  const key = keyIn(facts)
  if ('code' in key) return fail(key)
  const seconds = Math.floor(Date.parse(now) / 1000)
  if (Date.parse(key.certificate.validTo) <= Date.parse(now))
    return fail(
      diagnose(codes.CERTIFICATE_EXPIRED, {
        detail: `${partner}: the certificate was good until ${new Date(key.certificate.validTo).toISOString()}.`,
      }),
    )
  const header = {
    alg: 'PS256',
    typ: 'JWT',
    'x5t#S256': createHash('sha256').update(key.certificate.raw).digest('base64url'),
  }
  const claims = {
    aud: tokenEndpoint,
    iss: clientId,
    sub: clientId,
    jti: id,
    nbf: seconds,
    iat: seconds,
    exp: seconds + lifeSeconds,
  }
  const text = [header, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const signature = sign('sha256', Buffer.from(text), {
    key: key.privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  })
  return succeed(`${text}.${signature.toString('base64url')}`)
}

/** What is wrong is said without a word of what was read. */
function keyIn({ partner, certificate, privateKey }: AssertionFacts) {
  const unusable = (detail: string): Diagnostic =>
    diagnose(codes.CERTIFICATE_UNUSABLE, { detail: `${partner}: ${detail}` })
  try {
    const read = new X509Certificate(certificate)
    const key = createPrivateKey(privateKey)
    if (key.asymmetricKeyType !== 'rsa') return unusable('the private key is not an RSA key.')
    if (!read.checkPrivateKey(key)) return unusable('the private key does not belong to the certificate.')
    return { certificate: read, privateKey: key }
  } catch {
    return unusable('the certificate or its private key is not PEM that can be read.')
  }
}
