/** Every command that answers people keeps to the width of their terminal, and breaks no id. A command without a row does not compile. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnswerName, answers } from '../../cmd/formats.ts'
import { copyExample } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { brokenIds, tooWide } from '../support/screen.ts'

/** Those with an answer in text. */
type Told = {
  [Name in AnswerName]: 'text' extends (typeof answers)[Name]['formats'][number] ? Name : never
}[AnswerName]

/** In their order, on the same sandbox: words and exit code. `sandbox start` ends with a signal alone, and says one line. */
const commands: Readonly<Record<Exclude<Told, 'sandbox start'>, readonly [readonly string[], number]>> = {
  version: [['version'], 0],
  schema: [['schema'], 0],
  validate: [['validate'], 0],
  fmt: [['fmt', '--check', '--format', 'json'], 0],
  init: [['init', '-C', 'new', '--target', 'central-emea'], 0],
  doctor: [['doctor', '--sandbox'], 0],
  login: [['login', 'central-emea', '--check', '--sandbox'], 0],
  invite: [['invite', '--sandbox'], 0],
  plan: [['plan', '--wave', 'pilot', '--out', 'pilot.json', '--sandbox'], 0],
  show: [['show', 'pilot.json', '--all'], 0],
  rehearse: [['rehearse', '--seeds', '1', '--sandbox'], 0],
  apply: [['apply', 'pilot.json', '--auto-approve', '--allow-irreversible', '--sandbox'], 0],
  resume: [['resume', '--sandbox'], 0],
  status: [['status', '--sandbox'], 0],
  drift: [['drift', '--sandbox'], 0],
  renewals: [['renewals', '--sandbox'], 0],
  reconcile: [['reconcile', '--sandbox'], 0],
  explain: [['explain', 'APPLY.GATE_CLOSED'], 0],
  import: [['import', '--update', '--sandbox'], 0],
  'activity list': [['activity', 'list', '--sandbox'], 0],
  'activity verify': [['activity', 'verify', '--sandbox'], 0],
  'journal list': [['journal', 'list'], 0],
  'journal show': [['journal', 'show'], 0],
}

describe.each([80, 160])('at %i columns', columns => {
  let home = ''
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'tenantform-widths-'))
    copyExample('consolidation', join(home, 'c'))
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  it('no command is wider, and every id is whole', async () => {
    const told = []
    for (const [name, [words]] of Object.entries(commands)) {
      const { code, out, err } = await runInProcess([...words, '-q'], join(home, 'c'), {
        env: { TENANTFORM_WORLD: '7', TENANTFORM_WIDTH: '1' },
        isTerminal: true,
        columns,
      })
      const text = out + err
      told.push({ name, code, wide: tooWide(text, columns), broken: brokenIds(text), says: text.length > 10 })
    }
    expect(told).toEqual(
      Object.entries(commands).map(([name, [, code]]) => ({ name, code, wide: [], broken: [], says: true })),
    )
  })
})
