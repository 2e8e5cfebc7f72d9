import { describe, expect, it } from 'vitest'
import { jsonTable } from '../../../../cmd/importing/json-lines.ts'
import { csvTable } from '../../../../cmd/importing/read-table.ts'
import { partnerName, tenantId } from '../../../../engine/model/ids.ts'
import { readInvoiceFile } from '../../../../engine/reconcile/invoices/invoice-files.ts'
import { onceEach } from '../../../../engine/reconcile/invoices/once-each.ts'

const italy = '1b0f0000-0000-4000-8000-00000000aa02'
const facts = { partners: new Map([[tenantId(italy), partnerName('italy')]]), partner: null }
const header = [
  'PartnerId,CustomerId,CustomerName,InvoiceNumber,ProductId,SkuId,ProductName,ChargeType,BillableQuantity',
  'Subtotal,Currency,SubscriptionId,ChargeStartDate,ChargeEndDate,TermAndBillingCycle,MeterDescription,PriceAdjustmentDescription',
].join(',')
const row = (product: string, cells: string) => `${italy},c1,Rossi,G1,${product},${cells}`
const mail = 'CFQ7TTC0LH16,1,Exchange Online'

function read(...rows: readonly string[]) {
  const { lines, aside, diagnostics } = readInvoiceFile(
    csvTable('g1.csv', [header, ...rows].join('\n')),
    facts,
  )
  return {
    lines: lines.map(line => [
      line.product,
      line.from,
      line.lastDay,
      line.amount,
      line.quantity,
      line.adjustment,
    ]),
    aside: aside.map(line => [line.line, line.because, line.amount, line.detail]),
    diagnostics: diagnostics.map(entry => entry.code),
  }
}

describe('a reconciliation file', () => {
  it('sets aside, each with its reason, what is about no licence or cannot be used, and reads the others', () => {
    expect(
      read(
        row(mail, 'new,3,11.10,EUR,s1,12/7/2026,1/6/2027,One year,,1.03 Extended Service Term'),
        row(mail, 'customerCredit,1,-5.00,EUR,s1,,,One year,,'),
        row('DZH318Z0BPS6,1,Azure plan', 'new,1,63.33,EUR,s2,12/1/2026,12/31/2026,,,'),
        row('DZH318Z0XXXX,1,Disk', 'new,1,1.00,EUR,s2,12/1/2026,12/31/2026,,P10 disk,'),
        row('CFQ7TTC0HD32,2,Visio Trial', 'new,25,0.00,EUR,s3,12/1/2026,12/31/2026,One month,,'),
        row('DG7GMGF0D7FV,1,Office LTSC', 'new,1,300.00,EUR,,12/1/2026,12/1/2026,One-Time,,'),
        row(mail, 'new,1,what?,EUR,s4,12/1/2026,12/31/2026,One year,,'),
        row(mail, 'new,1,1.00,EUR,s4,31/31/2026,12/31/2026,One year,,'),
        row(mail, 'new,1,1.00,,s4,12/1/2026,12/31/2026,One year,,'),
      ),
    ).toEqual({
      lines: [['CFQ7TTC0LH16:0001', '2026-12-07', '2027-01-06', '11.1', 3, '1.03 Extended Service Term']],
      aside: [
        [3, 'no dates', '-5.00', undefined],
        [4, 'usage', '63.33', undefined],
        [5, 'usage', '1.00', undefined],
        [6, 'trial', '0.00', undefined],
        [7, 'perpetual', '300.00', undefined],
        [8, 'unreadable', 'what?', '`what?` is no amount as the rest of the file writes them'],
        [9, 'unreadable', '1.00', '`31/31/2026` is no day that can be read one way'],
        [10, 'unreadable', '1.00', '`` is no currency'],
      ],
      diagnostics: [],
    })
  })

  it('of legacy licences names the subscription in either column', () => {
    const text = [
      'PartnerId,SubscriptionId,SyndicationPartnerSubscriptionNumber,ChargeStartDate,ChargeEndDate,Amount,Currency',
      `${italy},s1,,2026-12-01,2026-12-31,18.00,EUR`,
      `${italy},billing,s2,2026-12-01,2026-12-31,18.00,EUR`,
      `${italy},,,2026-12-01,2026-12-31,18.00,EUR`,
    ].join('\n')
    const { lines } = readInvoiceFile(csvTable('d1.csv', text), facts)
    expect(lines.map(line => line.subscription)).toEqual(['s1', 's2', null])
  })

  it('has its ids in braces as without them', () => {
    const [offer, customer, subscription] = [
      '91fd106f-4b2c-4938-95ac-f54f74e9a239',
      '6666b411-d648-4339-ae57-b31c5eac0faa',
      '5f000000-0000-4000-8000-000000000001',
    ]
    const found = readInvoiceFile(
      csvTable(
        'braces.csv',
        `PartnerId,CustomerId,OfferId,Amount,Currency,SubscriptionId,ChargeStartDate\n{${italy}},{${customer}},{${offer}},7.90,EUR,{${subscription.toUpperCase()}},2026-12-07\n`,
      ),
      facts,
    )
    expect(found.lines.map(line => [line.partner, line.customer, line.product, line.subscription])).toEqual([
      ['italy', customer, offer.toUpperCase(), subscription],
    ])
  })

  it('of usage holds nothing of ours, and stops nothing', () => {
    const usage = csvTable(
      'u.csv',
      `PartnerId,InvoiceNumber,ConsumedQuantity,PretaxCharges\n${italy},D1,745,63.33`,
    )
    const { lines, aside, diagnostics } = readInvoiceFile(usage, facts)
    expect([lines, aside.map(line => line.because), diagnostics]).toEqual([[], ['usage'], []])
    const other = readInvoiceFile(csvTable('x.csv', 'a,b\n1,2'), facts)
    expect(other.diagnostics.map(entry => entry.detail)).toEqual([
      'x.csv has no column `SyndicationPartnerSubscriptionNumber`, `ChargeStartDate`, `Subtotal`, `Currency`.',
    ])
  })

  it('as lines of JSON says the same as the table, whatever the case of its names', () => {
    const table = csvTable(
      'g.csv',
      [header, row(mail, 'new,3,11.10,EUR,s1,12/7/2026,1/6/2027,One year,,')].join('\n'),
    )
    const json = {
      partnerId: italy,
      CustomerId: 'c1',
      customerName: 'Rossi',
      invoiceNumber: 'G1',
      productId: 'CFQ7TTC0LH16',
      SkuId: '0001',
      productName: 'Exchange Online',
      chargeType: 'new',
      billableQuantity: '3',
      subtotal: 11.1,
      Currency: 'EUR',
      subscriptionId: 's1',
      chargeStartDate: '2026-12-07T00:00:00Z',
      chargeEndDate: '2027-01-06T00:00:00Z',
      termAndBillingCycle: 'One year',
      productQualifiers: ['x'],
    }
    const lines = readInvoiceFile(table, facts).lines
    for (const text of [
      `${JSON.stringify(json)}\n`,
      `\uFEFF${JSON.stringify(json)}\r\n`,
      JSON.stringify([json]),
    ])
      expect(readInvoiceFile(jsonTable('g.jsonl', text), facts).lines).toEqual(lines)
    const broken = readInvoiceFile(jsonTable('g.jsonl', `${JSON.stringify(json)}\n{"partnerId":\n`), facts)
    expect([broken.lines, broken.aside.map(({ line, because }) => [line, because])]).toEqual([
      lines,
      [[2, 'unreadable']],
    ])
    // In two forms it is one invoice; two files that share a number and say different things are two parts of it.
    const twice = onceEach([
      { file: 'g.csv', lines, aside: [] },
      {
        file: 'g.jsonl',
        lines: readInvoiceFile(jsonTable('g.jsonl', JSON.stringify(json)), facts).lines,
        aside: [],
      },
      { file: 'part.csv', lines: lines.map(line => ({ ...line, lastDay: line.from })), aside: [] },
    ])
    expect([twice.lines.length, twice.repeated]).toEqual([
      2,
      [{ file: 'g.jsonl', sameAs: 'g.csv', invoice: 'G1', rows: 1 }],
    ])
  })
})
