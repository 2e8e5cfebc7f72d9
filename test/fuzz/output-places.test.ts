/**
 * What a command was told to write is written whole, or the command says why not and what was there is as it was: for every output of every
 * command, every kind of place, and every way in which a command ends.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'
import { hostile } from './hostile.ts'
import { before, places } from './places.ts'

interface Output {
  /** The place is put in for `PLACE`. */
  readonly args: readonly string[]
  /** The whole of it, as it lies there. */
  readonly isWhole: (text: string) => boolean
  readonly isOffline?: boolean
  /** It is written whichever way the command ends. */
  readonly isEvents?: boolean
}

const isJson = (text: string) => {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
const isCsv = (text: string) => /^[a-z][^\r\n]*\r\n/.test(text) && text.endsWith('\r\n')
const isXml = (text: string) => text.startsWith('<?xml') && text.trimEnd().endsWith('</testsuites>')
const isEvents = (text: string) => {
  const lines = text.trimEnd().split('\n')
  return lines.every(isJson) && lines.at(-1)?.includes('"run.ended"') === true
}
const json = (line: string): Output => ({ args: [...line.split(' '), '--out', 'PLACE'], isWhole: isJson })
const csv = (line: string): Output => ({ ...json(`${line} --format csv`), isWhole: isCsv })
const events = (line: string, isOffline = false): Output => ({
  args: [...line.split(' '), '--events', 'PLACE'],
  isWhole: isEvents,
  isOffline,
  isEvents: true,
})

/** The workspace lies before an apply that is complete: `apply` and `resume` have nothing to do. */
const outputs: readonly Output[] = [
  json('plan'),
  json('apply --auto-approve --allow-irreversible'),
  json('resume'),
  json('resume --format json'),
  json('renewals --format json'),
  json('reconcile --format json'),
  json('activity verify --format json'),
  json('export customers --format json'),
  csv('export subscriptions'),
  csv('export evidence'),
  csv('activity export'),
  { args: ['import', '--snapshot', 'PLACE'], isWhole: isJson },
  { args: ['plan', '--findings', 'junit=PLACE'], isWhole: isXml },
  { args: ['validate', '--findings', 'junit=PLACE'], isWhole: isXml, isOffline: true },
  { args: ['validate', '--findings', 'sarif=PLACE'], isWhole: isJson, isOffline: true },
  events('plan'),
  events('status'),
  events('resume'),
  events('invite --no-mark'),
  events('validate', true),
  events('fmt --check', true),
  events('journal list', true),
  events('explain PLAN.UNKNOWN_SCOPE', true),
]

const ways: Readonly<Record<string, (workspace: string) => readonly string[]>> = {
  'as it should': () => [],
  'with documents that cannot be read': workspace => {
    writeFileSync(join(workspace, 'broken.yaml'), 'apiVersion: tenantform/v1\nkind: Nonsense\n')
    return []
  },
  'in no workspace': () => ['-C', 'nowhere'],
  'with an option nobody knows': () => ['--no-such-option'],
}

let workspace: TestWorkspace
let sandbox: SandboxProcess
let home = ''
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-places-'))
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  sandbox = await startSandboxHere(workspace.seed)
  const args = ['apply', '--auto-approve', '--allow-irreversible', '--sandbox', sandbox.url]
  expect((await tenantform(args, { cwd: workspace.folder })).code).toBe(0)
})
afterAll(async () => {
  await sandbox.stop()
  workspace.remove()
  rmSync(home, { recursive: true, force: true })
})

const runs = fc.record({
  output: fc.constantFrom(...outputs),
  place: fc.constantFrom(...Object.keys(places)),
  way: fc.oneof(
    { weight: 3, arbitrary: fc.constant('as it should') },
    { weight: 2, arbitrary: fc.constantFrom(...Object.keys(ways)) },
  ),
})
let runsMade = 0

it.runIf(process.platform === 'linux')('an output is written whole, or it is said why not', async () => {
  await hostile('outputs to every kind of place', runs, async ({ output, place: name, way }) => {
    runsMade += 1
    const folder = join(home, String(runsMade))
    mkdirSync(folder)
    const place = await places[name]?.(folder)
    if (place === undefined) throw new Error(name)
    const [kind, there, files] = [place.kind(), await place.holds(), readdirSync(folder).sort()]
    const path = place.path.startsWith('/')
      ? place.path
      : relative(workspace.folder, join(folder, place.path))
    const args = [
      ...output.args.map(arg => arg.replace('PLACE', path)),
      ...(ways[way]?.(workspace.folder) ?? []),
    ]
    try {
      const at = output.isOffline === true ? [] : ['--sandbox', sandbox.url]
      const { code, out, err } = await tenantform([...args, ...at, '-q'], { cwd: workspace.folder })
      const text = await place.holds()
      // A descriptor of a file stands behind what was there.
      const own = text?.startsWith(before) === true && text !== before ? text.slice(before.length) : text
      const isWritten = text !== there && own !== null && output.isWhole(own)
      const isSaid = code !== 0 && /\[[A-Z_]+\.[A-Z_]+\]|"code": "|error: unknown option/.test(err + out)
      const told = { args, name, way, code, out: out.slice(0, 300), err: err.slice(0, 500), text }
      expect({ ...told, kind: place.kind() }).toEqual({ ...told, kind })
      expect({ ...told, either: isWritten || (isSaid && text === there) }).toEqual({ ...told, either: true })
      if (!place.takes)
        expect({ ...told, isWritten, isSaid }).toEqual({ ...told, isWritten: false, isSaid: true })
      const isRunning = way === 'as it should' || (output.isEvents === true && !way.includes('option'))
      if (place.takes && isRunning) expect({ ...told, isWritten }).toEqual({ ...told, isWritten: true })
      if (place.takes && way === 'as it should') expect({ ...told, code }).toEqual({ ...told, code: 0 })
      // No draft is left beside it.
      const left = readdirSync(folder).filter(file => !files.includes(file) && file !== 'made')
      expect({ ...told, left }).toEqual({ ...told, left: [] })
      return [out, err]
    } finally {
      place.close()
      rmSync(join(workspace.folder, 'broken.yaml'), { force: true })
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
