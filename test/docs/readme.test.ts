/** The tour of the README, taken: every command in turn on a copy of the example, every answer compared. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { root } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { linesOf, missing, stepsIn, wordsOf } from './console.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const example = 'examples/consolidation'
let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-readme-'))
  cpSync(join(root, example), join(home, example), {
    recursive: true,
    filter: path => !path.includes('.tenantform'),
  })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

it('shows the document of the example as it is', () => {
  const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? []
  const whole = readFileSync(join(root, example, 'customers', 'panificiorossi.yaml'), 'utf8')
  expect(parse(shown)).toEqual(parse(whole))
})

it('is a tour whose every command answers as it says', async () => {
  const steps = stepsIn(readme)
  expect(steps.length).toBeGreaterThan(6)
  const document = join(home, example, 'customers', 'panificiorossi.yaml')
  const right = readFileSync(document, 'utf8')
  for (const { command, answer } of steps) {
    const [node, , ...args] = wordsOf(command)
    expect(node).toBe('node')
    // The mistake the page speaks of is made for this command alone.
    const isMistake = args[0] === 'validate'
    if (isMistake) writeFileSync(document, right.replace('seats: 5', 'seat: 5'))
    const { code, out, err } = await runInProcess([...args, '-q'], home)
    if (isMistake) writeFileSync(document, right)
    expect({ command, code }).toEqual({ command, code: isMistake ? 1 : 0 })
    expect({ command, missing: missing(answer, linesOf(isMistake ? err : out)) }).toEqual({
      command,
      missing: null,
    })
  }
}, 120_000)
