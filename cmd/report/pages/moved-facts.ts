/** Facts that are not as a plan was made from: whose, of what, what the plan said, and what is there now. */

import type { MovedFact } from '../../../engine/journal/result.ts'
import type { SubscriptionId, TenantId } from '../../../engine/model/ids.ts'
import { isWrite } from '../../../engine/plan/action.ts'
import { isUnknownFact } from '../../../engine/plan/facts/facts.ts'
import { reliersOn } from '../../../engine/plan/facts/reliers.ts'
import type { FactSubject, Plan } from '../../../engine/plan/plan.ts'
import type { HtmlCell, HtmlRow, HtmlTable } from '../html/table.ts'
import { type FactChange, factChanges, isFields, said } from '../plan/changed-fact.ts'

interface Comparison {
  readonly plan: Plan
  readonly moved: readonly MovedFact[]
}

/** One row for each customer and each thing that changed about it; customers stand in the order of the plan. */
export function movedTable({ plan, moved }: Comparison): HtmlTable {
  const subjects = new Map<string, FactSubject>(plan.facts.map(({ id, subject }) => [id, subject]))
  const products = productNames(plan)
  const rows = moved.flatMap(entry => {
    const subject = subjects.get(entry.fact)
    return concernedBy(entry, { plan, moved }).flatMap(customer =>
      rowsOf(entry, { customer, subject, plan, products }),
    )
  })
  const order = new Map(plan.customers.map(({ tenant }, at) => [tenant, at]))
  const placeOf = (customer: TenantId) => order.get(customer) ?? order.size
  return {
    id: 'moved',
    caption: 'What the plan said, and what is there now',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'verdict', kind: 'word' },
      { name: 'account', kind: 'word' },
      { name: 'about', kind: 'text' },
      { name: 'field', kind: 'text' },
      { name: 'the plan said', kind: 'text' },
      { name: 'now', kind: 'text' },
      { name: 'the plan wants', kind: 'text' },
    ],
    rows: rows.sort((a, b) => placeOf(a.customer) - placeOf(b.customer)).map(({ row }) => row),
  }
}

/** Who relies on a fact that moved: one customer, those that have yet to buy an item, or those whose wave waits for somebody else's. */
export function concernedBy(entry: MovedFact, { plan, moved }: Comparison): readonly TenantId[] {
  const fact = plan.facts.find(({ id }) => id === entry.fact)
  if (fact === undefined) return entry.customer === null ? [] : [entry.customer]
  return reliersOn(fact, { plan, adopted: new Set(moved.flatMap(({ adoptedBy }) => adoptedBy ?? [])) })
}

interface Concerned {
  readonly customer: TenantId
  readonly subject: FactSubject | undefined
  readonly plan: Plan
  readonly products: Products
}

function rowsOf(
  entry: MovedFact,
  { customer, subject, plan, products }: Concerned,
): readonly { readonly customer: TenantId; readonly row: HtmlRow }[] {
  const name = plan.customers.find(({ tenant }) => tenant === customer)?.name
  const verdict = verdictOf(entry)
  return factChanges(entry).map(change => ({
    customer,
    row: {
      cells: [
        name === undefined ? customer : { text: name, under: customer },
        verdict,
        subject?.partner ?? null,
        subject === undefined ? entry.fact : aboutOf(subject, { entry, plan, products }),
        change.isEntry ? null : fieldWords(change.field),
        changeCell(change.planned, change, products),
        changeCell(change.now, change, products),
        entry.wanted,
      ],
      tone: verdict === 'adopted' ? 'good' : 'bad',
    },
  }))
}

export function verdictOf({ adoptedBy, now }: MovedFact): 'moved' | 'unknown' | 'adopted' {
  if (adoptedBy !== null) return 'adopted'
  return isUnknownFact({ value: now }) ? 'unknown' : 'moved'
}

interface Products {
  readonly ofSubscription: ReadonlyMap<SubscriptionId, string>
  readonly ofItem: ReadonlyMap<string, string>
}

function productNames({ customers, actions }: Plan): Products {
  const ofSubscription = new Map<SubscriptionId, string>()
  const ofItem = new Map<string, string>()
  for (const { sources, seats } of customers) {
    for (const { subscription, product, productName } of sources) {
      ofSubscription.set(subscription, productName)
      ofItem.set(product, productName)
    }
    for (const { product, productName } of seats) ofItem.set(product, productName)
  }
  for (const action of actions) {
    if (!isWrite(action) || !('productName' in action)) continue
    if ('subscription' in action) ofSubscription.set(action.subscription, action.productName)
    if ('product' in action) ofItem.set(action.product, action.productName)
  }
  return { ofSubscription, ofItem }
}

function aboutOf(
  subject: FactSubject,
  { entry, plan, products }: { readonly entry: MovedFact; readonly plan: Plan; readonly products: Products },
): HtmlCell {
  const item = (product: string) => products.ofItem.get(product) ?? product
  switch (subject.kind) {
    case 'customer':
      return subject.behind === undefined ? 'the customer in the account' : whose('accepted', subject, plan)
    case 'agreement':
      return 'the customer agreement'
    case 'transfers':
      return 'open transfers of billing ownership'
    case 'licences':
      return 'licences of the customer’s directory'
    case 'subscriptions':
      return subject.behind === undefined
        ? 'which subscriptions there are'
        : whose('still active', subject, plan)
    case 'subscription':
      return {
        text: products.ofSubscription.get(subject.subscription) ?? nameIn(entry.planned) ?? 'a subscription',
        under: subject.subscription,
      }
    case 'seats':
      return `${item(subject.product)}, sold by an account that is no part of the move`
    case 'offer':
      return `${item(subject.product)} in the catalogue, market ${subject.market}`
  }
}

function whose(what: string, { customer }: { readonly customer: TenantId }, plan: Plan): string {
  const name = plan.customers.find(({ tenant }) => tenant === customer)?.name ?? customer
  return `${what}: ${name}, whose wave comes before`
}

function nameIn(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
    ? value.name
    : null
}

/** `termEndsAt` → `term ends at`. */
function fieldWords(field: string): string | null {
  return field === '' ? null : field.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}

/** An id in a list of subscriptions says nothing to anybody without its product. */
function changeCell(value: unknown, { isEntry }: FactChange, { ofSubscription }: Products): HtmlCell {
  if (!isEntry) return valueWords(value)
  if (value === undefined) return 'not there'
  const product = [...ofSubscription].find(([id]) => id === value)?.[1]
  return product === undefined ? valueWords(value) : { text: product, under: said(value) }
}

/** Of a whole record only what it says something about. */
function valueWords(value: unknown): string {
  if (!isFields(value) || value['unknown'] === true || value['absent'] === true) return said(value)
  return Object.entries(value)
    .filter(([, part]) => part !== null && part !== false)
    .map(([field, part]) => `${fieldWords(field)}: ${valueWords(part)}`)
    .join(' · ')
}
