/** A state folder of another version is not gone on with; nothing of it is touched. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startTrouble } from '../../../cmd/sandbox/start-trouble.ts'
import { startSandbox } from '../../../providers/sandbox/index.ts'
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
        detail: `${file} has format 1; this version reads 2.`,
      },
    ],
  })
  expect(readFileSync(file, 'utf8')).toBe('{"format":1}\n')
})
