/** Invoice lines of the service: what is about no licence, or no days, is set aside as in a file. */
import { expect, it } from 'vitest'
import { partnerName } from '../../../engine/model/ids.ts'
import { invoiceLine } from '../../../providers/partner-center/convert-invoice.ts'

const line = {
  customerId: '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001',
  customerName: 'Rossi',
  subscriptionId: 'aaaaaaaa-0000-4000-8000-000000000001',
  productId: 'CFQ7TTC0LCHC',
  skuId: '0002',
  productName: 'Business Premium',
  chargeType: 'new',
  subtotal: '2197.00',
  quantity: '100',
  currency: 'EUR',
  chargeStartDate: '2026-12-03T00:00:00Z',
  chargeEndDate: '2027-01-02T00:00:00Z',
  termAndBillingCycle: 'One year billed monthly',
}
const read = (facts: object) => {
  const found = invoiceLine(partnerName('italy'), 'G1', { ...line, ...facts })
  return 'because' in found
    ? found.because
    : `${found.amount} ${found.quantity} ${found.from} ${found.lastDay}`
}

it.each([
  [{}, '2197 100 2026-12-03 2027-01-02'],
  [{ subtotal: -14.52, quantity: -7 }, '-14.52 7 2026-12-03 2027-01-02'],
  [{ chargeEndDate: null }, '2197 100 2026-12-03 2026-12-03'],
  [{ chargeStartDate: '' }, 'no dates'],
  [{ chargeStartDate: '0001-01-01T00:00:00Z', chargeEndDate: '0001-01-01T00:00:00Z' }, 'no dates'],
  [{ meterDescription: 'Compute' }, 'usage'],
  [{ productId: 'DZH318Z0BPS6' }, 'usage'],
  [{ subtotal: '0.00', productName: 'Business Premium Trial' }, 'trial'],
  [{ subtotal: '3.00', productName: 'Business Premium Trial' }, '3 100 2026-12-03 2027-01-02'],
  [{ termAndBillingCycle: 'Perpetual' }, 'perpetual'],
  [{ termAndBillingCycle: 'One-Time' }, 'perpetual'],
])('%j is %s', (facts, expected) => {
  expect(read(facts)).toBe(expected)
})
