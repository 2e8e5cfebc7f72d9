/** With whom a journal is spoken to in the clear: this machine, and nobody else. Nothing is connected here. */
import { expect, it } from 'vitest'
import { clientAt } from '../../../providers/journal/postgres-client.ts'

const tlsOf = async (url: string) => {
  const client = await clientAt(url, 'test')
  return Reflect.get(client, 'ssl') as unknown
}

it.each([
  'postgres://u:p@localhost/d',
  'postgres://u:p@127.0.0.1:5432/d',
  'postgres://u:p@127.8.9.10/d',
  'postgres://u:p@[::1]/d',
  'postgres://u:p@/d?host=/var/run/postgresql',
])('%s is this machine, and may be spoken to in the clear', async url => {
  expect(await tlsOf(url)).toBe(false)
})

it.each([
  'postgres://u:p@db.example/d',
  'postgres://u:p@10.0.0.5/d',
  'postgres://u:p@localhost.example/d',
  'postgres://u:p@127.0.0.1.example/d',
  'postgres://u:p@0.0.0.0/d',
  'postgres://u:p@db.example/d?sslmode=require',
  'postgres://u:p@db.example/d?sslmode=verify-ca',
  'postgres://u:p@db.example/d?sslmode=verify-full',
  'postgres://u:p@db.example/d?ssl=true',
  'postgres://u:p@localhost/d?host=db.example',
])('%s is spoken to over TLS that is verified', async url => {
  const tls = await tlsOf(url)
  expect(
    tls === true || (typeof tls === 'object' && Reflect.get(tls ?? {}, 'rejectUnauthorized') !== false),
  ).toBe(true)
})

it.each([
  'postgres://u:p@db.example/d?sslmode=disable',
  'postgres://u:p@db.example/d?sslmode=no-verify',
  'postgres://u:p@db.example/d?ssl=false',
  'postgres://u:p@db.example/d?sslmode=prefer&uselibpqcompat=true',
  'postgres://u:p@db.example/d?sslmode=require&uselibpqcompat=true',
  'postgres://u:p@localhost/d?host=db.example&sslmode=disable',
])('%s turns TLS or its verification off, and is refused without its secret', async url => {
  const refused = await clientAt(url, 'test').catch((error: unknown) => error)
  expect(refused).toMatchObject({ diagnostic: { code: 'JOURNAL.NO_TLS' } })
  expect(JSON.stringify(refused)).not.toContain('u:p')
})
