/** One subscription with one price, and what the sandbox charged, credited and invoiced for it. */
import { Decimal } from 'decimal.js'
import type { World } from '../../../schemas/generated/world.ts'
import { aWorld, type Body, change, ids, mail, type Rig, rossi } from './rig.ts'

type Written = NonNullable<World['subscriptions']>[number]

interface Made {
  readonly clock?: string
  readonly currency?: string
  readonly seed: Partial<Written>
  /** Of a seat and period, of the SKU and of the offer alike. */
  readonly price: string
  readonly settings?: World['settings']
}

/** One subscription under italy: of the suite where the seed says `product`, else of mail. */
export function worldOf({
  clock = '2026-12-07T06:00:00Z',
  currency = 'EUR',
  seed,
  price,
  settings = {},
}: Made): World {
  const { catalogue = {}, partners } = aWorld()
  const term = (name: string, billing: string) => ({ term: name, billing, prices: { [currency]: price } })
  const terms = [
    term('P1Y', 'monthly'),
    term('P1Y', 'annual'),
    term('P3Y', 'triennial'),
    term('P3Y', 'monthly'),
    term('P1M', 'monthly'),
  ]
  return aWorld({
    clock,
    settings,
    partners: partners.map(partner => ({ ...partner, currency })),
    catalogue: {
      offers: (catalogue.offers ?? []).map(offer =>
        offer.id === mail ? { ...offer, prices: { [currency]: { monthly: price, annual: price } } } : offer,
      ),
      products: (catalogue.products ?? []).map(product => ({
        ...product,
        skus: product.skus.map(sku => ({ ...sku, terms })),
      })),
    },
    subscriptions: [
      {
        id: ids.suite,
        partner: 'italy',
        customer: rossi,
        ...(seed.product === undefined && { offer: mail }),
        seats: 1,
        billing: 'monthly',
        started: '2026-03-15',
        ...seed,
      },
    ],
  })
}

export const suite = 'CFQ7TTC0LCHC:0002'

export async function linesOf(rig: Rig, partner: 'italy' | 'central' = 'italy'): Promise<Body[]> {
  const app = await rig.app(partner)
  const lines: Body[] = []
  for (const { id } of (await app.get('/v1/invoices')).body.items.toReversed()) {
    const provider = id.startsWith('G') ? 'onetime' : 'office'
    lines.push(...(await app.get(`/v1/invoices/${id}/lineitems/${provider}/billinglineitems`)).body.items)
  }
  return lines
}

export const short = (lines: readonly Body[]) =>
  lines.map(line => [
    line.chargeType,
    line.chargeStartDate.slice(0, 10),
    line.chargeEndDate.slice(0, 10),
    Number(line.quantity),
    String(line.totalForCustomer),
  ])

export const creditsOf = async (rig: Rig) =>
  (await rig.ledger()).days
    .filter((day: Body) => day.credit !== '0')
    .map((day: Body) => [day.day, day.credit])

export const sum = (values: readonly Body[]) =>
  values.reduce((total: Decimal, value) => total.plus(value), new Decimal(0)).toFixed(2)

/** Changes the one subscription on a day. */
export async function on(rig: Rig, day: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  await rig.until(`${day}T09:00:00Z`)
  const { status, text } = await change(await rig.app('italy'), ids.suite, fields)
  if (status !== 200) throw new Error(text)
}
