/** What is read of an account, however its answer was cut short. Asked by test/property/without-a-rule.test.ts of the client, and of one without its check. */
import fc from 'fast-check'
import { partnerName, tenantId } from '../../../engine/model/ids.ts'
import { createClient } from '../../../providers/partner-center/client/client.ts'
import { readerOver } from '../../../providers/partner-center/reader.ts'
import { received } from '../foreign-answers.ts'
import { jumpingClock } from '../jumping-clock.ts'

/** A list of subscriptions that says it holds more than there are in it. */
const shortened = fc
  .record({ held: fc.integer({ min: 0, max: 3 }), missing: fc.integer({ min: 1, max: 3 }) })
  .map(({ held, missing }) => ({
    totalCount: held + missing,
    items: Array.from({ length: held }, (_, position) => ({
      id: `5f000000-0000-4000-8000-00000000000${position}`,
      offerId: '195416C1-3447-423A-B37B-EE59A99A19C4',
      status: 'active',
      quantity: 5,
    })),
    attributes: { objectType: 'Collection' },
  }))

async function kindOf(body: object): Promise<string> {
  const client = createClient({
    partner: 'central',
    cloud: 'global',
    apiRoot: 'http://127.0.0.1',
    clock: jumpingClock(),
    progress: () => undefined,
    newId: () => '00000000-0000-4000-8000-000000000001',
    send: () =>
      Promise.resolve(
        received({
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
  })
  const customer = tenantId('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001')
  return (await readerOver(() => client).subscriptions(partnerName('central'), customer)).kind
}

/** Whether a list that was cut short is ever taken for all there is. */
export async function isShortListBelieved(runs: number, seed: number): Promise<boolean> {
  const found = await fc.check(
    fc.asyncProperty(shortened, async body => (await kindOf(body)) === 'unknown'),
    { numRuns: runs, seed, endOnFailure: true },
  )
  return found.failed
}
