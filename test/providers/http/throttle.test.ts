import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProgressEvent } from '../../../engine/ports.ts'
import type { HttpRequest } from '../../../providers/http/request.ts'
import { retryAfterMs } from '../../../providers/http/retry-after.ts'
import { createThrottle, windowMs } from '../../../providers/http/throttle.ts'
import { jumpingClock } from '../../support/jumping-clock.ts'
import { aRequest, aResponse } from '../../support/requests.ts'

function aThrottle(limit: number, inFlight = 5) {
  const clock = jumpingClock()
  const events: ProgressEvent[] = []
  const throttle = createThrottle({
    limitOf: () => limit,
    inFlight,
    clock,
    progress: event => void events.push(event),
  })
  return { clock, events, throttle }
}

describe('throttle', () => {
  it('never lets more than the limit start in any window, whatever arrives and however long answers take', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(
          fc.record({
            arrives: fc.integer({ min: 0, max: 150_000 }),
            takes: fc.integer({ min: 0, max: 90_000 }),
          }),
          {
            minLength: 1,
            maxLength: 25,
          },
        ),
        async (limit, inFlight, requests) => {
          const { clock, throttle } = aThrottle(limit, inFlight)
          const starts: number[] = []
          let flying = 0
          let mostFlying = 0
          const takes = new Map(requests.map(({ takes: ms }, position) => [`r-${position}`, ms]))
          const send = throttle.wrap(async (request: HttpRequest) => {
            starts.push(Date.parse(clock.now()))
            flying += 1
            mostFlying = Math.max(mostFlying, flying)
            await clock.sleep(takes.get(request.requestId ?? '') ?? 0)
            flying -= 1
            return aResponse()
          })
          await Promise.all(
            requests.map(async ({ arrives }, position) => {
              await clock.sleep(arrives)
              await send(aRequest({ requestId: `r-${position}` }))
            }),
          )
          expect(starts).toHaveLength(requests.length)
          expect(mostFlying).toBeLessThanOrEqual(inFlight)
          const most = Math.max(
            ...starts.map(from => starts.filter(at => at >= from && at < from + windowMs).length),
          )
          expect(most).toBeLessThanOrEqual(limit)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('keeps budgets of partners and families apart', async () => {
    const { clock, throttle } = aThrottle(1)
    const send = throttle.wrap(() => Promise.resolve(aResponse()))
    await Promise.all([
      send(aRequest()),
      send(aRequest({ family: 'order' })),
      send(aRequest({ partner: 'germany' })),
    ])
    expect(clock.slept).toEqual([])
  })

  it('pauses everybody who shares the budget for as long as a 429 says', async () => {
    const { clock, events, throttle } = aThrottle(100)
    const answers = [aResponse({ status: 429, headers: { 'retry-after': '42' } }), aResponse(), aResponse()]
    const at: string[] = []
    const send = throttle.wrap(() => {
      at.push(clock.now())
      return Promise.resolve(answers[at.length - 1] ?? aResponse())
    })
    await send(aRequest())
    await Promise.all([send(aRequest()), send(aRequest())])
    expect(at).toEqual(['2026-12-07T06:00:00.000Z', '2026-12-07T06:00:42.000Z', '2026-12-07T06:00:42.000Z'])
    expect(events).toEqual([
      { kind: 'waiting', why: 'throttled', partner: 'italy', ms: 42_000 },
      { kind: 'waiting', why: 'throttled', partner: 'italy', ms: 42_000 },
    ])
  })

  it('waits for room in the window on the clock, and says so', async () => {
    const { clock, events, throttle } = aThrottle(2)
    const send = throttle.wrap(() => Promise.resolve(aResponse()))
    await send(aRequest())
    clock.pass(10_000)
    await send(aRequest())
    await send(aRequest())
    expect(clock.now()).toBe('2026-12-07T06:01:00.000Z')
    expect(events).toEqual([{ kind: 'waiting', why: 'budget', partner: 'italy', ms: 50_000 }])
  })
})

describe('Retry-After', () => {
  it.each([
    ['42', 42_000],
    ['0', 1],
    ['1.5', 1_500],
    ['3600', 3_600_000],
    // Red once: a timer of more than 2^31 ms ends at once, and the wait was a busy loop.
    ['99999999', 3_600_000],
    [undefined, 30_000],
    ['', 30_000],
    ['soon', 30_000],
    ['-3', 30_000],
  ])('%s means %i ms', (header, ms) => {
    expect(retryAfterMs(header)).toBe(ms)
  })
})
