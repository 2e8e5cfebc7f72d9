/** How long a sandbox is asked who it is: one that takes the question and never answers must not hold a command up. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { sandboxControl } from '../../../cmd/sandbox/control.ts'
import { foreignAddress } from '../../../cmd/sandbox/foreign-address.ts'
import type { OwnFolder } from '../../../providers/files/own-folder.ts'
import type { HttpOutcome, HttpRequest } from '../../../providers/http/request.ts'
import { createTransport } from '../../../providers/http/transport.ts'
import { scriptedServer } from '../../support/scripted-server.ts'

function listening(outcome: HttpOutcome) {
  const asked: HttpRequest[] = []
  const send = async (request: HttpRequest) => {
    asked.push(request)
    return outcome
  }
  return { asked, send }
}
const silence: HttpOutcome = { kind: 'no answer', why: 'time-out' }

it('waits half a minute to hear who it is and what time it has, and says that nobody answers', async () => {
  const { asked, send } = listening(silence)
  const control = sandboxControl('http://127.0.0.1:1', send)
  for (const question of [control.worldId(), control.now(), control.credentials()])
    await expect(question).rejects.toMatchObject({ diagnostic: { code: 'COMMAND.NO_SANDBOX' } })
  await expect(control.advance(1_000)).rejects.toMatchObject({ diagnostic: { code: 'COMMAND.NO_SANDBOX' } })
  expect(asked.map(({ method, url, limitMs }) => [method, url.split('/sandbox/')[1], limitMs])).toEqual([
    ['GET', 'health', 30_000],
    ['GET', 'clock', 30_000],
    ['GET', 'credentials', 30_000],
    ['POST', 'clock', undefined],
  ])
})

it('asks an address that came with the workspace for two seconds, and takes silence for nobody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-address-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'address.json'), '{"url":"http://127.0.0.1:9"}')
  const { asked, send } = listening(silence)
  expect(await foreignAddress(folder as OwnFolder, send)).toEqual([])
  expect(asked.map(({ url, limitMs }) => [url, limitMs])).toEqual([
    ['http://127.0.0.1:9/sandbox/health', 2_000],
  ])
})

it('ends a request by its own limit, where that is shorter than that of the transport', async () => {
  const server = await scriptedServer(() => 'hang')
  onTestFinished(() => server.close())
  const { send, close } = createTransport({ timeoutMs: 3_600_000 })
  onTestFinished(close)
  const request: HttpRequest = {
    call: 'sandbox.control',
    method: 'GET',
    url: `${server.url}/sandbox/health`,
    headers: {},
    body: { kind: 'none' },
    partner: 'sandbox',
    family: 'other',
    effect: 'read',
    repeat: 'freely',
    requestId: null,
    correlationId: '',
    limitMs: 50,
  }
  expect(await send(request)).toEqual({ kind: 'no answer', why: 'time-out' })
})
