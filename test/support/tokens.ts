/** Access tokens as Entra's: three parts, of which the middle one can be read. The signature is nonsense. */
export function aToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const body = { aud: partnerCenter, tid: italyTenant, appid: 'app-1', exp: 1_900_000_000, ...claims }
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(body)}.c2lnbmF0dXJlLW9mLXRoaXMtdG9rZW4tdGhhdC1pcy1sb25n`
}

export const partnerCenter = 'https://api.partnercenter.microsoft.com'
export const italyTenant = '1b0f0000-0000-4000-8000-00000000aa02'

/** Every spelling in which a secret could leak: plain, in a URL or a form, in JSON, and in either base64, also in the midst of more. */
export function spellings(secret: string): readonly string[] {
  const form = new URLSearchParams({ s: secret }).toString().slice(2)
  const inText = JSON.stringify(secret).slice(1, -1)
  return [...new Set([secret, encodeURIComponent(secret), form, inText, ...inBase64(secret)])]
}

/** What base64 makes of it wherever it begins in a longer text: only the characters that hang on the secret alone. */
function inBase64(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const whole = [bytes.toString('base64'), bytes.toString('base64url')]
  const within = [0, 1, 2].flatMap(shift => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
    const [from, to] = [Math.ceil((shift * 8) / 6), Math.floor((shifted.length * 8) / 6)]
    return [shifted.toString('base64').slice(from, to), shifted.toString('base64url').slice(from, to)]
  })
  return [...whole, ...within]
}
