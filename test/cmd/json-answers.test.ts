/** `--format json` of every command: one document on stdout, by the schema that docs/machine-output.md names. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answers } from '../../cmd/formats.ts'
import { commandsBelow } from '../support/commands-below.ts'
import { copyExample } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts'
import { type SchemaName, violationsOf } from '../support/schemas.ts'

let home = ''
let sandbox: SandboxProcess
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-json-'))
  copyExample('consolidation', join(home, 'tenants'))
  mkdirSync(join(home, 'new'))
  sandbox = await startSandboxProcess(join(home, 'tenants', 'world.yaml'), home)
})
afterAll(async () => {
  await sandbox.stop()
  rmSync(home, { recursive: true, force: true })
})

interface Call {
  readonly command: string
  readonly args?: string
  readonly code?: number
  /** In place of that of the command. */
  readonly schema?: string
}

const pilot = '--target panificiorossi.example'
const pilotTenant = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'
const yes = '--auto-approve --allow-irreversible'

/** In this order, on one workspace and its sandbox. */
const calls: readonly Call[] = [
  { command: 'version' },
  { command: 'schema' },
  { command: 'schema', args: 'nonsense', code: 1, schema: 'diagnostics' },
  { command: 'explain', args: 'APPLY.MOVED' },
  { command: 'explain', args: '30fbe180-fb6f-4a99-a868-5ae9d48de257', code: 3 },
  { command: 'explain', args: 'APPLY.MOVDE', code: 3, schema: 'diagnostics' },
  { command: 'init', args: '-C ../new' },
  { command: 'init', args: '-C ../new', code: 1, schema: 'diagnostics' },
  { command: 'fmt', args: '--check' },
  { command: 'validate' },
  { command: 'validate', args: '-C nowhere', code: 1 },
  { command: 'journal list' },
  { command: 'journal show', code: 1, schema: 'diagnostics' },
  { command: 'resume', args: '--sandbox', code: 1, schema: 'diagnostics' },
  { command: 'plan', args: `${pilot} --sandbox --out plan.json` },
  { command: 'plan', args: '--target nobody.example --sandbox', code: 3 },
  { command: 'show', args: 'plan.json', schema: 'plan' },
  { command: 'apply', args: 'plan.json --sandbox --auto-approve', code: 3, schema: 'diagnostics' },
  { command: 'apply', args: `plan.json --sandbox ${yes} --out result.json` },
  { command: 'apply', args: `${pilot} --sandbox ${yes} --out nothing.json` },
  { command: 'show', args: 'result.json', schema: 'result' },
  { command: 'show', args: 'nothing.json', schema: 'result' },
  { command: 'resume', args: '--sandbox' },
  { command: 'journal list' },
  { command: 'journal show' },
  { command: 'status', args: '--sandbox' },
  { command: 'status', args: '--sandbox --watch', code: 1, schema: 'diagnostics' },
  { command: 'drift', args: '--sandbox' },
  { command: 'rehearse', args: '--sandbox --seeds 1' },
  { command: 'rehearse', args: '--sandbox --seeds none', code: 1, schema: 'diagnostics' },
  { command: 'renewals', args: '--sandbox --days 400 --all' },
  { command: 'doctor', args: '--sandbox' },
  { command: 'login', args: 'central-emea --check --sandbox' },
  { command: 'login', args: 'nobody --sandbox', code: 3, schema: 'diagnostics' },
  { command: 'reconcile', args: '--sandbox' },
  { command: 'activity list', args: '--sandbox' },
  { command: 'activity export', args: '--sandbox' },
  { command: 'activity verify', args: '--sandbox' },
  { command: 'import', args: '--sandbox --snapshot accounts.json' },
  { command: 'import', args: '--sandbox --update' },
  { command: 'invite', args: '--sandbox' },
  { command: 'export customers', args: '--sandbox' },
  { command: 'export subscriptions', args: '--sandbox' },
  { command: 'export azure-handoff', args: '--sandbox' },
  { command: 'export admin', args: '--sandbox' },
  { command: 'export customers', args: '--sandbox --customer nobody', code: 3, schema: 'diagnostics' },
  { command: 'export evidence', args: '--sandbox' },
  { command: 'sandbox state', args: '--sandbox' },
  { command: 'sandbox requests', args: '--sandbox' },
  { command: 'sandbox requests', args: '--count --sandbox' },
  { command: 'sandbox accept', args: `central-emea ${pilotTenant} --sandbox` },
  { command: 'sandbox sign-in', args: 'NOBODY123 --sandbox', code: 1, schema: 'diagnostics' },
  // Nothing was asked for; examples/delegated-administration shows what is answered otherwise.
  {
    command: 'sandbox approve',
    args: `central-emea ${pilotTenant} --sandbox`,
    code: 1,
    schema: 'diagnostics',
  },
  {
    command: 'sandbox azure-migrate',
    args: '8a8d929c-aa3c-4946-abab-ab20b4ed2ec6 italy central-emea --sandbox',
  },
  { command: 'sandbox advance', args: 'P1D --sandbox' },
  { command: 'sandbox advance', args: 'nonsense --sandbox', code: 1, schema: 'diagnostics' },
  { command: 'sandbox ledger', args: '--sandbox' },
  { command: 'sandbox fault', args: '[{"match":{"path":"/nowhere"},"do":"garble"}] --sandbox' },
  { command: 'sandbox start', args: '--seed world.yaml' },
]

const nameOf = (schema: string) => (schema.charAt(0).toUpperCase() + schema.slice(1)) as SchemaName // an unknown name is refused when it is looked up

/** A program that runs, a journal in the form of its file, SQL, and a script for a shell: they have one form only. */
const withoutJson = ['worker', 'journal export', 'journal tables', 'completion']

it('is an answer of every command, and each is tried', async () => {
  const commands = (await commandsBelow([])).map(path => path.join(' '))
  const isJson = ([, { formats }]: (typeof rows)[number]) => formats.some(format => format === 'json')
  const rows = Object.entries(answers)
  const told = rows.filter(isJson).map(([command]) => command)
  const tried = new Set(calls.map(call => call.command))
  expect({
    without: commands.filter(command => !told.includes(command)),
    untried: told.filter(command => !tried.has(command)),
  }).toEqual({ without: withoutJson, untried: [] })
})

it('is one document that keeps the schema of the command', async () => {
  const wrong: unknown[] = []
  const signal = AbortSignal.abort()
  for (const { command, args = '', code = 0, schema: asked } of calls) {
    const [usual = ''] = rowOf(command)?.schemas ?? []
    const schema = asked ?? usual
    const argv = [
      ...command.split(' '),
      ...args
        .replace('--sandbox', `--sandbox ${sandbox.url}`)
        .split(' ')
        .filter(word => word !== ''),
      '--format',
      'json',
      '-q',
    ]
    const ran = await runInProcess(argv, join(home, 'tenants'), command === 'sandbox start' ? { signal } : {})
    const answer = parsed(ran.out)
    const violations = answer === undefined ? ['no JSON'] : violationsOf(nameOf(schema), answer)
    const inside = schema === 'entries' ? entriesIn(answer).flatMap(one => violationsOf('Journal', one)) : []
    if (ran.code !== code || violations.length > 0 || inside.length > 0)
      wrong.push({
        argv,
        code: ran.code,
        out: ran.out.slice(0, 2000),
        err: ran.err,
        schema,
        violations,
        inside,
      })
  }
  expect(wrong).toEqual([])
}, 240_000)

function rowOf(command: string): { readonly schemas: readonly string[] } | undefined {
  return Object.entries(answers).find(([name]) => name === command)?.[1]
}

function entriesIn(answer: unknown): readonly unknown[] {
  const entries: unknown = typeof answer === 'object' && answer !== null && Reflect.get(answer, 'entries')
  return Array.isArray(entries) ? entries : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
