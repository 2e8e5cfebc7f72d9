/**
 * The proxy a request goes through, by the variables everybody uses: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in capitals
 * or not. This machine itself is never reached through one. What such an address holds is a secret: it may carry a password.
 */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { codes } from './codes.ts'

export interface ProxyAddress {
  readonly protocol: 'http' | 'https'
  readonly host: string
  readonly port: number
  readonly auth?: { readonly username: string; readonly password: string }
}

/** null: the request goes straight there. */
export type ProxyFor = (url: string) => ProxyAddress | null

type Env = Readonly<Record<string, string | undefined>>

/**
 * Or HTTP.BAD_PROXY, which names the variable and not what it holds. ALL_PROXY, which often holds one for other programs, is judged
 * only where https, by which everything but this machine is called, has none of its own.
 */
export function proxiesOf(env: Env): ProxyFor | Diagnostic {
  const variable = (name: string) => env[name.toLowerCase()] || env[name] || ''
  const exceptions = variable('NO_PROXY')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
  if (exceptions.includes('*')) return () => null
  const all = readProxy(variable('ALL_PROXY'))
  const found = { 'https:': readProxy(variable('HTTPS_PROXY')), 'http:': readProxy(variable('HTTP_PROXY')) }
  const judged = {
    ALL_PROXY: found['https:'] === null ? all : null,
    HTTPS_PROXY: found['https:'],
    HTTP_PROXY: found['http:'],
  }
  const wrong = Object.entries(judged)
    .filter(([, proxy]) => proxy === 'wrong')
    .map(([name]) => `${name} holds no http:// or https:// address.`)
  if (wrong.length > 0) return diagnose(codes.BAD_PROXY, { detail: wrong.join(' ') })
  return text => {
    const url = new URL(text)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
    if (isLoopback(url.hostname) || exceptions.some(entry => isExcepted(url, entry))) return null
    const proxy = found[url.protocol] ?? all
    return proxy === 'wrong' ? null : proxy
  }
}

/** Without a scheme it is http://, as everywhere. */
function readProxy(text: string): ProxyAddress | 'wrong' | null {
  if (text === '') return null
  try {
    const url = new URL(text.includes('://') ? text : `http://${text}`)
    if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return 'wrong'
    const protocol = url.protocol === 'https:' ? 'https' : 'http'
    return {
      protocol,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (protocol === 'https' ? 443 : 80) : Number(url.port),
      ...(url.username !== '' && {
        auth: { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
      }),
    }
  } catch {
    return 'wrong'
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === '[::1]' || /(^|\.)localhost$|^127(\.\d+){3}$/.test(hostname)
}

/** A name is itself and what lies below it, with or without a dot before it; a port narrows it. */
function isExcepted(url: URL, entry: string): boolean {
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(entry.replace(/^\*?\./, '')) ?? []
  const own = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  if (port !== undefined && port !== own) return false
  return url.hostname === name || url.hostname.endsWith(`.${name}`)
}
