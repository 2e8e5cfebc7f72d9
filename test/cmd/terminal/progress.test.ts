import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { createProgress } from '../../../cmd/terminal/progress.ts'
import type { ProgressEvent } from '../../../engine/ports.ts'
import { italy } from '../../support/builders/index.ts'

function shownOn(
  isTerminal: boolean,
  columns: number,
  events: readonly (readonly [number, ProgressEvent])[],
) {
  const texts: string[] = []
  let time = 0
  const streams = {
    out: () => undefined,
    err: (text: string) => void texts.push(text),
    outIsTerminal: false,
    errIsTerminal: isTerminal,
    inIsTerminal: false,
    columns,
  }
  const progress = createProgress(streams, false, () => time)
  for (const [at, event] of events) {
    time = at
    progress.report(event)
  }
  progress.end()
  return texts
}

const began: ProgressEvent = { kind: 'stage.began', stage: 'read', total: 600 }
const advanced = (done: number, what = 'Rossi'): ProgressEvent => ({
  kind: 'stage.advanced',
  stage: 'read',
  done,
  total: 600,
  what,
})
const waiting: ProgressEvent = { kind: 'waiting', why: 'throttled', partner: italy, ms: 12_300 }
const erase = '\r\u001B[K'

describe('progress on a terminal', () => {
  it('shows rate and remaining time once they mean something, and pauses', () => {
    expect(
      shownOn(true, 100, [
        [0, began],
        [500, advanced(3)],
        [10_000, advanced(60)],
        [11_000, waiting],
        [600_000, advanced(600)],
      ]),
    ).toEqual([
      'reading (600)',
      erase,
      'reading [                    ] 3/600 Rossi',
      erase,
      'reading [##                  ] 60/600 6.0/s, 2 min left Rossi',
      erase,
      'waiting 13 s (throttled, italy)',
      erase,
      'reading [####################] 600/600 1.0/s Rossi',
      erase,
    ])
  })

  it('keeps to one line, however wide the characters are', () => {
    const [, , line = ''] = shownOn(true, 40, [
      [0, began],
      [10, advanced(1, '株式会社'.repeat(20))],
    ])
    expect(stringWidth(line)).toBeLessThanOrEqual(39)
  })
})

describe('progress in a pipeline', () => {
  it('is a line per step and not per customer', () => {
    expect(
      shownOn(false, 100, [
        [0, began],
        [5, advanced(1)],
        [6, waiting],
      ]),
    ).toEqual(['reading (600)\n', 'waiting 13 s (throttled, italy)\n'])
  })
})
