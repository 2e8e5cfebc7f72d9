import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { partnerName, tenantId } from '../../../engine/model/ids.ts'
import type { TraceEvent } from '../../../providers/http/trace.ts'
import { createTransport, type Transport } from '../../../providers/http/transport.ts'
import { connect, examine, type PartnerAccess } from '../../../providers/partner-center/index.ts'
import { anAttempt, aSuspend } from '../../support/actions.ts'
import { jumpingClock } from '../../support/jumping-clock.ts'
import { type Script, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts'
import { aToken, italyTenant, spellings } from '../../support/tokens.ts'

const open: { server?: ScriptedServer; transport?: Transport } = {}
afterEach(async () => {
  open.transport?.close()
  await open.server?.close()
})

const italy = partnerName('italy')
const clientSecret = 'sandbox-secret-of-italy/with+signs=='

async function connecting(script: Script, facts: Partial<PartnerAccess> = {}, signal?: AbortSignal) {
  const server = await scriptedServer(script)
  const transport = createTransport({ timeoutMs: 5_000 })
  Object.assign(open, { server, transport })
  const traced: TraceEvent[] = []
  const connection = connect({
    partners: [
      {
        name: italy,
        tenantId: tenantId(italyTenant),
        cloud: 'global',
        endpoints: { api: server.url, authority: server.url },
        credentials: {
          app: { clientId: async () => 'app-1', proof: { kind: 'secret', secret: async () => clientSecret } },
        },
        ...facts,
      },
    ],
    clock: jumpingClock(),
    transport,
    progress: () => undefined,
    random: () => 0.5,
    trace: event => void traced.push(event),
    ...(signal !== undefined && { signal }),
  })
  return { server, connection, traced }
}

const token = { json: { token_type: 'Bearer', expires_in: 3599, access_token: aToken() } }
const isToken = (url: string) => url.includes('/oauth2/')

describe('a connection', () => {
  it('signs in once for reader and performers together', async () => {
    const { server, connection } = await connecting(asked =>
      isToken(asked.url) ? token : { json: { id: 's-1', status: 'suspended', quantity: 5 } },
    )
    await connection.reader.customer(italy, tenantId('c-1'))
    expect(
      await connection.performers()['subscription.suspend'].perform(aSuspend(), anAttempt()),
    ).toMatchObject({ kind: 'done' })
    expect(server.asked.filter(({ url }) => isToken(url))).toHaveLength(1)
  })

  it('gives its reads up at once when it is told to stop', async () => {
    const stop = new AbortController()
    const { server, connection } = await connecting(
      ({ url }) => (isToken(url) ? token : 'hang'),
      {},
      stop.signal,
    )
    const reading = connection.reader.subscriptions(italy, tenantId('c-1'))
    while (server.asked.length < 2) await new Promise(resolve => setImmediate(resolve))
    stop.abort()
    expect(await reading).toMatchObject({
      kind: 'unknown',
      because: { code: 'PARTNER_CENTER.NO_ANSWER', detail: expect.stringContaining('(aborted)') },
    })
    expect(await connection.reader.subscriptions(italy, tenantId('c-2'))).toMatchObject({ kind: 'unknown' })
    expect(server.asked).toHaveLength(2)
  })

  it('cannot write by its reading client, whatever is asked of it', async () => {
    const { server, connection } = await connecting(asked => (isToken(asked.url) ? token : { json: {} }))
    const client = connection.client(italy)
    const forced = client as unknown as {
      write: (call: string, ids: object, input: object) => Promise<unknown>
    }
    await expect(
      forced.write('carts.create', { requestId: 'r', correlationId: 'c' }, { path: { customer: 'c-1' } }),
    ).rejects.toMatchObject({
      error: { kind: 'not-sent', diagnostic: { code: 'HTTP.READ_ONLY' } },
    })
    expect(server.asked).toEqual([])
  })

  it('names who is missing when it does not know a partner', async () => {
    const { connection } = await connecting([])
    expect(connection.client(partnerName('spain'))).toBeNull()
  })

  it.each(['http://api.example', 'ftp://127.0.0.1', 'not an address', 'http://127.0.0.1.evil.example'])(
    'sends nothing to %s',
    async api => {
      const { server, connection } = await connecting([], { endpoints: { api } })
      expect(await connection.reader.customer(italy, tenantId('c-1'))).toMatchObject({
        kind: 'unknown',
        because: { code: 'PARTNER_CENTER.INSECURE_ENDPOINT' },
      })
      expect(server.asked).toEqual([])
    },
  )

  it('is not even tried out under an address that is not safe: no secret is asked for', async () => {
    const asked: string[] = []
    const secret = async () => {
      asked.push('secret')
      return clientSecret
    }
    const transport = createTransport({ timeoutMs: 5_000 })
    Object.assign(open, { transport })
    const found = await examine(
      {
        name: italy,
        tenantId: tenantId(italyTenant),
        cloud: 'global',
        endpoints: { authority: 'http://login.example' },
        credentials: { app: { clientId: async () => 'app-1', proof: { kind: 'secret', secret } } },
      },
      { clock: jumpingClock(), transport, progress: () => undefined, random: () => 0.5, partners: [] },
    )
    expect(found.signIns).toMatchObject([{ trouble: { code: 'PARTNER_CENTER.INSECURE_ENDPOINT' } }])
    expect(asked).toEqual([])
  })

  it('asks the token endpoint again when it says that the trouble passes, whatever its status', async () => {
    const passing = { status: 400, json: { error: 'temporarily_unavailable', error_codes: [90033] } }
    const { server, connection } = await connecting([passing, passing, token, { json: { id: 'c-1' } }])
    expect(await connection.reader.customer(italy, tenantId('c-1'))).toMatchObject({ kind: 'present' })
    expect(server.asked.filter(({ url }) => isToken(url))).toHaveLength(3)
  })

  it.each([
    [
      'echoes the request',
      (asked: { headers: object; body: string }) => ({
        status: 500,
        json: { code: '1', description: JSON.stringify(asked.headers) },
      }),
    ],
    [
      'echoes the request as text',
      (asked: { headers: object; body: string }) => ({
        status: 403,
        headers: { 'Content-Type': 'text/plain' },
        text: `${JSON.stringify(asked.headers)} ${asked.body}`,
      }),
    ],
    ['breaks off', () => 'drop' as const],
  ])('tells no secret when the service %s', async (_, answer) => {
    for (const whole of [true, false]) {
      const { connection, traced } = await connecting(asked =>
        isToken(asked.url) && whole ? token : answer(asked),
      )
      const read = await connection.reader.customer(italy, tenantId('c-1'))
      const written = await connection.performers()['subscription.suspend'].perform(aSuspend(), anAttempt())
      expect([read.kind, written.kind]).not.toContain('done')
      const shown = `${JSON.stringify([read, written, traced])}${inspect([read, written, traced, connection], { depth: 20, showHidden: true })}`
      for (const spelling of [...spellings(clientSecret), ...spellings(aToken())])
        expect(shown).not.toContain(spelling)
      open.transport?.close()
      await open.server?.close()
    }
  })
})
