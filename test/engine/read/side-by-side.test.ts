import { expect, test } from 'vitest'
import { readActual } from '../../../engine/read/read-actual.ts'
import { aCustomer, aCustomerActual, aDesired, anActual, italy, suite } from '../../support/builders/index.ts'
import { jumpingClock } from '../../support/jumping-clock.ts'
import { aReader, slowed } from '../../support/reader.ts'

// Red before they went side by side: 1,000 ms, one read after the other.
test('what is read of a customer takes the time of two reads, however many there are', async () => {
  const clock = jumpingClock()
  const reader = aReader(
    anActual({
      customers: [
        aCustomerActual(),
        aCustomerActual({ partner: italy, subscriptions: [{ product: suite }] }),
      ],
    }),
  )
  const began = clock.now()
  await readActual({
    desired: aDesired({ customers: [aCustomer({ seats: 5 })] }),
    scope: { consolidation: null, wave: null, targets: [] },
    reader: slowed(reader, () => clock.sleep(100)),
    clock,
    progress: () => undefined,
    width: 3,
  })
  const elapsedMs = Date.parse(clock.now()) - Date.parse(began)
  // Customer lists, subscriptions of both accounts, everything else of the customer, its product.
  expect([elapsedMs, reader.asked.length]).toEqual([400, 12])
})
