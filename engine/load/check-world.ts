/**
 * What a World says twice, and what it names without having it. Its schema cannot tell: references run across its lists. An item
 * that its catalogue does not list is no mistake, and neither is a base in another account.
 */
import type { World } from '../../schemas/generated/world.ts'
import type { CodeEntry, SourceRange } from '../diagnostic.ts'
import { orMeant, suggest } from '../scope/suggest.ts'
import type { KindedDocument } from './check-schema.ts'
import { codes } from './codes.ts'

type Path = readonly (string | number)[]
type Report = (
  entry: CodeEntry,
  at: SourceRange,
  detail: string,
  related?: readonly { readonly at: SourceRange; readonly note: string }[],
) => void

interface Entry {
  /** Compared without regard to case. */
  readonly id: string
  readonly what: string
  readonly path: Path
}

export function checkWorld(document: KindedDocument, world: World, report: Report): void {
  const look = new Look(document, report)
  const partners = new Set(world.partners.map(({ name }) => name))
  const customers = new Set((world.customers ?? []).map(({ tenantId }) => tenantId.toLowerCase()))
  const known: Known = { partners, customers }
  checkPartners(look, world)
  checkCustomers(look, world, known)
  checkCatalogue(look, world)
  checkSubscriptions(look, world, known)
  for (const [position, entry] of (world.entitlements ?? []).entries())
    checkOwner(look, known, entry, ['entitlements', position])
  for (const [position, fault] of (world.faults ?? []).entries())
    if (fault.do === 'status' && fault.status === undefined && fault.code === undefined)
      look.wrong(codes.MISSING_KEY, ['faults', position], 'A status fault needs `status` or `code`.')
}

interface Known {
  readonly partners: ReadonlySet<string>
  readonly customers: ReadonlySet<string>
}

/** Places are looked up for mistakes alone: a World may hold tens of thousands of rows. */
class Look {
  private readonly document: KindedDocument
  private readonly report: Report
  constructor(document: KindedDocument, report: Report) {
    this.document = document
    this.report = report
  }

  wrong(entry: CodeEntry, path: Path, detail: string): void {
    this.report(entry, this.document.rangeOf(path), detail)
  }

  once(entries: readonly Entry[]): void {
    const first = new Map<string, Path>()
    for (const { id, what, path } of entries) {
      const key = id.toLowerCase()
      const before = first.get(key)
      if (before === undefined) first.set(key, path)
      else
        this.report(codes.DUPLICATE, this.document.rangeOf(path), `There are two of ${what}.`, [
          { at: this.document.rangeOf(before), note: 'the first is here' },
        ])
    }
  }

  partner(known: Known, name: string, path: Path): void {
    if (known.partners.has(name)) return
    const near = suggest(name, [...known.partners])
    this.wrong(codes.WORLD_REFERENCE, path, `The World has no partner \`${name}\`${orMeant(near)}`)
  }
}

function checkPartners(look: Look, { partners }: World): void {
  look.once(
    partners.map(({ name }, at) => ({
      id: name,
      what: `partner \`${name}\``,
      path: ['partners', at, 'name'],
    })),
  )
  look.once(
    partners.map(({ tenantId }, at) => ({
      id: tenantId,
      what: `partner tenant ${tenantId}`,
      path: ['partners', at, 'tenantId'],
    })),
  )
  look.once(
    partners.flatMap(({ users }, at) =>
      (users ?? []).map(({ refreshToken }, user) => ({
        id: refreshToken,
        what: 'this refresh token',
        path: ['partners', at, 'users', user, 'refreshToken'],
      })),
    ),
  )
  for (const [at, { name, users }] of partners.entries())
    look.once(
      (users ?? []).map(({ upn }, user) => ({
        id: upn,
        what: `user ${upn} of \`${name}\``,
        path: ['partners', at, 'users', user, 'upn'],
      })),
    )
}

function checkCustomers(look: Look, world: World, known: Known): void {
  const customers = world.customers ?? []
  look.once(
    customers.map(({ tenantId }, at) => ({
      id: tenantId,
      what: `customer ${tenantId}`,
      path: ['customers', at, 'tenantId'],
    })),
  )
  for (const [at, { relationships, name }] of customers.entries()) {
    const entries = (relationships ?? []).map(({ partner }, position) => ({
      id: partner,
      what: `relationship of ${name} with \`${partner}\``,
      path: ['customers', at, 'relationships', position, 'partner'],
    }))
    for (const { id, path } of entries) look.partner(known, id, path)
    look.once(entries)
  }
}

function checkCatalogue(look: Look, { catalogue }: World): void {
  look.once(
    (catalogue?.offers ?? []).map(({ id }, at) => ({
      id,
      what: `offer ${id}`,
      path: ['catalogue', 'offers', at, 'id'],
    })),
  )
  const products = catalogue?.products ?? []
  look.once(
    products.flatMap(({ id, skus }, at) =>
      skus.map((sku, position) => ({
        id: `${id}:${sku.id}`,
        what: `SKU ${id}:${sku.id}`,
        path: ['catalogue', 'products', at, 'skus', position, 'id'],
      })),
    ),
  )
  const skus = new Set(
    products.flatMap(({ id, skus: own }) => own.map(sku => `${id}:${sku.id}`.toUpperCase())),
  )
  for (const [at, { product }] of (catalogue?.promotions ?? []).entries())
    if (!skus.has(product.toUpperCase()))
      look.wrong(
        codes.WORLD_REFERENCE,
        ['catalogue', 'promotions', at, 'product'],
        `The catalogue has no SKU ${product}.`,
      )
}

function checkOwner(
  look: Look,
  known: Known,
  { partner, customer }: { readonly partner: string; readonly customer: string },
  path: Path,
): void {
  look.partner(known, partner, [...path, 'partner'])
  if (!known.customers.has(customer.toLowerCase()))
    look.wrong(codes.WORLD_REFERENCE, [...path, 'customer'], `The World has no customer ${customer}.`)
}

function checkSubscriptions(look: Look, world: World, known: Known): void {
  const rows = world.subscriptions ?? []
  const today = new Date(world.clock).toISOString().slice(0, 10)
  look.once(
    rows.flatMap(({ partner, id }, at) =>
      id === undefined
        ? []
        : [
            {
              id: `${partner}/${id}`,
              what: `subscription ${id} under \`${partner}\``,
              path: ['subscriptions', at, 'id'],
            },
          ],
    ),
  )
  for (const [at, row] of rows.entries()) {
    const path = ['subscriptions', at]
    checkOwner(look, known, row, path)
    if ((row.offer === undefined) === (row.product === undefined))
      look.wrong(codes.PRODUCT_OR_OFFER, path, 'A subscription of a World names one item.')
    if (row.started > today)
      look.wrong(
        codes.WORLD_STARTS_LATER,
        [...path, 'started'],
        `It was bought on ${row.started}, and the clock starts on ${today}.`,
      )
  }
}
