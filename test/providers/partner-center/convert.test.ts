import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partnerName } from '../../../engine/model/ids.ts'
import { instantOf } from '../../../engine/time/instant-of.ts'
import { isReseller, liveCustomer, liveSubscription } from '../../../providers/partner-center/convert.ts'
import { itemOfOffer, itemOfSku, orderableId } from '../../../providers/partner-center/convert-catalogue.ts'
import type { WireSubscription } from '../../../providers/partner-center/wire/subscription.ts'
import { known, vocabularies } from '../../../providers/partner-center/words.ts'

const italy = partnerName('italy')
const convert = (facts: Partial<WireSubscription>) => liveSubscription(italy, 'C-1', { id: 'S-1', ...facts })

/** The sample of facts 9. */
const nce: WireSubscription = {
  id: '0C5A7B1E-0000-4000-8000-00000000D001',
  offerId: 'CFQ7TTC0ZZZ1:0001:CFQ7TTC0AAA9',
  offerName: 'Example Suite Basic',
  friendlyName: 'Tailspin suite',
  productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
  quantity: 25,
  creationDate: '2026-02-02T09:10:11.1234567Z',
  effectiveStartDate: '2026-02-02T00:00:00Z',
  commitmentEndDate: '2027-02-01T00:00:00Z',
  commitmentEndDateTime: '2027-02-01T23:59:59.999Z',
  cancellationAllowedUntilDate: '2026-02-09T09:10:11Z',
  billingCycleEndDate: '2026-03-01T00:00:00Z',
  status: 'active',
  autoRenewEnabled: true,
  isTrial: false,
  billingType: 'license',
  billingCycle: 'Monthly',
  termDuration: 'P1Y',
  refundableQuantity: {
    totalQuantity: 25,
    details: [{ quantity: '25', allowedUntilDateTime: '2026-02-09T09:10:11+00:00' }],
  },
  scheduledNextTermInstructions: {
    product: { productId: 'cfq7ttc0zzz1', skuId: '0002', billingCycle: 'annual', termDuration: 'P1Y' },
    quantity: 20,
  },
  scheduledActions: [{ type: 'Cancel', effective: 'end_of_term' }],
  orderId: 'a1b2c3d4e5f6',
}

describe('a subscription of new commerce', () => {
  it('is the same whatever the letter case of its members (Q39)', () => {
    const written = (name: (key: string) => string) =>
      Object.fromEntries(
        Object.entries(nce).map(([key, value]) => [name(key), value]),
      ) as never as WireSubscription
    const capital = written(key => `${key.charAt(0).toUpperCase()}${key.slice(1)}`)
    const loud = written(key => key.toUpperCase())
    const found = liveSubscription(italy, 'C-1', nce)
    expect([liveSubscription(italy, 'C-1', capital), liveSubscription(italy, 'C-1', loud)]).toEqual([
      found,
      found,
    ])
  })

  it('becomes ours in full', () => {
    expect(liveSubscription(italy, '5B0B0C5E-0000-4000-8000-0000000000C1', nce)).toEqual({
      partner: 'italy',
      customer: '5b0b0c5e-0000-4000-8000-0000000000c1',
      id: '0c5a7b1e-0000-4000-8000-00000000d001',
      product: 'CFQ7TTC0ZZZ1:0001',
      productName: 'Example Suite Basic',
      kind: 'licence',
      commerce: 'nce',
      name: 'Tailspin suite',
      status: 'active',
      seats: 25,
      term: 'P1Y',
      billing: 'monthly',
      trial: false,
      autoRenew: true,
      cancelsAtTermEnd: true,
      termEndAction: null,
      nextBilling: null,
      promotion: null,
      partnerOfRecord: null,
      nextTerm: {
        seats: 20,
        product: 'CFQ7TTC0ZZZ1:0002',
        term: 'P1Y',
        billing: 'annual',
        endsOn: null,
        promotion: null,
      },
      boughtAt: '2026-02-02T09:10:11.123Z',
      termStartsAt: '2026-02-02T00:00:00Z',
      termEndsAt: '2027-02-01T23:59:59.999Z',
      chargedUntil: '2026-03-01T00:00:00Z',
      cancellableUntil: '2026-02-09T09:10:11Z',
      refundable: [{ seats: 25, until: '2026-02-09T09:10:11Z' }],
      parent: null,
      order: 'a1b2c3d4e5f6',
    })
  })
})

describe('a subscription of legacy commerce', () => {
  it('says almost nothing, and that much is kept', () => {
    expect(
      convert({
        offerId: '195416c1-3447-423a-b37b-ee59a99a19c4',
        offerName: 'Exchange',
        parentSubscriptionId: 'P-1',
        autoRenewEnabled: null,
      }),
    ).toEqual({
      partner: 'italy',
      customer: 'c-1',
      id: 's-1',
      product: '195416C1-3447-423A-B37B-EE59A99A19C4',
      productName: 'Exchange',
      kind: 'licence',
      commerce: 'legacy',
      name: 'Exchange',
      status: 'unknown:absent',
      seats: null,
      term: null,
      billing: null,
      trial: false,
      autoRenew: false,
      cancelsAtTermEnd: false,
      termEndAction: null,
      nextBilling: null,
      promotion: null,
      partnerOfRecord: null,
      nextTerm: null,
      boughtAt: null,
      termStartsAt: null,
      termEndsAt: null,
      chargedUntil: null,
      cancellableUntil: null,
      refundable: [],
      parent: 'p-1',
      order: null,
    })
  })
})

describe('kind and commerce', () => {
  it.each<[string, Partial<WireSubscription>, string, string]>([
    ['an Azure offer', { offerId: 'MS-AZR-0145P' }, 'azure', 'legacy'],
    ['something billed by use', { offerId: 'X', billingType: 'Usage' }, 'azure', 'legacy'],
    [
      'an Azure plan',
      { offerId: 'DZH318Z0BPS6:0001:DZH318Z0BMTX', productType: { id: 'Azure' } },
      'azure',
      'nce',
    ],
    ['a software subscription', { productType: { id: 'Software' }, termDuration: 'P1Y' }, 'software', 'nce'],
    ['perpetual software', { productType: { id: 'Software' } }, 'perpetual', 'nce'],
    [
      'something of the marketplace',
      { productType: { id: 'SaaS' }, termDuration: 'P1M' },
      'marketplace',
      'nce',
    ],
    ['a reservation', { productType: { id: 'AzureReservation' } }, 'reservation', 'nce'],
    ['a kind nobody knows', { productType: { id: 'QuantumSeats' } }, 'unknown:QuantumSeats', 'nce'],
    [
      'a three-part offer without a type',
      { offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0CF77' },
      'unknown:no product type',
      'nce',
    ],
  ])('of %s are told from the facts', (_, facts, kind, commerce) => {
    expect(convert(facts)).toMatchObject({ kind, commerce })
  })
})

describe('words', () => {
  it.each([
    ['active', 'active'],
    ['Active', 'active'],
    [1, 'active'],
    ['6', 'disabled'],
    ['frozen', 'unknown:frozen'],
    [99, 'unknown:99'],
  ] as const)('%s as a status is %s', (wire, ours) => {
    expect(known(wire, vocabularies.status)).toBe(ours)
  })

  it.each(['one_time', 'OneTime', 'onetime', 'One Time', 4] as const)('%s is one billing cycle', wire => {
    expect(known(wire, vocabularies.billing)).toBe('one_time')
  })
})

describe('times', () => {
  it.each([
    ['2026-02-02T09:10:11.1234567Z', '2026-02-02T09:10:11.123Z'],
    ['2026-02-02T10:10:11+01:00', '2026-02-02T09:10:11Z'],
    ['2026-02-02T10:10:11', '2026-02-02T10:10:11Z'],
    ['2026-02-02', '2026-02-02T00:00:00Z'],
    ['0001-01-01T00:00:00', null],
    ['9999-12-10T23:59:59Z', null],
    ['soon', null],
    ['', null],
    [null, null],
  ])('%s is %s', (wire, ours) => {
    expect(instantOf(wire)).toBe(ours)
  })
})

/** Whatever JSON can hold, and more: objects whose keys are those of every object too (`toString`, `constructor`), lists of such. */
const odd = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.boolean(),
  fc.array(fc.anything()),
  fc.object(),
  fc.constantFrom('constructor', '__proto__', { toString: 1 }, [{ toString: null }], { constructor: 'x' }),
)
const oddFacts = (names: readonly string[]) => fc.record(Object.fromEntries(names.map(name => [name, odd])))
const runs = process.env['TENANTFORM_FULL'] === '1' ? 20_000 : 200

describe('no answer', () => {
  // Red once: String({ toString: 1 }) throws, and so does String of a list that holds such a thing.
  it('makes the conversion of a subscription throw, whatever the values are', () => {
    const names = Object.keys(nce).filter(key => key !== 'id')
    fc.assert(
      fc.property(oddFacts([...names, 'parentSubscriptionId', 'billingCycleEndDateTime']), facts => {
        expect(convert(facts).id).toBe('s-1')
      }),
      { numRuns: runs },
    )
  })

  it('makes the conversion of a customer throw, whatever the values are', () => {
    const names = ['companyProfile', 'billingProfile', 'relationshipToPartner']
    fc.assert(
      fc.property(oddFacts(names), facts => {
        expect(liveCustomer(italy, { id: 'C-1', ...facts }).tenant).toBe('c-1')
        expect(typeof isReseller({ id: 'C-1', ...facts })).toBe('boolean')
      }),
      { numRuns: runs },
    )
  })

  it('makes the conversion of something from the catalogue throw, whatever the values are', () => {
    const offer = oddFacts([
      'name',
      'minimumQuantity',
      'maximumQuantity',
      'supportedBillingCycles',
      'isAddOn',
      'prerequisiteOffers',
    ])
    const sku = oddFacts(['title', 'minimumQuantity', 'maximumQuantity', 'isTrial', 'dynamicAttributes'])
    const availability = oddFacts(['terms', 'isPurchasable', 'catalogItemId'])
    fc.assert(
      fc.property(offer, sku, fc.array(availability), (offerFacts, skuFacts, rows) => {
        const availabilities = rows.map(row => ({ id: 'A1', ...row }))
        expect(itemOfOffer({ id: 'o', ...offerFacts }).product).toBe('O')
        expect(itemOfSku('p', { id: 's', ...skuFacts }, availabilities).product).toBe('P:S')
        expect(orderableId(availabilities, { product: 'P:S', term: 'P9Y', billing: 'monthly' })).toBeNull()
      }),
      { numRuns: runs },
    )
  })

  it.each([
    ['constructor', 'unknown:constructor'],
    ['__proto__', 'unknown:__proto__'],
  ])('is taken for a kind of product because every object has a property called %s', (id, kind) => {
    expect(convert({ productType: { id } }).kind).toBe(kind)
  })

  it('loses its id because it is spelt ID', () => {
    expect(liveSubscription(italy, 'C-1', { ID: 'S-2' } as unknown as WireSubscription).id).toBe('s-2') // as Q13 has it
  })
})

describe('a customer', () => {
  it.each([
    ['reseller', true],
    [1, true],
    [undefined, true],
    [null, true],
    ['something_new', true],
    ['advisor', false],
    ['none', false],
    [5, false],
  ])('with the relationship %s may be sold to: %s', (relationshipToPartner, may) => {
    expect(
      isReseller({ id: 'c', ...(relationshipToPartner !== undefined && { relationshipToPartner }) }),
    ).toBe(may)
  })

  it('has the country of the billing address', () => {
    expect(
      liveCustomer(italy, {
        id: 'C-1',
        companyProfile: { companyName: 'Rossi', domain: 'r.example' },
        billingProfile: { defaultAddress: { country: 'it' } },
      }),
    ).toEqual({
      partner: 'italy',
      tenant: 'c-1',
      name: 'Rossi',
      domain: 'r.example',
      country: 'IT',
    })
    expect(liveCustomer(italy, { id: 'C-1' }).country).toBeNull()
  })
})

describe('an item of the catalogue', () => {
  it('of legacy has an empty term and its billing cycles', () => {
    expect(
      itemOfOffer({
        id: 'abc',
        name: 'Mail',
        minimumQuantity: 1,
        maximumQuantity: '300',
        supportedBillingCycles: ['monthly', 'Annual'],
        isAddOn: true,
        prerequisiteOffers: ['def'],
        isAvailableForPurchase: true,
      }),
    ).toEqual({
      product: 'ABC',
      commerce: 'legacy',
      name: 'Mail',
      minimumSeats: 1,
      maximumSeats: 300,
      terms: [
        { term: '', billing: 'monthly' },
        { term: '', billing: 'annual' },
      ],
      addOn: true,
      prerequisites: ['DEF'],
      trial: false,
      purchasable: true,
    })
    expect(itemOfOffer({ id: 'abc', isAvailableForPurchase: false }).purchasable).toBe(false)
  })

  const year = {
    id: 'A1',
    isPurchasable: true,
    terms: [
      { duration: 'P1Y', billingCycle: 'monthly' },
      { duration: 'P1Y', billingCycle: 'Monthly' },
    ],
  }
  const gone = { id: 'A2', isPurchasable: false, terms: [{ duration: 'P3Y', billingCycle: 'annual' }] }
  const month = {
    id: 'A3',
    catalogItemId: 'P:0001:A3',
    isPurchasable: true,
    terms: [{ duration: 'P1M', billingCycle: 'monthly' }],
  }

  it('of new commerce has the terms that are on sale now, each once', () => {
    expect(
      itemOfSku('p', { id: '0001', title: 'Suite', dynamicAttributes: { prerequisiteSkus: ['b:0002'] } }, [
        year,
        gone,
        month,
      ]),
    ).toMatchObject({
      product: 'P:0001',
      commerce: 'nce',
      name: 'Suite',
      terms: [
        { term: 'P1Y', billing: 'monthly' },
        { term: 'P1M', billing: 'monthly' },
      ],
      prerequisites: ['B:0002'],
      purchasable: true,
    })
    expect(itemOfSku('p', { id: '0001' }, [gone])).toMatchObject({ terms: [], purchasable: false })
  })

  it('is ordered by the availability that fits term and billing now', () => {
    const all = [gone, year, month]
    expect(orderableId(all, { product: 'P:0001', term: 'P1Y', billing: 'monthly' })).toBe('P:0001:A1')
    expect(orderableId(all, { product: 'P:0001', term: 'P1M', billing: 'monthly' })).toBe('P:0001:A3')
    expect(orderableId(all, { product: 'P:0001', term: 'P3Y', billing: 'annual' })).toBeNull()
  })
})

describe('a row without a product that can be read', () => {
  it.each([
    [undefined],
    [null],
    [''],
    ['  '],
    [7],
    ['unknown'],
    [':0001'],
    ['CFQ7TTC0ZZZ1'],
    ['CFQ7TTC0ZZZ1:'],
    ['CFQ7TTC0ZZZ1:1:CFQ7TTC0AAA9'],
    ['195416C1-3447-423A-B37B'],
    ['%%%'],
  ])('is kept, and is unknown: offerId %j', offerId => {
    const { product, kind, commerce, seats } = convert({
      offerId,
      quantity: 5,
    } as Partial<WireSubscription>)
    expect({ product, kind, commerce, seats }).toEqual({
      product: 'UNREADABLE',
      kind: 'unknown:no readable product',
      commerce: 'unknown:no readable product',
      seats: 5,
    })
  })
})

describe('a date of a subscription that is told and cannot be read', () => {
  const all = (said: unknown) =>
    convert({
      ...nce,
      creationDate: said,
      effectiveStartDate: said,
      commitmentEndDate: said,
      commitmentEndDateTime: said,
      billingCycleEndDate: said,
      cancellationAllowedUntilDate: said,
      refundableQuantity: { details: [{ quantity: 25, allowedUntilDateTime: said }] },
    } as never)
  const dates = ({
    boughtAt,
    termStartsAt,
    termEndsAt,
    chargedUntil,
    cancellableUntil,
    refundable,
  }: ReturnType<typeof all>) => [
    boughtAt,
    termStartsAt,
    termEndsAt,
    chargedUntil,
    cancellableUntil,
    refundable,
  ]
  const none = [null, null, null, null, null, []]

  it.each(['18/11/2027', 'x', 1, 20271118, {}, '2027-13-45T00:00:00Z', ' '])('is named: %j', said => {
    expect([dates(all(said)), all(said).unreadDates]).toEqual([
      none,
      ['boughtAt', 'termStartsAt', 'termEndsAt', 'chargedUntil', 'cancellableUntil', 'refundable'],
    ])
  })

  it.each([undefined, null, '', '0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z'])(
    'is not one that is unset: %j',
    said => {
      expect([dates(all(said)), all(said).unreadDates]).toEqual([none, undefined])
    },
  )

  it('is none where another member tells it', () => {
    const found = convert({ ...nce, commitmentEndDateTime: 'x' })
    expect([found.termEndsAt, found.unreadDates]).toEqual(['2027-02-01T00:00:00Z', undefined])
  })
})
