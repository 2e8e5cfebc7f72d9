/** What the client does with each retry class of facts 18, seen in the sandbox's own log: how often it asks, and with which ids. */
import { describe, expect, it } from 'vitest'
import { ApiFailure } from '../../providers/partner-center/client/errors/failure.ts'
import { patchSubscription } from '../../providers/partner-center/client/resources/patch-subscription.ts'
import { listSubscriptions } from '../../providers/partner-center/client/resources/subscriptions.ts'
import { aWorld, ids, rossi } from '../providers/sandbox/rig.ts'
import { clientsOnSandbox, type OnSandbox } from '../support/clients-on-sandbox.ts'

interface Logged {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly requestId: string | null
  readonly replayed: boolean
}

async function requests(site: OnSandbox, method: string): Promise<readonly Logged[]> {
  const { requests: all } = (await site.get('requests')) as { requests: readonly Logged[] } // the log's own shape
  return all.filter(row => row.method === method && row.path.startsWith('/v1/'))
}

const statuses = async (site: OnSandbox, method: string) =>
  (await requests(site, method)).map(({ status }) => status)

const path = `/subscriptions/${ids.mail}`
const rename = (site: OnSandbox, friendlyName: string) =>
  patchSubscription(site.client('italy'), {
    customer: rossi,
    subscription: ids.mail,
    edit: now =>
      now.friendlyName === friendlyName ? { kind: 'done' } : { kind: 'change', fields: { friendlyName } },
    idsOf: round => site.ids(`rename/${round}`),
  })

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    value => (value as { kind: string }).kind, // of patchSubscription
    (error: unknown) =>
      error instanceof ApiFailure ? `${error.error.kind}, ${error.error.retry}` : 'thrown',
  )

const fault = (over: object) => [{ match: { method: 'PATCH', path }, do: 'status', ...over }]

describe('a refusal of class', () => {
  it.each([
    ['N', 400, 800097, 'refused, N'],
    ['H', 403, 13605, 'refused, H'],
    ['A that takes a day', 409, 900278, 'conflict, A'],
  ])('%s is not sent again', async (_, status, code, told) => {
    const site = await clientsOnSandbox(aWorld())
    await site.post('faults', fault({ status, code }))
    expect(await outcome(rename(site, 'post'))).toBe(told)
    expect(await statuses(site, 'PATCH')).toEqual([status])
  })

  it('A is sent again after a pause, with an id of its own', async () => {
    const site = await clientsOnSandbox(aWorld())
    await site.post('faults', fault({ status: 400, code: 800082, times: 2 }))
    expect(await outcome(rename(site, 'post'))).toBe('done')
    const sent = await requests(site, 'PATCH')
    expect([sent.map(row => row.status), new Set(sent.map(row => row.requestId)).size]).toEqual([
      [400, 400, 200],
      3,
    ])
    expect(site.client('italy').clock.now()).toBe('2026-12-07T06:01:00.000Z')
  })

  it('R of a stale ETag is read again and sent once more', async () => {
    const site = await clientsOnSandbox(aWorld())
    await site.post('faults', fault({ status: 400, code: 2055 }))
    expect(await outcome(rename(site, 'post'))).toBe('done')
    expect([await statuses(site, 'GET'), await statuses(site, 'PATCH')]).toEqual([
      [200, 200],
      [400, 200],
    ])
  })

  it.each([
    [false, 400],
    [true, 412],
  ])(
    'R of a resource somebody else changed meanwhile keeps what they changed (bare 412: %s)',
    async (staleIs412, status) => {
      const site = await clientsOnSandbox(aWorld({ settings: { quirks: { staleIs412 } } }))
      const client = site.client('italy')
      let isFirst = true
      const crossed: typeof client = {
        ...client,
        async read(...asked: Parameters<typeof client.read>) {
          const answer = await client.read(...asked)
          if (isFirst) {
            isFirst = false
            await patchSubscription(client, {
              customer: rossi,
              subscription: ids.mail,
              edit: now =>
                now.quantity === 7 ? { kind: 'done' } : { kind: 'change', fields: { quantity: 7 } },
              idsOf: round => site.ids(`other/${round}`),
            })
          }
          return answer
        },
      }
      const done = await patchSubscription(crossed, {
        customer: rossi,
        subscription: ids.mail,
        edit: now =>
          now.friendlyName === 'post'
            ? { kind: 'done' }
            : { kind: 'change', fields: { friendlyName: 'post' } },
        idsOf: round => site.ids(`own/${round}`),
      })
      expect(done).toMatchObject({ kind: 'done', subscription: { friendlyName: 'post', quantity: 7 } })
      expect(await statuses(site, 'PATCH')).toEqual([200, status, 200])
    },
  )

  it('R of a refused token is sent again once with another', async () => {
    const site = await clientsOnSandbox(aWorld())
    await site.post('faults', fault({ status: 401, code: 400 }))
    expect(await outcome(rename(site, 'post'))).toBe('done')
    expect(await statuses(site, 'PATCH')).toEqual([401, 200])
  })
})

describe('no settled answer', () => {
  it.each([
    ['a front end that fails', { status: 503 }, [503, 200]],
    ['a time-out', { status: 408 }, [408, 200]],
  ])('%s: the same id again', async (_, over, told) => {
    const site = await clientsOnSandbox(aWorld())
    await site.post('faults', fault(over))
    expect(await outcome(rename(site, 'post'))).toBe('done')
    const sent = await requests(site, 'PATCH')
    expect([sent.map(row => row.status), new Set(sent.map(row => row.requestId)).size]).toEqual([told, 1])
  })

  it('an answer that is lost: the repeat is answered from memory', async () => {
    const site = await clientsOnSandbox(aWorld())
    await site.post('faults', [{ match: { method: 'PATCH' }, do: 'reset-after-commit' }])
    expect(await outcome(rename(site, 'post'))).toBe('done')
    const sent = await requests(site, 'PATCH')
    expect(sent.map(row => [row.status, row.replayed])).toEqual([
      [0, false],
      [200, true],
    ])
  })

  it.each([['truncate'], ['cut-body'], ['garble']])(
    'a body that is spoilt (%s): the list is read again, or unknown',
    async kind => {
      const site = await clientsOnSandbox(aWorld())
      await site.post('faults', [{ match: { path: '/subscriptions' }, do: kind, times: 'always' }])
      const told = await listSubscriptions(site.client('italy'), rossi).then(
        list => `${list.length}`,
        (error: unknown) => (error instanceof ApiFailure ? 'unknown' : 'thrown'),
      )
      expect(told).toBe('unknown')
    },
  )
})

describe('a storm of 429', () => {
  it('is waited out for as long as it says, and is no failure', async () => {
    const site = await clientsOnSandbox(aWorld())
    await site.post('faults', [{ match: { path: '/v1/' }, do: 'throttle', times: 20, retryAfter: 42 }])
    expect(await listSubscriptions(site.client('italy'), rossi)).toHaveLength(5)
    expect(await statuses(site, 'GET')).toEqual([...Array.from({ length: 20 }, () => 429), 200])
    expect(site.client('italy').clock.now()).toBe('2026-12-07T06:14:00.000Z')
    expect(new Set(site.events.flatMap(event => (event.kind === 'waiting' ? [event.why] : [])))).toEqual(
      new Set(['throttled']),
    )
  })
})
