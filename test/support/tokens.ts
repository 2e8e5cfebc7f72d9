/** Access tokens as Entra's: three parts, of which the middle one can be read. The signature is nonsense. */
export function aToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const body = { aud: partnerCenter, tid: italyTenant, appid: 'app-1', exp: 1_900_000_000, ...claims }
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(body)}.c2lnbmF0dXJlLW9mLXRoaXMtdG9rZW4tdGhhdC1pcy1sb25n`
}

export const partnerCenter = 'https://api.partnercenter.microsoft.com'
export const italyTenant = '1b0f0000-0000-4000-8000-00000000aa02'

/** Every spelling in which a secret could leak. */
export function spellings(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ]
}
