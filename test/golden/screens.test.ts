/**
 * What a person sees on a terminal of 80 and of 160 columns, plain and coloured, by the real commands on the embedded sandbox. An escape
 * character is written as ␛. `npx vitest run test/golden/screens.test.ts --update` writes the files anew.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyExample, root } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { brokenIds, tooWide } from '../support/screen.ts'

const looks = [80, 160].flatMap(columns => [
  { columns, colour: false },
  { columns, colour: true },
])

/** In their order: what one changes, the next one sees. */
const sessions = {
  consolidation: [
    { name: 'plan', words: ['plan'], code: 0 },
    { name: 'status', words: ['status'], code: 0 },
    { name: 'doctor', words: ['doctor'], code: 0 },
    { name: 'no-such-wave', words: ['plan', '--wave', 'pilott'], code: 3 },
    { name: 'not-allowed', words: ['apply', '--wave', 'pilot', '--auto-approve'], code: 3 },
    { name: 'apply', words: ['apply', '--wave', 'pilot', '--auto-approve', '--allow-irreversible'], code: 5 },
    { name: 'resume', words: ['resume', '--allow-irreversible'], code: 0 },
    { name: 'journal-list', words: ['journal', 'list'], code: 0 },
  ],
  'steady-state': [
    { name: 'plan', words: ['plan'], code: 0 },
    { name: 'drift', words: ['drift'], code: 2 },
    { name: 'renewals', words: ['renewals'], code: 0 },
  ],
} as const

/** A purchase of the pilot is refused, so that there is something to resume. */
const refusal = JSON.stringify([
  {
    match: { method: 'POST', path: '/checkout' },
    do: 'status',
    code: 403,
    body: { code: '900150', description: 'No right.', source: 'PartnerFD' },
    times: 1,
  },
])

describe.each(Object.keys(sessions) as (keyof typeof sessions)[])('examples/%s', example => {
  describe.each(looks)('at $columns columns, coloured: $colour', ({ columns, colour }) => {
    let home = ''
    const run = (...words: readonly string[]) =>
      runInProcess(words, join(home, example), {
        env: { TENANTFORM_WORLD: '7', TENANTFORM_WIDTH: '1', ...(!colour && { NO_COLOR: '1' }) },
        isTerminal: true,
        columns,
      })
    beforeAll(() => {
      home = mkdtempSync(join(tmpdir(), 'tenantform-screens-'))
      copyExample(example, join(home, example))
    })
    afterAll(() => rmSync(home, { recursive: true, force: true }))

    it.sequential('shows whole rows and whole ids', async () => {
      for (const { name, words, code } of sessions[example]) {
        if (name === 'apply') await run('sandbox', 'fault', refusal, '--sandbox')
        const isOffline = name === 'journal-list'
        const shown = await run(...words, '-q', ...(isOffline ? [] : ['--sandbox']))
        const text = shown.out + shown.err
        expect({ name, code: shown.code, wide: tooWide(text, columns), broken: brokenIds(text) }).toEqual({
          name,
          code,
          wide: [],
          broken: [],
        })
        const file = `${name}-${columns}${colour ? '-coloured' : ''}.txt`
        await expect(text.replaceAll('\u001B', '␛')).toMatchFileSnapshot(
          join(root, 'test/golden/screens', example, file),
        )
      }
    })
  })
})
