/** `invite` asks for delegated administration through a journal: each customer once, whoever was asked before keeps the link. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askForAdmin } from '../../../cmd/inviting/ask-for-admin.ts'
import type { Shell } from '../../../cmd/shell.ts'
import { openWorkspace } from '../../../cmd/workspace/read-workspace.ts'
import type { Tenants } from '../../../cmd/workspace/tenants-of-command.ts'
import { nothingWritten } from '../../../cmd/written.ts'
import { tenantId } from '../../../engine/model/ids.ts'
import { anAdminActual } from '../../support/admin/builders.ts'
import { type SimulatedGraph, simulatedGraph } from '../../support/admin/simulated-graph.ts'
import { anActual, aPlace } from '../../support/builders/index.ts'
import { aReader } from '../../support/reader.ts'

const rossi = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'
const bianchi = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f002'
const document = (tenant: string, name: string, admin = '') =>
  `---\napiVersion: tenantform/v1\nkind: Customer\npartner: central\ncustomer: { tenantId: ${tenant}, name: ${name} }\n${admin}`
const documents = `apiVersion: tenantform/v1
kind: Partner
name: central
tenantId: 7d3a0c5e-0000-4000-8000-00000000aa01
admin: { roles: [directory-readers] }
${document(rossi, 'Rossi')}${document(bianchi, 'Bianchi')}${document('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f003', 'Verdi', 'admin: { wanted: false }\n')}`
const link = (tenant: string) =>
  `https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships/id of central ${tenant.replaceAll('-', '')} 1`

let home = ''
let said = ''
let graph: SimulatedGraph
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-ask-'))
  writeFileSync(join(home, 'all.yaml'), documents)
  said = ''
  graph = simulatedGraph({
    actual: [rossi, bianchi].map(tenant =>
      anAdminActual([], {}, { partner: 'central', tenant: tenantId(tenant) }),
    ),
  })
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

async function asking(hasGraph = true) {
  const shell: Shell = {
    streams: {
      out: () => undefined,
      err: text => {
        said += text
      },
      status: () => undefined,
      drawsStatus: false,
      outIsTerminal: false,
      errIsTerminal: false,
      inIsTerminal: false,
      columns: 100,
      errColumns: 100,
    },
    wantsColour: false,
    env: { USER: 'ada' },
    cwd: home,
    version: '0.0.0-test',
    written: nothingWritten(),
    signal: new AbortController().signal,
    clock: graph.clock,
    followUp: {
      verb: 'invite',
      path: 'invite',
      directory: null,
      sandbox: null,
      file: null,
      apply: null,
      given: [],
    },
    untrusted: null,
  }
  const workspace = await openWorkspace(home, shell)
  const loaded = workspace.workspace ?? expect.fail(JSON.stringify(workspace.diagnostics))
  const tenants: Tenants = {
    clock: graph.clock,
    serviceTime: { skewMs: () => 0, heard: () => 1 },
    reader: aReader(anActual()),
    ...(hasGraph && {
      graph: {
        reader: graph.reader,
        exports: { billed: () => expect.fail('no invoice is read') as never },
        writer: () => graph.writer,
      },
    }),
    madeIn: aPlace(loaded.desired),
    warnings: [],
    performers: () => expect.fail('nothing of commerce is written') as never,
    lacking: () => new Map(),
    examine: () => expect.fail('nobody is examined') as never,
    close: async () => undefined,
  }
  const [partner] = loaded.desired.partners
  return askForAdmin({
    shell,
    site: {
      workspace,
      loaded,
      tenants: { ...tenants, performers: () => ({}) as ReturnType<Tenants['performers']> },
      progress: () => undefined,
    },
    partner: partner ?? expect.fail('no partner'),
    customers: loaded.desired.customers,
  })
}

test('every customer that declares it is asked, and a second time nobody is', async () => {
  const first = await asking()
  expect([[...first.links], first.code, said]).toEqual([
    [
      [rossi, link(rossi)],
      [bianchi, link(bianchi)],
    ],
    0,
    '',
  ])
  expect(graph.effects.filter(effect => effect.startsWith('request'))).toHaveLength(2)
  const second = await asking()
  expect([[...second.links], second.code]).toEqual([[...first.links], 0])
  expect(graph.effects).toHaveLength(4)
})

test('a customer that could not be asked is told, and the others get their links', async () => {
  graph.script({ write: 'request', how: 'is refused' })
  const { links, code } = await asking()
  expect([[...links.keys()], code]).toEqual([[bianchi], 5])
  expect(said).toContain('[TEST.NO]')
})

test('an answer that was lost asks nobody twice', async () => {
  graph.script({ write: 'request', how: 'is answered by nobody, though it was carried out', times: 2 })
  const { links, code } = await asking()
  expect([[...links.keys()], code]).toEqual([[rossi, bianchi], 0])
  expect(graph.effects.filter(effect => effect.startsWith('request'))).toHaveLength(2)
})

test('where Graph cannot be read nobody is asked, and that is no success', async () => {
  graph.silence(1)
  const { links, code } = await asking()
  expect([links.size, code, graph.effects]).toEqual([0, 1, []])
  expect(said).toContain('[ADMIN.UNKNOWN]')
})

test('where nothing signs in to Graph it is told, and is no success', async () => {
  const { links, code } = await asking(false)
  expect([links.size, code]).toEqual([0, 1])
  expect(said).toContain('2 customers are not asked for delegated administration.')
})
