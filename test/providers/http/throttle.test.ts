import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import type { ProgressEvent } from '../../../engine/ports.ts'
import { windowMs } from '../../../providers/http/budget/learned.ts'
import type { HttpRequest } from '../../../providers/http/request.ts'
import { retryAfterMs } from '../../../providers/http/retry-after.ts'
import { createThrottle } from '../../../providers/http/throttle.ts'
import { jumpingClock } from '../../support/jumping-clock.ts'
import { aRequest, aResponse } from '../../support/requests.ts'

function aThrottle(limit: number, inFlight = 5) {
  const clock = jumpingClock()
  const events: ProgressEvent[] = []
  const throttle = createThrottle({
    startsOf: () => ({ first: limit, most: limit }),
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

  it('learns what the service lets through, of whichever customers it refuses', async () => {
    const clock = jumpingClock()
    const throttle = createThrottle({
      startsOf: () => ({ first: 40, most: 100 }),
      inFlight: 5,
      clock,
      progress: () => undefined,
    })
    const perMinute: number[] = []
    let refused = 0
    const send = throttle.wrap(async () => {
      const now = Date.parse(clock.now())
      const minute = (now - Date.parse('2026-12-07T06:00:00Z')) / windowMs
      const index = Math.floor(minute)
      perMinute[index] = (perMinute[index] ?? 0) + 1
      const isOver = (perMinute[index] ?? 0) > 20
      await clock.sleep(100)
      if (!isOver) return aResponse()
      refused += 1
      const seconds = Math.ceil((index + 1 - minute) * 60)
      return aResponse({ status: 429, headers: { 'retry-after': `${seconds}` } })
    })
    for (let batch = 0; batch < 20; batch += 1)
      await Promise.all(
        Array.from({ length: 5 }, (_, at) => send(aRequest({ url: `https://api/v1/customers/c-${at}` }))),
      )
    expect([perMinute, refused]).toEqual([[25, 19, 20, 20, 16], 5])
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
    ['1.5', 1_500],
    ['3600', 3_600_000],
    ['99999999', 99_999_999_000],
    ['Mon, 07 Dec 2026 06:00:30 GMT', 30_000],
    ['0', null],
    ['-3', null],
    ['Mon, 07 Dec 2026 05:59:30 GMT', null],
    ['Sun Nov  6 08:49:37 1994', null],
    ['1e9', null],
    ['Infinity', null],
    ['soon', null],
    ['2026', 2_026_000],
    ['', null],
    [undefined, null],
  ])('%s means %s ms', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-12-07T06:00:00Z'))).toBe(ms)
  })
})

describe('a pause', () => {
  const throttled = (header?: string) =>
    aResponse({ status: 429, headers: header === undefined ? {} : { 'retry-after': header } })

  // Red before pauses were ours where the service names none: hundreds of requests within seconds.
  it.each([['0'], ['-5'], ['soon'], [undefined], ['Mon, 07 Dec 2020 06:00:00 GMT']])(
    'after `Retry-After: %s` is our own, and doubles to a minute',
    async header => {
      const { clock, throttle } = aThrottle(1_000)
      const at: number[] = []
      const send = throttle.wrap(() => {
        at.push(Date.parse(clock.now()))
        return Promise.resolve(at.length < 10 ? throttled(header) : aResponse())
      })
      for (let turn = 0; turn < 12; turn += 1) await send(aRequest())
      const pauses = at.slice(1).map((ms, position) => (ms - (at[position] ?? 0)) / 1_000)
      expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 0, 0])
    },
  )

  it('grows once for all that were on their way together', async () => {
    const { clock, throttle } = aThrottle(1_000, 5)
    let left = 5
    const send = throttle.wrap(async () => {
      await clock.sleep(10)
      left -= 1
      return left >= 0 ? throttled('0') : aResponse()
    })
    await Promise.all(Array.from({ length: 5 }, () => send(aRequest())))
    await send(aRequest())
    expect(clock.now()).toBe('2026-12-07T06:00:01.020Z')
  })

  it('is of one customer first, and of everybody once a second one is told to wait (Q42)', async () => {
    const { clock, throttle } = aThrottle(1_000)
    const of = (customer: string) => aRequest({ url: `https://api/v1/customers/${customer}/subscriptions` })
    const answers = [throttled('60'), aResponse(), throttled('30'), aResponse()]
    const at: [string | undefined, string][] = []
    const send = throttle.wrap(({ url }) => {
      at.push([url.split('/')[5], clock.now().slice(14, 19)])
      return Promise.resolve(answers[at.length - 1] ?? aResponse())
    })
    await send(of('a'))
    await send(of('b'))
    await send(of('c'))
    await Promise.all([send(of('a')), send(of('d'))])
    expect(at).toEqual([
      ['a', '00:00'],
      ['b', '00:00'],
      ['c', '00:00'],
      ['d', '00:30'],
      ['a', '01:00'],
    ])
  })

  it('that is longer than a run waits is said, and nothing is sent', async () => {
    const { clock, throttle } = aThrottle(1_000)
    let sent = 0
    const send = throttle.wrap(() => {
      sent += 1
      return Promise.resolve(throttled('86400'))
    })
    await send(aRequest())
    expect(await send(aRequest())).toMatchObject({
      kind: 'not sent',
      because: {
        code: 'HTTP.THROTTLED_TOO_LONG',
        detail:
          'italy: customers.get was not sent: the service asks not to be called before 2026-12-08T06:00:00.000Z.',
        remedies: [{ kind: 'wait', until: '2026-12-08T06:00:00.000Z' }],
      },
    })
    expect([sent, clock.slept]).toEqual([1, []])
  })

  it('is waited for by nobody once nothing but 429 came for an hour', async () => {
    const { clock, throttle } = aThrottle(1_000)
    let sent = 0
    const send = throttle.wrap(() => {
      sent += 1
      return Promise.resolve(throttled('1200'))
    })
    for (let turn = 0; turn < 4; turn += 1) await send(aRequest())
    expect(await send(aRequest())).toMatchObject({ kind: 'not sent' })
    expect([sent, clock.now()]).toEqual([4, '2026-12-07T07:00:00.000Z'])
    clock.pass(1_200_000)
    expect(await send(aRequest())).toMatchObject({ status: 429 })
  })

  it('ends at once when the request is given up, whatever the clock does', async () => {
    const abort = new AbortController()
    const stubborn = createThrottle({
      startsOf: () => ({ first: 1, most: 1 }),
      inFlight: 1,
      clock: { now: () => instant('2026-12-07T06:00:00Z'), sleep: () => new Promise(() => undefined) },
      progress: () => undefined,
    }).wrap(({ family }) => Promise.resolve(family === 'order' ? throttled('600') : aResponse()))
    await stubborn(aRequest())
    await stubborn(aRequest({ family: 'order' }))
    const forRoom = stubborn(aRequest({ signal: abort.signal }))
    const forPause = stubborn(aRequest({ family: 'order', signal: abort.signal }))
    abort.abort()
    expect(await forRoom).toEqual({ kind: 'no answer', why: 'aborted' })
    expect(await forPause).toEqual({ kind: 'no answer', why: 'aborted' })
  })
})
