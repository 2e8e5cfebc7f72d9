/** `--events`: a program that watches sees what happens, and the answer stays what it was. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { violationsOf } from '../support/schemas.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-events-'))
  copyExample('consolidation', folder)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Line {
  readonly kind: string
  readonly seq: number
  readonly exitCode?: number
}

const scope = ['--target', 'panificiorossi.example', '--sandbox']
const linesOf = (text: string) =>
  text
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Line)

describe('events', () => {
  it('of an apply go into a file: every action with its end, in order, by the schema', async () => {
    const args = ['apply', '--auto-approve', '--allow-irreversible', '--events', 'events.jsonl', '-q']
    const { code, err } = await tenantform([...args, ...scope], { cwd: folder })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const lines = linesOf(readFileSync(join(folder, 'events.jsonl'), 'utf8'))
    expect(lines.flatMap(line => violationsOf('Event', line))).toEqual([])
    expect(lines.map(line => line.seq)).toEqual([...lines.keys()])
    expect([lines[0]?.kind, lines.at(-1)?.kind, lines.at(-1)?.exitCode]).toEqual([
      'run.began',
      'run.ended',
      0,
    ])
    const count = (kind: string) => lines.filter(line => line.kind === kind).length
    // A gate ends without an attempt: it writes nothing.
    expect([count('action.began'), count('action.ended')]).toEqual([2, 3])
  })

  it('go to stderr in place of words, and stdout has the answer alone', async () => {
    const { code, out, err } = await tenantform(['plan', '--format', 'json', '--events', '-', ...scope], {
      cwd: folder,
    })
    expect(code).toBe(0)
    expect(violationsOf('Plan', JSON.parse(out))).toEqual([])
    expect(err.trimEnd().split('\n').length).toBe(linesOf(err).length)
    expect(linesOf(err).at(-1)).toMatchObject({ kind: 'run.ended', exitCode: 0 })
  })

  it('end with the exit code of a refusal, and a place that cannot be written is told before anything is read', async () => {
    const wrong = await tenantform(
      ['plan', '--target', 'nobody.example', '--sandbox', '--events', 'e.jsonl', '-q'],
      { cwd: folder },
    )
    expect([wrong.code, linesOf(readFileSync(join(folder, 'e.jsonl'), 'utf8')).at(-1)]).toEqual([
      3,
      expect.objectContaining({ kind: 'run.ended', exitCode: 3 }),
    ])
    const nowhere = await tenantform(['plan', '--sandbox', '--events', 'workspace.yaml/place', '-q'], {
      cwd: folder,
    })
    expect({ code: nowhere.code, told: nowhere.err.includes('[COMMAND.NOT_WRITTEN]') }).toEqual({
      code: 1,
      told: true,
    })
  })
})
