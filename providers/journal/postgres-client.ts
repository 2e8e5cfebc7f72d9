/** The driver's client for the journal's server, on this machine or over verified TLS: what a journal holds is carried out by `resume`. */
import type { Client } from 'pg'
import { diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from './codes.ts'

const connectTimeoutMs = 10_000
/** A server that is not heard of for so long is unreachable; without it a cut connection is waited for a quarter of an hour. */
const queryTimeoutMs = 30_000

/** Not connected yet. Throws JOURNAL.NO_TLS. */
export async function clientAt(url: string, process: string): Promise<Client> {
  const { default: pg } = await import('pg')
  const options = {
    connectionString: spelledOut(url),
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    application_name: process,
    keepAlive: true,
  }
  // What the driver makes of the address is looked at, not the address: a host may come from more than one place in it.
  const client = new pg.Client(options)
  if (isOnThisMachine(client.host)) return client
  const tls: unknown = Reflect.get(client, 'ssl')
  if (isVerified(tls)) return client
  if (tls === false && !/[?&]ssl(mode)?=/i.test(url)) return new pg.Client({ ...options, ssl: true })
  throw new Trouble(
    diagnose(codes.NO_TLS, {
      detail:
        'The connection of the journal turns TLS or its verification off, for a host that is not this machine.',
    }),
  )
}

function isOnThisMachine(host: string): boolean {
  return host.startsWith('/') || /^(localhost|127[.]\d+[.]\d+[.]\d+|::1)$/i.test(host)
}

/** The certificate, and that it is the host's. */
function isVerified(tls: unknown): boolean {
  if (typeof tls !== 'object' || tls === null) return tls === true
  return Reflect.get(tls, 'rejectUnauthorized') !== false && !('checkServerIdentity' in tls)
}

/** The driver takes both for `verify-full`, and prints a warning of its own about it. */
function spelledOut(url: string): string {
  return /[?&]uselibpqcompat=true/i.test(url)
    ? url
    : url.replace(/([?&]sslmode=)(require|verify-ca)(?=&|$)/i, '$1verify-full')
}
