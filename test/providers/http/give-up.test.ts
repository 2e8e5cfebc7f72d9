import { describe, expect, it } from 'vitest'
import { createGiveUp } from '../../../providers/http/give-up.ts'
import type { HttpOutcome } from '../../../providers/http/request.ts'
import { aRequest, aResponse } from '../../support/requests.ts'

const late: HttpOutcome = { kind: 'no answer', why: 'time-out' }

describe('a service that has stopped answering', () => {
  it('is asked by one request at a time, until it answers again', async () => {
    let answer: HttpOutcome = late
    const waiting: (() => void)[] = []
    let isSlow = false
    let sent = 0
    const send = createGiveUp().wrap(async () => {
      sent += 1
      if (isSlow) await new Promise<void>(resolve => waiting.push(resolve))
      return answer
    })
    for (let turn = 0; turn < 12; turn += 1) expect(await send(aRequest())).toEqual(late)
    isSlow = true
    const asking = send(aRequest())
    expect(await send(aRequest({ correlationId: 'k' }))).toMatchObject({
      kind: 'not sent',
      because: {
        code: 'HTTP.GIVEN_UP',
        detail: 'italy: customers.get was not sent: the last 12 requests were not answered.',
        correlationId: 'k',
      },
    })
    expect(sent).toBe(13)
    answer = aResponse({ status: 503 })
    waiting[0]?.()
    expect(await asking).toEqual(answer)
    isSlow = false
    await Promise.all([send(aRequest()), send(aRequest())])
    expect(sent).toBe(15)
  })

  it('is another partner’s no concern, and an answer in between starts the count anew', async () => {
    let sent = 0
    const send = createGiveUp().wrap(({ partner }) => {
      sent += 1
      return Promise.resolve(partner === 'germany' || sent % 10 === 0 ? aResponse() : late)
    })
    for (let turn = 0; turn < 50; turn += 1) expect((await send(aRequest())).kind).not.toBe('not sent')
    expect(await send(aRequest({ partner: 'germany' }))).toEqual(aResponse())
  })
})
