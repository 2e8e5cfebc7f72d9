import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../engine/diagnostic.ts'
import type { ProgressEvent } from '../../../engine/ports.ts'
import { codes } from '../../../providers/http/codes.ts'
import type { Effect, HttpRequest, NoAnswer, Repeat, SentOrNot } from '../../../providers/http/request.ts'
import { backOffMs, whyRepeat, withRetry } from '../../../providers/http/retry.ts'
import { jumpingClock } from '../../support/jumping-clock.ts'
import { aRequest, aResponse } from '../../support/requests.ts'

const silent = (why: NoAnswer['why']): NoAnswer => ({ kind: 'no answer', why })
const status = (number: number) => aResponse({ status: number })
const notSent: SentOrNot = { kind: 'not sent', because: diagnose(codes.READ_ONLY) }

type Row = readonly [
  string,
  { effect: Effect; repeat: Repeat; requestId: string | null },
  SentOrNot,
  ReturnType<typeof whyRepeat>,
]
const read = { effect: 'read', repeat: 'freely', requestId: null } as const
const patch = { effect: 'write', repeat: 'same id', requestId: 'r' } as const
const purchase = { effect: 'write', repeat: 'look first', requestId: 'r' } as const
const unnamed = { effect: 'write', repeat: 'same id', requestId: null } as const

const everyPassing = [408, 500, 502, 503, 504] as const
const rows: readonly Row[] = [
  ...everyPassing.flatMap((number): readonly Row[] => [
    [`a read answered ${number}`, read, status(number), 'failed'],
    [`an absolute write answered ${number}`, patch, status(number), 'failed'],
    [`a purchase answered ${number}`, purchase, status(number), null],
    [`a write without a request id answered ${number}`, unnamed, status(number), null],
  ]),
  ...[read, patch, purchase, unnamed].map(
    (request): Row => [
      `a ${request.repeat} ${request.effect} answered 429`,
      request,
      status(429),
      'throttled',
    ],
  ),
  ...[400, 401, 403, 404, 409, 412, 417, 501].flatMap((number): readonly Row[] => [
    [`a read answered ${number}`, read, status(number), null],
    [`a write answered ${number}`, patch, status(number), null],
  ]),
  ...(['time-out', 'connection lost', 'connection refused', 'garbled'] as const).flatMap(
    (why): readonly Row[] => [
      [`a read without an answer (${why})`, read, silent(why), 'failed'],
      [`an absolute write without an answer (${why})`, patch, silent(why), 'failed'],
      [`a purchase without an answer (${why})`, purchase, silent(why), null],
      [`a write without a request id and without an answer (${why})`, unnamed, silent(why), null],
    ],
  ),
  ['a purchase whose 429 is a page', purchase, aResponse({ status: 429, body: undefined }), null],
  ['a read whose 429 is a page', read, aResponse({ status: 429, body: undefined }), 'throttled'],
  ['a read that was aborted', read, silent('aborted'), null],
  ['a read whose answer was too large', read, silent('too large'), null],
  ['a request that was not sent', read, notSent, null],
  ['a success', purchase, status(201), null],
]

describe('what may be repeated', () => {
  it.each(rows)('%s', (_, facts, outcome, why) => {
    expect(whyRepeat(aRequest(facts), outcome)).toBe(why)
  })
})

function scripted(...outcomes: SentOrNot[]) {
  const sent: HttpRequest[] = []
  const send = (request: HttpRequest) => {
    sent.push(request)
    return Promise.resolve(outcomes[sent.length - 1] ?? status(599))
  }
  return { sent, send }
}

function options(attempts = 3) {
  const clock = jumpingClock()
  const events: ProgressEvent[] = []
  return {
    clock,
    events,
    retry: {
      clock,
      progress: (event: ProgressEvent) => void events.push(event),
      random: () => 0.5,
      attempts,
    },
  }
}

describe('retry', () => {
  it('sends the same request id again, after pauses that grow on the given clock', async () => {
    const { clock, events, retry } = options()
    const { sent, send } = scripted(status(503), silent('time-out'), status(200))
    expect(await withRetry(retry, send)(aRequest(patch))).toEqual({ ...status(200), repeats: true })
    expect(sent.map(request => request.requestId)).toEqual(['r', 'r', 'r'])
    expect(clock.slept).toEqual([750, 1500])
    expect(events).toEqual([
      { kind: 'waiting', why: 'retry', partner: 'italy', ms: 750 },
      { kind: 'waiting', why: 'retry', partner: 'italy', ms: 1500 },
    ])
  })

  it('gives the last failure back when its turns are used up', async () => {
    const { sent, send } = scripted(status(500), status(502), status(503))
    expect(await withRetry(options(3).retry, send)(aRequest())).toEqual(status(503))
    expect(sent).toHaveLength(3)
  })

  it('gives silence after a purchase back at once', async () => {
    const { sent, send } = scripted(silent('connection lost'))
    expect(await withRetry(options().retry, send)(aRequest(purchase))).toEqual(silent('connection lost'))
    expect(sent).toHaveLength(1)
  })

  it('does not count throttling as failing, and waits for it nowhere: the budget is paused', async () => {
    const { clock, retry } = options(1)
    const { send } = scripted(...Array.from({ length: 10 }, () => status(429)), status(200))
    expect(await withRetry(retry, send)(aRequest(purchase))).toEqual({ ...status(200), repeats: true })
    expect(clock.slept).toEqual([])
  })

  it('gives up a throttled request in the end', async () => {
    const { sent, send } = scripted(...Array.from({ length: 60 }, () => status(429)))
    expect(await withRetry(options().retry, send)(aRequest())).toEqual(status(429))
    expect(sent).toHaveLength(50)
  })
})

describe('a request that is repeated', () => {
  it('is not throttled for longer than an hour in all', async () => {
    const { clock, retry } = options()
    let sent = 0
    const send = async () => {
      sent += 1
      await clock.sleep(500_000)
      return status(429)
    }
    expect(await withRetry(retry, send)(aRequest())).toEqual(status(429))
    expect(sent).toBe(8)
  })

  it('is given up at once when it is aborted in a pause', async () => {
    const { retry } = options()
    const abort = new AbortController()
    const send = () => {
      setImmediate(() => abort.abort())
      return Promise.resolve(status(503))
    }
    const stubborn = { ...retry, clock: { ...retry.clock, sleep: () => new Promise<void>(() => undefined) } }
    expect(await withRetry(stubborn, send)(aRequest({ signal: abort.signal }))).toEqual(silent('aborted'))
  })

  it('says that it repeats a write that nothing has settled, and of a read never', async () => {
    const refusal = status(403)
    expect(await withRetry(options().retry, scripted(status(503), refusal).send)(aRequest(patch))).toEqual({
      ...refusal,
      repeats: true,
    })
    expect(
      await withRetry(options().retry, scripted(silent('time-out'), notSent).send)(aRequest(patch)),
    ).toEqual({
      ...notSent,
      repeats: true,
    })
    expect(await withRetry(options().retry, scripted(status(503), refusal).send)(aRequest(read))).toEqual(
      refusal,
    )
  })
})

describe('back-off', () => {
  it('doubles, stays within the upper half, and is capped at a minute', () => {
    expect([1, 2, 3, 10].map(failed => backOffMs(failed, 0))).toEqual([500, 1000, 2000, 30_000])
    expect([1, 2, 3, 10].map(failed => backOffMs(failed, 0.9999999))).toEqual([1000, 2000, 4000, 60_000])
  })
})
