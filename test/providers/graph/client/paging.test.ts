import { expect, it } from 'vitest'
import type { Answer, ReadClient } from '../../../../providers/graph/client/client.ts'
import { listed } from '../../../../providers/graph/client/paging.ts'
import { jumpingClock } from '../../../support/jumping-clock.ts'

const root = 'https://graph.microsoft.com/v1.0'

/** Each page is new, and there is always one more. */
function endless(msPerPage: number) {
  const clock = jumpingClock()
  let pages = 0
  const client: ReadClient = {
    partner: 'central',
    root,
    clock,
    file: () => expect.fail('no file is read') as never,
    read() {
      pages += 1
      clock.pass(msPerPage)
      const body = { value: [{ id: `r-${pages}` }], '@odata.nextLink': `${root}/x?$skipToken=${pages}` }
      return Promise.resolve<Answer>({ status: 200, headers: {}, body, correlationId: 'c-1' })
    },
  }
  return { client, pages: () => pages }
}

it.each([
  ['its pages', 0, 400],
  ['its time', 600_000, 7],
])('a list without an end is ended by %s', async (_, msPerPage, expected) => {
  const { client, pages } = endless(msPerPage)
  await expect(listed(client, 'relationships.list', {})).rejects.toMatchObject({
    error: {
      settles: false,
      diagnostic: {
        code: 'GRAPH.PAGING_STUCK',
        detail: `central: Graph relationships.list: there are still more after ${expected} pages.`,
      },
    },
  })
  expect(pages()).toBe(expected)
})
