/** What ends a command that does not hear the stop itself, by a clock that the test turns. */
import { expect, it } from 'vitest'
import { shellOf } from '../../cmd/library/site.ts'
import type { Shell } from '../../cmd/shell.ts'
import { endedInTime } from '../../cmd/stopping.ts'
import { nothingWritten } from '../../cmd/written.ts'

const never = () => new Promise<never>(() => undefined)

function stoppable() {
  const stop = new AbortController()
  const slept: number[] = []
  const said: string[] = []
  const base = shellOf({ directory: '.', env: {}, signal: stop.signal })
  const shell: Shell = {
    ...base,
    written: nothingWritten(),
    streams: { ...base.streams, err: text => said.push(text) },
    clock: { now: base.clock.now, sleep: async ms => void slept.push(ms) },
  }
  return { shell, stop, slept, said }
}

it('leaves what is still waited for behind, 1.75 s after the stop, with exit 1 and the reason', async () => {
  const { shell, stop, slept, said } = stoppable()
  const ended = endedInTime(shell, never)
  expect(slept).toEqual([])
  stop.abort()
  expect([await ended, slept]).toEqual([1, [1_750]])
  expect(said.join('')).toContain('[COMMAND.STOPPED]')
})

it('answers exit 5 and how to go on where something had been sent', async () => {
  const { shell, stop, said } = stoppable()
  shell.written.note()
  stop.abort()
  expect(await endedInTime(shell, never)).toBe(5)
  expect(said.join('')).toContain('[COMMAND.STOPPED_WRITING]')
  expect(said.join('')).toContain('tenantform resume')
})

it('says nothing where the command came to its end', async () => {
  const { shell, stop, slept, said } = stoppable()
  expect(await endedInTime(shell, async () => 2)).toBe(2)
  stop.abort()
  expect([slept, said]).toEqual([[], []])
})
