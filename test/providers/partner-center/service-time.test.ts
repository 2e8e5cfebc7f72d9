/** What an answer's `Date` tells of our clock, and what it does not. */
import { expect, test } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import type { HttpOutcome, HttpRequest } from '../../../providers/http/request.ts'
import { hearing } from '../../../providers/partner-center/service-time.ts'

const request: HttpRequest = {
  method: 'GET',
  url: 'http://127.0.0.1/',
  headers: {},
  body: { kind: 'none' },
} as never
const answer = (headers: Record<string, string>): HttpOutcome => ({
  kind: 'response',
  status: 200,
  headers,
  body: undefined,
  source: null,
  text: null,
})

/** Heard after a question at 06:00:00.500 whose answer took this long. */
async function heard(
  outcomes: readonly HttpOutcome[],
  tookMs: number,
): Promise<readonly [skewMs: number | null, answers: number]> {
  let ms = Date.parse('2026-12-07T06:00:00.500Z')
  const clock = { now: () => instant(new Date(ms).toISOString()), sleep: () => Promise.resolve() }
  const left = [...outcomes]
  const { transport, serviceTime } = hearing(
    {
      send: () => {
        ms += tookMs
        return Promise.resolve(left.shift() ?? { kind: 'no answer', why: 'time-out' })
      },
      close: () => undefined,
    },
    clock,
  )
  for (const _ of outcomes) await transport.send(request)
  return [serviceTime.skewMs(), serviceTime.heard()]
}

test.each([
  ['a time between question and arrival, cut off to the second', 'Mon, 07 Dec 2026 06:00:00 GMT', 0, 0],
  ['a time in the middle of a slow answer', 'Mon, 07 Dec 2026 06:02:00 GMT', 150_000, 0],
  ['a time before the question', 'Mon, 07 Dec 2026 05:00:00 GMT', 0, -3_600_500],
  ['a time after the arrival', 'Mon, 07 Dec 2026 09:00:00 GMT', 60_000, 10_739_500],
  ['no date', 'soon', 0, null],
])('%s', async (_, date, tookMs, skewMs) => {
  expect(await heard([answer({ date })], tookMs)).toEqual([skewMs, skewMs === null ? 0 : 1])
})

test('the latest answer that says a time counts, and those without one are not counted', async () => {
  const ahead = answer({ date: 'Mon, 07 Dec 2026 09:00:00 GMT' })
  const right = answer({ date: 'Mon, 07 Dec 2026 06:00:00 GMT' })
  const silent: HttpOutcome = { kind: 'no answer', why: 'time-out' }
  expect(await heard([ahead, right, answer({}), silent], 0)).toEqual([0, 2])
})
