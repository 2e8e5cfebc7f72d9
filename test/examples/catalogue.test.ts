import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { loadWorkspace } from '../../engine/load/load-workspace.ts'
import type { World } from '../../schemas/generated/world.ts'
import {
  type ExampleName,
  exampleFiles,
  exampleFolder,
  exampleNames,
  readExampleAttachment,
  root,
} from '../support/example.ts'

type Row = Readonly<Record<string, string>>

/** Recorded facts about offers, kept beside the repository and not in it. */
const recorded = join(root, '..', 'shared', 'catalogue')
const table = (file: string): readonly Row[] => parse(readFileSync(file), { columns: true })

function worldOf(name: ExampleName): World {
  const { workspace } = loadWorkspace({
    files: exampleFiles(name),
    readAttachment: readExampleAttachment(name),
  })
  if (!workspace?.world) throw new Error(`examples/${name} has no World`)
  return workspace.world
}

const skus = (world: World) =>
  (world.catalogue?.products ?? []).flatMap(product =>
    product.skus.map(sku => ({ key: `${product.id}:${sku.id}`, ...sku })),
  )

describe.each(exampleNames)('the catalogue of examples/%s', name => {
  const world = worldOf(name)
  const offers = world.catalogue?.offers ?? []

  it('sells at the prices of the partner’s own list, and at no others', () => {
    const [file] = exampleFiles(name)
      .flatMap(({ text }) => [...text.matchAll(/prices: (prices\/\S+\.csv)/g)])
      .map(match => match[1])
    const listed = table(join(exampleFolder(name), file ?? ''))
      .map(row => `${row['item']} ${row['term']} ${row['billing']} ${row['currency']} ${row['price']}`)
      .sort()
    const sold = [
      ...offers.flatMap(offer =>
        Object.entries(offer.prices ?? {}).flatMap(([currency, prices]) =>
          Object.entries(prices).map(([billing, price]) => `${offer.id}  ${billing} ${currency} ${price}`),
        ),
      ),
      ...skus(world).flatMap(sku =>
        (sku.terms ?? []).flatMap(term =>
          Object.entries(term.prices ?? {})
            .filter(([currency]) => currency === 'EUR')
            .map(([currency, price]) => `${sku.key} ${term.term} ${term.billing} ${currency} ${price}`),
        ),
      ),
    ].sort()
    expect(listed).toEqual(sold)
  })

  it('sells add-ons whose bases it sells', () => {
    const ids = new Set(offers.map(offer => offer.id))
    const missing = offers.flatMap(offer => (offer.prerequisites ?? []).filter(id => !ids.has(id)))
    expect(missing).toEqual([])
  })

  describe.skipIf(!existsSync(recorded))(
    'compared with recorded facts (skipped where they are absent)',
    () => {
      it('has legacy offers as they were listed', () => {
        const rows = new Map(table(join(recorded, 'legacy-offers-us.csv')).map(row => [row['id'], row]))
        for (const offer of offers) {
          const row = rows.get(offer.id)
          expect(
            {
              name: offer.name,
              category: offer.category ?? '',
              isAddOn: offer.isAddOn ?? false,
              isTrial: offer.isTrial ?? false,
              usage: offer.usage ?? false,
              minimum: offer.minimumSeats ?? 1,
              maximum: offer.maximumSeats,
              cycles: [...(offer.billingCycles ?? [])].sort(),
            },
            offer.id,
          ).toEqual({
            name: row?.['name'],
            category: row?.['category'],
            isAddOn: row?.['isAddOn'] === 'True',
            isTrial: row?.['isTrial'] === 'True',
            usage: row?.['billing'] === 'usage',
            minimum: Number(row?.['minimumQuantity']),
            maximum: Number(row?.['maximumQuantity']),
            cycles: (row?.['supportedBillingCycles'] ?? '')
              .split(' ')
              .filter(cycle => cycle !== 'none')
              .sort(),
          })
          const bases = (row?.['prerequisiteOffers'] ?? '').split(' ')
          expect(bases, offer.name).toEqual(expect.arrayContaining([...(offer.prerequisites ?? [])]))
        }
      })

      it('has new-commerce SKUs as they were listed, with their list prices in dollars', () => {
        const columns: Readonly<Record<string, string>> = {
          'P1Y annual': 'P1Y_annual_per_seat_USD',
          'P1Y monthly': 'P1Y_monthly_per_seat_per_month_USD',
          'P1M monthly': 'P1M_monthly_per_seat_USD',
        }
        const rows = new Map(
          table(join(recorded, 'nce-skus.csv')).map(row => [`${row['productId']}:${row['skuId']}`, row]),
        )
        for (const sku of skus(world)) {
          const row = rows.get(sku.key)
          expect({ title: sku.title, segment: sku.segment }, sku.key).toEqual({
            title: row?.['title'],
            segment: row?.['segment'],
          })
          for (const term of sku.terms ?? []) {
            const column = columns[`${term.term} ${term.billing}`] ?? 'not listed'
            expect(Number(term.prices?.['USD']), `${sku.key} ${term.term} ${term.billing}`).toBe(
              Number(row?.[column]),
            )
          }
        }
      })
    },
  )
})
