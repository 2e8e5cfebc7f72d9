/** The key that signs what is delivered, with a certificate of its own: made when it is first needed, gone with the process. */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'

export interface Signer {
  /** PEM. */
  readonly certificate: string
  /** RSA-SHA256 over the bytes, in base64. */
  sign(bytes: Buffer): string
}

export function createSigner(): () => Signer {
  let made: Signer | null = null
  return () => {
    made ??= newSigner()
    return made
  }
}

function newSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const sign = (bytes: Buffer) => createSign('sha256').update(bytes).sign(privateKey)
  const content = toBeSigned(publicKey)
  const certificate = sequence(content, sha256WithRsa, bits(sign(content)))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    sign: bytes => sign(bytes).toString('base64'),
  }
}

/** X.509 in DER; node:crypto reads certificates and makes none. */
function toBeSigned(publicKey: KeyObject): Buffer {
  const part = (id: string, value: string) => der(0x31, sequence(oid(id), der(0x0c, Buffer.from(value))))
  const name = sequence(part(organisation, 'Tenantform sandbox'), part(commonName, 'webhooks'))
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

/** Tag, length, content. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, Buffer.concat(parts))
const bits = (content: Buffer) => der(0x03, Buffer.concat([Buffer.from([0]), content]))
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const utcTime = (text: string) => der(0x17, Buffer.from(text))
const organisation = '55040a'
const commonName = '550403'
const sha256WithRsa = sequence(oid('2a864886f70d01010b'), der(0x05, Buffer.alloc(0)))
