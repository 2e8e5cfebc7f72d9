/** A key pair with a self-signed certificate, made on the spot, and tokens signed with it. */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'

export interface Identity {
  /** PEM. */
  readonly certificate: string
  readonly privateKey: string
  readonly publicKey: string
  /** A JWT over these claims, RS256. */
  sign(claims: object, header?: object): string
}

/** Certificates are valid 2020 to 2049. */
export function anIdentity(): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const content = toBeSigned(publicKey)
  const certificate = sequence(content, sha256WithRsa, bits(signature(content, privateKey)))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign(claims, header = {}) {
      const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const text = `${encoded({ typ: 'JWT', alg: 'RS256', ...header })}.${encoded(claims)}`
      return `${text}.${signature(Buffer.from(text), privateKey).toString('base64url')}`
    },
  }
}

function signature(data: Buffer, key: KeyObject): Buffer {
  return createSign('sha256').update(data).sign(key)
}

/** DER: tag, length, content. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, Buffer.concat(parts))
const bits = (content: Buffer) => der(0x03, Buffer.concat([Buffer.from([0]), content]))
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const utcTime = (text: string) => der(0x17, Buffer.from(text))
const sha256WithRsa = sequence(oid('2a864886f70d01010b'), der(0x05, Buffer.alloc(0)))

function toBeSigned(publicKey: KeyObject): Buffer {
  const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('sandbox')))))
  return sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    name,
    sequence(utcTime('200101000000Z'), utcTime('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
}
