/** The guide, run: every command of its blocks in turn, every answer compared. `…` stands for what is left out. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { linesOf, missing, stepsIn, wordsOf } from './console.ts'

/** For the whole walk, on a machine that has other things to do. In milliseconds. */
const patience = 240_000

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-guide-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

it(
  'is carried out from nothing but accounts to the final invoice, word for word',
  async () => {
    const steps = stepsIn(readFileSync(join(root, 'docs', 'guide.md'), 'utf8'))
    expect(steps.length).toBeGreaterThan(15)
    for (const { command, answer } of steps) {
      const [program, ...args] = wordsOf(command)
      if (program === 'cp') {
        for (const path of args.slice(1, -1))
          cpSync(join(root, path.replace('$EXAMPLES', 'examples')), join(home, basename(path)), {
            recursive: true,
          })
        continue
      }
      const { code, out, err } = await runInProcess([...args, '-q'], home)
      expect({ command, code, err: code === 0 ? '' : err }).toEqual({ command, code: 0, err: '' })
      expect({ command, missing: missing(answer, linesOf(out)) }).toEqual({ command, missing: null })
    }
  },
  patience,
)
