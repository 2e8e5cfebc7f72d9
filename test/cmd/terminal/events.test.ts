import { expect, it } from 'vitest'
import { heartbeatMs, streamEvents } from '../../../cmd/terminal/events.ts'
import { instant } from '../../../engine/model/ids.ts'
import { violationsOf } from '../../support/schemas.ts'

it('streams what happens as lines of its schema, beats while nothing happens, and says how it ended', async () => {
  const lines: string[] = []
  let beat: () => void = () => undefined
  const log: string[] = []
  const events = streamEvents('1.2.3', {
    write: line => lines.push(line),
    close: () => void log.push('closed'),
    now: () => instant('2026-12-07T06:00:00.000Z'),
    every: (ms, tick) => {
      log.push(`every ${ms}`)
      beat = tick
      return () => log.push('stopped')
    },
  })
  events.report({ kind: 'stage.began', stage: 'read', total: null })
  beat()
  events.report({ kind: 'note', text: 'a\nb' })
  await events.end(2)
  const at = '2026-12-07T06:00:00.000Z'
  const said = lines.map(line => JSON.parse(line) as unknown)
  expect(said).toEqual([
    { format: 1, seq: 0, at, kind: 'run.began', version: '1.2.3' },
    { format: 1, seq: 1, at, kind: 'stage.began', stage: 'read', total: null },
    { format: 1, seq: 2, at, kind: 'heartbeat' },
    { format: 1, seq: 3, at, kind: 'note', text: 'a\nb' },
    { format: 1, seq: 4, at, kind: 'run.ended', exitCode: 2 },
  ])
  expect(said.flatMap(line => violationsOf('Event', line))).toEqual([])
  expect(lines.every(line => line.indexOf('\n') === line.length - 1)).toBe(true)
  expect(log).toEqual([`every ${heartbeatMs}`, 'stopped', 'closed'])
})
