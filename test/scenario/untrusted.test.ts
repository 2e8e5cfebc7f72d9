/** `--untrusted`: documents of a stranger's pull request are data. Nothing they name is run, read or sent to, and each refusal has its place. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { scriptedServer } from '../support/scripted-server.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let outside = ''
const at = (...names: readonly string[]) => join(workspace.folder, ...names)
beforeEach(() => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  outside = mkdtempSync(join(tmpdir(), 'tenantform-outside-'))
  writeFileSync(join(outside, 'key.txt'), 'a-secret-of-the-runner')
})
afterEach(() => {
  workspace.remove()
  rmSync(outside, { recursive: true, force: true })
})

const partner = (secret: string) => `apiVersion: tenantform/v1
kind: Partner
name: stranger
tenantId: 7d3a0c5e-0000-4000-8000-0000000000f1
markets: [IT]
credentials: { app: { clientId: 11111111-0000-4000-8000-0000000000f1, clientSecret: ${secret} } }
`
const settings = (lines: string) => `apiVersion: tenantform/v1\nkind: Workspace\nname: here\n${lines}\n`

const invoiceHeader =
  'PartnerId,CustomerId,CustomerName,SubscriptionId,SyndicationPartnerSubscriptionNumber,ChargeStartDate,ChargeEndDate,ChargeType,Amount,Currency'
const invoiceRow =
  '7d3a0c5e-0000-4000-8000-0000000000e1,,Rossi,x,00000000-0000-4000-8000-0000000000a1,2026-12-01,2026-12-31,Cycle fee,4.00,EUR'

/** In a folder of its own, with these documents and no others. */
async function run(
  documents: Readonly<Record<string, string>>,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  mkdirSync(at('strange'), { recursive: true })
  for (const [name, text] of Object.entries(documents)) writeFileSync(at('strange', name), text)
  const { code, out, err } = await tenantform([...args, '-C', 'strange'], { cwd: workspace.folder, env })
  return { code, said: `${out}${err}`, trust: err.match(/\[TRUST\.[A-Z_]+\]/g) ?? [] }
}

const refusals: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['a program', 'TRUST.PROGRAM', { 'p.yaml': partner('{ command: [touch, ran] }') }],
  ['a variable', 'TRUST.VARIABLE', { 'p.yaml': partner('env:DEPLOY_KEY') }],
  ['a file above the workspace', 'TRUST.FILE_OUTSIDE', { 'p.yaml': partner('file:../../key.txt') }],
  ['an absolute file', 'TRUST.FILE_OUTSIDE', { 'p.yaml': partner('file:/etc/hostname') }],
  ['a link out of the workspace', 'TRUST.FILE_OUTSIDE', { 'p.yaml': partner('file:link.txt') }],
  ['a file in a linked folder', 'TRUST.FILE_OUTSIDE', { 'p.yaml': partner('file:.folder/key.txt') }],
  [
    'addresses',
    'TRUST.ENDPOINTS',
    {
      'w.yaml': settings('endpoints: { api: "http://127.0.0.1:9", authority: "http://127.0.0.1:9" }'),
      'p.yaml': partner('file:key.txt'),
    },
  ],
  [
    'a program for the journal',
    'TRUST.PROGRAM',
    {
      'w.yaml': settings('journal: { store: postgres, connection: { command: [touch, ran] } }'),
      'p.yaml': partner('file:key.txt'),
    },
  ],
  [
    'a variable for the journal',
    'TRUST.VARIABLE',
    {
      'w.yaml': settings('journal: { store: postgres, connection: env:JOURNAL_URL }'),
      'p.yaml': partner('file:key.txt'),
    },
  ],
]

describe('documents that are not trusted', () => {
  beforeEach(() => {
    mkdirSync(at('strange'))
    symlinkSync(join(outside, 'key.txt'), at('strange', 'link.txt'))
    symlinkSync(outside, at('strange', '.folder'))
  })

  it.each(refusals)('may not name %s (%s): validate says where', async (_, code, documents) => {
    const trusted = await run(documents, ['validate'])
    expect(trusted.trust).toEqual([])
    const { code: exit, said, trust } = await run(documents, ['validate', '--untrusted'])
    expect({ exit, trust }).toEqual({ exit: 1, trust: [`[${code}]`] })
    expect(said).toMatch(/[pw]\.yaml:\d+:\d+/)
    expect(said).not.toContain('a-secret-of-the-runner')
  })

  it.each([
    ['plan'],
    ['doctor'],
    ['drift'],
    ['export', 'customers'],
    ['journal', 'list', '--run-programs'],
    ['journal', 'show', '--run-programs'],
    ['apply', '--auto-approve'],
    ['resume'],
  ])('are refused by %s %s before anything is run, read or sent', async (...args) => {
    const server = await scriptedServer(() => ({ json: {} }))
    const address = `{ api: "${server.url}", authority: "${server.url}" }`
    const documents = {
      'w.yaml': settings(
        `endpoints: ${address}\njournal: { store: postgres, connection: { command: [touch, ran] } }`,
      ),
      'p.yaml': partner('{ command: [touch, ran] }'),
    }
    const { code, trust } = await run(documents, args.filter(Boolean), { TENANTFORM_UNTRUSTED: '1' })
    await server.close()
    expect({ code, trust, asked: server.asked.length }).toEqual({
      code: 1,
      trust: expect.arrayContaining(['[TRUST.PROGRAM]', '[TRUST.ENDPOINTS]']),
      asked: 0,
    })
    expect(existsSync(at('strange', 'ran'))).toBe(false)
  })

  it('may name variables that are on the list, and files of their own', async () => {
    const documents = { 'p.yaml': partner('env:DEPLOY_KEY') }
    const env = { TENANTFORM_UNTRUSTED: 'yes', TENANTFORM_ALLOW_ENV: 'OTHER, DEPLOY_KEY' }
    expect(await run(documents, ['validate'], env)).toMatchObject({ code: 0, trust: [] })
    writeFileSync(at('strange', 'own.txt'), 'x')
    expect(await run({ 'p.yaml': partner('file:own.txt') }, ['validate', '--untrusted'])).toMatchObject({
      code: 0,
      trust: [],
    })
  })

  it.each([
    ['', 0],
    ['0', 0],
    ['1', 1],
    ['no', 1],
  ])('are asked for by TENANTFORM_UNTRUSTED=%s with exit %i', async (value, exit) => {
    const documents = { 'p.yaml': partner('{ command: [touch, ran] }') }
    expect((await run(documents, ['validate'], { TENANTFORM_UNTRUSTED: value })).code).toBe(exit)
  })
})

describe('a journal whose place only a program knows', () => {
  const documents = {
    'w.yaml': settings(
      'journal: { store: postgres, connection: { command: [sh, -c, "touch ran; echo none"] } }',
    ),
    'p.yaml': partner('env:X'),
  }

  it.each([['list'], ['show']])('is not asked for by journal %s, which says so and how', async verb => {
    const { code, said } = await run(documents, ['journal', verb])
    expect({ code, ran: existsSync(at('strange', 'ran')) }).toEqual({ code: 1, ran: false })
    expect(said).toContain('[COMMAND.PROGRAM_NEEDED]')
    expect(said).toContain('--run-programs')
    await run(documents, ['journal', verb, '--run-programs'])
    expect(existsSync(at('strange', 'ran'))).toBe(true)
  })

  // Was red: both ran it, in a rehearsal too.
  it.each([
    ['evidence of the journal alone', ['export', 'evidence', '--no-records']],
    ['invoices of files', ['reconcile', '--from', 'recon.csv']],
  ])('is not asked for by %s, and never in a rehearsal', async (_, args) => {
    writeFileSync(at('w.yaml'), documents['w.yaml'])
    writeFileSync(at('recon.csv'), `${invoiceHeader}\n${invoiceRow}\n`)
    for (const more of [[], ['--sandbox'], ['--sandbox', '--run-programs']]) {
      const { code, err } = await tenantform([...args, ...more], { cwd: workspace.folder })
      expect([more, code, err.includes('[COMMAND.PROGRAM_NEEDED]'), existsSync(at('ran'))]).toEqual([
        more,
        1,
        true,
        false,
      ])
    }
    await tenantform([...args, '--run-programs'], { cwd: workspace.folder })
    expect(existsSync(at('ran'))).toBe(true)
  })

  it('is no matter where the journal lies on this disc', async () => {
    const own = { 'w.yaml': settings(''), 'p.yaml': partner('{ command: [touch, ran] }') }
    for (const verb of ['list', 'show']) await run(own, ['journal', verb, '--run-programs'])
    expect(existsSync(at('strange', 'ran'))).toBe(false)
  })
})

describe('an address of a sandbox that came with the workspace', () => {
  it('is told and not gone to: it gets no secret and no document', async () => {
    const stranger = await scriptedServer(() => ({ json: { worldId: 'theirs', ok: true } }))
    mkdirSync(at('.tenantform', 'sandbox'), { recursive: true, mode: 0o700 })
    for (const name of ['address.json', 'proof.json'])
      writeFileSync(
        at('.tenantform', 'sandbox', name),
        JSON.stringify({ url: stranger.url, worldId: 'theirs', key: 'a'.repeat(64) }),
        { mode: 0o600 },
      )
    const { code, err } = await tenantform(['status', '--sandbox', '-q'], { cwd: workspace.folder })
    await stranger.close()
    expect({ code, told: err.match(/\[[A-Z_.]+\]/g) }).toEqual({
      code: 0,
      told: ['[COMMAND.FOREIGN_SANDBOX]'],
    })
    expect(stranger.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /sandbox/challenge',
      'GET /sandbox/health',
    ])
    expect(JSON.stringify(stranger.asked)).not.toMatch(/sandbox-|Bearer|alpha/)
  })
})

// Was red: the line of the secret was drawn in the log.
describe('nothing is quoted of a file that is neither a document nor a price list', () => {
  const secret = 'S3cr3t~of.the.runner'
  const named = (prices: string) =>
    partner('env:ITALY').replace('markets:', `currency: EUR\nprices: ${prices}\nmarkets:`)
  const env = { TENANTFORM_ALLOW_ENV: 'ITALY', ITALY: 'x' }
  it.each<[string, string, string, string]>([
    ['a price list that is a file of a secret', secret, 'key', 'DOCUMENT.PRICE_LIST'],
    ['a price list that is a file of variables', `A=1,B=2\nAPI_KEY=${secret}`, '.env', 'DOCUMENT.PRICE_LIST'],
    ['a document that is a link to a secret', secret, 'linked.yaml', 'DOCUMENT.NOT_OURS'],
    ["somebody else's YAML", `password: ${secret}`, 'values.yaml', 'DOCUMENT.NOT_OURS'],
  ])('%s', async (_, text, name, code) => {
    mkdirSync(at('strange'))
    const isLink = name === 'linked.yaml'
    writeFileSync(at('strange', isLink ? 'key' : name), text)
    if (isLink) symlinkSync('key', at('strange', name))
    const list = name.endsWith('.yaml') ? '' : name
    const documents = { 'p.yaml': list === '' ? partner('env:ITALY') : named(list) }
    const found = at('found.txt')
    const args = ['--untrusted', 'validate']
    const texts = await run(documents, [...args, '--findings', `github=${found}`], env)
    const data = await run(documents, [...args, '--format', 'json'], env)
    const everything = `${texts.said}${data.said}${readFileSync(found, 'utf8')}`
    expect([everything.includes(secret), texts.said.includes(code), data.said.includes(code)]).toEqual([
      false,
      true,
      true,
    ])
  })
})
