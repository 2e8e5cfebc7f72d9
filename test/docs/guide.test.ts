/** The guide, run: every command of its blocks in turn, every answer compared. `…` stands for what is left out. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'

interface Step {
  readonly command: string
  readonly answer: readonly string[]
}

function stepsIn(text: string): readonly Step[] {
  const steps: { command: string; answer: string[] }[] = []
  for (const [, block = ''] of text.matchAll(/```console\n([\s\S]*?)```/g))
    for (const line of block.trimEnd().split('\n')) {
      if (line.startsWith('$ ')) steps.push({ command: line.slice(2), answer: [] })
      else steps.at(-1)?.answer.push(line)
    }
  return steps
}

/** Words, with double quotes around those that have blanks in them. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(match => match[1] ?? match[2] ?? '')
}

/** The first line of the guide's answer that the real one does not have, in order; null: it has them all. */
function missing(wanted: readonly string[], said: readonly string[]): string | null {
  let at = 0
  let mayskip = false
  for (const line of wanted) {
    if (line === '…') {
      mayskip = true
      continue
    }
    const parts = line
      .split('…')
      .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ {2,}/g, ' +'))
    const pattern = new RegExp(`^${parts.join('.*')}$`)
    const found = said.findIndex((one, position) => position >= at && pattern.test(one))
    if (found === -1 || (found > at && !mayskip)) return line
    at = found + 1
    mayskip = false
  }
  return mayskip || at >= said.length ? null : `(more: ${said[at]})`
}

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-guide-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

it('is carried out from nothing but accounts to the final invoice, word for word', async () => {
  const steps = stepsIn(readFileSync(join(root, 'docs', 'guide.md'), 'utf8'))
  expect(steps.length).toBeGreaterThan(15)
  for (const { command, answer } of steps) {
    const [program, ...args] = wordsOf(command)
    if (program === 'cp') {
      for (const path of args.slice(1, -1))
        cpSync(join(root, path), join(home, basename(path)), { recursive: true })
      continue
    }
    const { code, out, err } = await runInProcess([...args, '-q'], home)
    expect({ command, code, err: code === 0 ? '' : err }).toEqual({ command, code: 0, err: '' })
    const said =
      out.trimEnd() === ''
        ? []
        : out
            .trimEnd()
            .split('\n')
            .map(line => line.trimEnd())
    expect({ command, missing: missing(answer, said) }).toEqual({ command, missing: null })
  }
})
