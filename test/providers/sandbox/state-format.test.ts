/** A state folder of another version is not gone on with; nothing of it is touched. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startTrouble } from '../../../cmd/sandbox/start-trouble.ts'
import { startSandbox } from '../../../providers/sandbox/index.ts'
import { stateFormat } from '../../../providers/sandbox/state/log.ts'
import { root } from '../../support/example.ts'
import { aWorld } from './rig.ts'

it('is told in words, with what to do', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'state-'))
  onTestFinished(() => rmSync(stateDir, { recursive: true }))
  const file = join(stateDir, 'state.jsonl')
  writeFileSync(file, '{"format":1}\n')
  const failed = await startSandbox({ world: aWorld(), wallClock: () => 0, stateDir }).catch(startTrouble)
  expect(failed).toMatchObject({
    diagnostics: [
      {
        code: 'COMMAND.STATE_OF_ANOTHER_VERSION',
        detail: `${file} has format 1; this version reads 4.`,
      },
    ],
  })
  expect(readFileSync(file, 'utf8')).toBe('{"format":1}\n')
})

/** What rows are made of, in each format: `npm test` says the new one when a row has changed. */
const rowsOf: Readonly<Record<number, string>> = { 4: '0400a2e53229714f' }

// Was red: rows had got the consents of apps, the number had stayed, and a state without them was refused as an app without consent.
it('has a new number with every change of a row', () => {
  const folder = join(root, 'providers', 'sandbox', 'state')
  const hash = createHash('sha256')
  for (const name of readdirSync(folder)
    .filter(one => one.endsWith('-rows.ts'))
    .sort())
    hash.update(
      readFileSync(join(folder, name), 'utf8')
        .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .replaceAll(/\s+/g, ' '),
    )
  expect({ [stateFormat]: hash.digest('hex').slice(0, 16) }).toEqual(rowsOf)
})
