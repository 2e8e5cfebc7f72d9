import { describe, expect, it } from 'vitest'
import { windowMs } from '../../../../providers/http/budget/learned.ts'
import { shareOf } from '../../../../providers/http/budget/share.ts'
import { createThrottle } from '../../../../providers/http/throttle.ts'
import { asItShould, askTogether, judged, mostInAMinute } from '../../../support/asking-together.ts'
import { budgetPlace, sharedLots } from '../../../support/budget-place.ts'
import { jumpingClock } from '../../../support/jumping-clock.ts'
import { aRequest, aResponse } from '../../../support/requests.ts'

function someProcesses(count: number, { isJob = false }: { readonly isJob?: boolean } = {}) {
  const clock = jumpingClock('2026-12-07T06:00:25Z')
  const place = budgetPlace(() => Date.parse(clock.now()))
  return { clock, place, stores: Array.from({ length: count }, (_, at) => place.storeOf(`p${at}`, isJob)) }
}

describe('processes that share a budget', () => {
  it.each([
    [1, 200],
    [2, 200],
    [8, 200],
    [1, 500],
    [2, 500],
    [8, 500],
  ])(
    '%i of them use 95 % of an allowance of %i, and one request in a hundred is refused at most',
    async (count, allowance) => {
      const { clock, stores } = someProcesses(count)
      const made = await askTogether({ clock, stores, allowance, latencyMs: 150, minutes: 20 })
      expect(judged(made, { allowance, minutes: 20 })).toEqual(asItShould)
      expect(new Set(made.starts.map(({ process }) => process)).size).toBe(count)
    },
  )

  it.each([1, 2, 8])(
    'never go beyond what the document says, whatever is let through (%i of them)',
    async count => {
      const { clock, stores } = someProcesses(count)
      const asked = { clock, stores, allowance: 5_000, latencyMs: 80, minutes: 5, declared: 200 }
      const { starts } = await askTogether(asked)
      expect(mostInAMinute(starts, 0)).toBe(200)
      expect(starts.length).toBeGreaterThanOrEqual(0.95 * 5 * 200)
    },
  )

  it('leave a fiftieth to people where they are all jobs, and use the rest', async () => {
    const { clock, stores } = someProcesses(8, { isJob: true })
    const asked = { clock, stores, allowance: 5_000, latencyMs: 80, minutes: 5, declared: 200 }
    const { starts } = await askTogether(asked)
    expect(mostInAMinute(starts, 0)).toBe(196)
    expect(starts.length).toBeGreaterThanOrEqual(0.95 * 5 * 200)
  })
})

describe('a pause that one of them is told', () => {
  it('holds for all at once, for whoever has starts left too', async () => {
    const { clock, place } = someProcesses(0)
    const left: string[] = []
    const process = (name: string, isRefused: () => boolean) =>
      createThrottle({
        startsOf: () => ({ first: 400, most: 1_000 }),
        inFlight: 5,
        clock,
        progress: () => undefined,
        sharing: { store: place.storeOf(name), service: 'partner-center' },
      }).wrap(() => {
        left.push(`${name} ${clock.now().slice(14, 19)}`)
        return Promise.resolve(
          isRefused() ? aResponse({ status: 429, headers: { 'retry-after': '42' } }) : aResponse(),
        )
      })
    const list = () => aRequest({ url: 'http://127.0.0.1:9/v1/customers' })
    let refusals = 1
    const [one, two] = [process('p1', () => refusals-- > 0), process('p2', () => false)]
    await Promise.all([two(list()), two(list()), two(list())])
    await one(list())
    await Promise.all([two(list()), one(list())])
    expect([...left].sort()).toEqual(['p1 00:25', 'p1 01:07', 'p2 00:25', 'p2 00:25', 'p2 00:25', 'p2 01:07'])
  })

  // Red before: an answer that was on its way ended the pause.
  it('is not ended by an answer to what left before it', async () => {
    const clock = jumpingClock()
    const at: string[] = []
    const send = createThrottle({
      startsOf: () => ({ first: 400, most: 400 }),
      inFlight: 5,
      clock,
      progress: () => undefined,
    }).wrap(async ({ requestId }) => {
      at.push(`${requestId} ${clock.now().slice(14, 19)}`)
      await clock.sleep(requestId === 'slow' ? 200 : 100)
      return requestId === 'refused' && at.length < 3
        ? aResponse({ status: 429, headers: { 'retry-after': '42' } })
        : aResponse()
    })
    const list = (requestId: string) => aRequest({ requestId, url: 'http://127.0.0.1:9/v1/customers' })
    await Promise.all([send(list('slow')), send(list('refused'))])
    await send(list('next'))
    expect(at).toEqual(['slow 00:00', 'refused 00:00', 'next 00:42'])
  })
})

describe('a process that is killed', () => {
  it('takes no more with it than its lot, for the time of the lot and a minute', async () => {
    const { clock, place } = someProcesses(0)
    const startsOf = { first: 100, most: 100 }
    const nowMs = () => Date.parse(clock.now())
    const share = (name: string) =>
      shareOf({
        key: { service: 'partner-center', partner: 'italy', family: 'customer' },
        store: place.storeOf(name),
        starts: startsOf,
        inFlight: 5,
        nowMs,
      })
    const dead = share('p1')
    for (let want = 0; want < 50; want += 1) dead.joined('read')
    expect(await dead.take('read')).toBe(0)
    const lot = place.stateOf('italy', 'customer')?.processes.get('p1')?.lot
    expect(lot?.units).toBe(4)
    const living = share('p2')
    for (let want = 0; want < 200; want += 1) living.joined('read')
    const startAll = async () => {
      let count = 0
      while ((await living.take('read')) === 0) count += 1
      return count
    }
    expect(await startAll()).toBe(100 - 4)
    clock.pass(windowMs + sharedLots.ms + sharedLots.stepMs)
    expect(await startAll()).toBe(100)
  })
})
