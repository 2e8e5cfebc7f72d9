/**
 * Reads what a plan needs and nothing else:
 *
 *   customer lists ─▶ subscriptions per customer and account ─▶ details of customers that may be written ─▶ catalogue
 *
 * One request per customer and account is the floor the service sets: there is no partner-wide subscription list (facts 1).
 * Country, agreement and licences are asked only where something may be left to write; a list row says the rest.
 */
import type { AdminReader } from '../admin/port.ts'
import type { AdminActual } from '../model/admin.ts'
import type { Desired } from '../model/desired.ts'
import { dayOf, type PartnerName, type TenantId, type UtcDate } from '../model/ids.ts'
import type { Actual, CustomerActual, CustomerRow, Read } from '../model/live.ts'
import { recordedChanges } from '../model/recorded/recorded-changes.ts'
import { standingIn } from '../model/stands-for.ts'
import { needsAgreement } from '../plan/permit/readiness.ts'
import type { Clock, Progress, Reader } from '../ports.ts'
import { customersInScope, partnersToList } from '../scope/customers-in-scope.ts'
import type { PlanScope } from '../scope/plan-scope.ts'
import type { ScopedCustomer } from '../scope/scoped-customer.ts'
import { visibleInLists } from '../scope/visible-customers.ts'
import {
  besideNeeded,
  buysSomething,
  changesNeeded,
  changesNewCommerce,
  isDeclaredOff,
  itemsNeeded,
  licencesNeeded,
  mayBeWritten,
  mayTransfer,
  qualifyingNeeded,
} from './needs.ts'
import { mapPool } from './pool.ts'
import { adminScopes, readAdmin } from './read-admin.ts'
import { explainedLicences, unreadableLicences } from './unreadable-licences.ts'

export interface ReadInput {
  readonly desired: Desired
  readonly scope: PlanScope
  readonly reader: Reader
  /** Microsoft Graph; left out: delegated administration is unknown. */
  readonly admin?: AdminReader
  readonly clock: Clock
  readonly progress: Progress
  /** Customers read at once; the provider paces the requests themselves. */
  readonly width: number
  /** false: subscriptions only, without what a write would need to know. */
  readonly details?: boolean
}

export async function readActual(input: ReadInput): Promise<Actual> {
  const { desired, scope, reader, clock, progress, width, details = true } = input
  const readAt = clock.now()
  const partners = await mapPool(partnersToList(desired, scope), width, async partner => ({
    partner,
    customers: await reader.customers(partner),
  }))
  const scoped = customersInScope(desired, scope, visibleInLists(partners, readAt))
  const rows = rowIndex(partners)
  const admin = await readAdmin(adminScopes(scoped), { reader: input.admin, width })

  progress({ kind: 'stage.began', stage: 'read', total: scoped.length })
  let done = 0
  const read = await mapPool(scoped, width, async entry => {
    const customers = await readCustomer(entry, {
      rows,
      reader,
      desired,
      details,
      today: dayOf(readAt),
      admin,
    })
    done += 1
    progress({ kind: 'stage.advanced', stage: 'read', done, total: scoped.length, what: entry.customer.name })
    return customers
  })
  const customers = onePerAccount(read.flat())
  const catalogue = await mapPool(details ? itemsNeeded(scoped, customers) : [], width, async item => ({
    ...item,
    item: await reader.catalogueItem(item.partner, item.market, item.product),
  }))
  const qualified = await mapPool(details ? customers : [], width, async entry =>
    qualifyingNeeded(entry, { scoped, catalogue })
      ? { ...entry, qualifications: await reader.qualifications(entry.partner, entry.tenant) }
      : entry,
  )
  // What an account lists and does not name it has not sold to.
  const isUnlisted = (partner: PartnerName, tenant: TenantId) => rows.get(partner)?.has(tenant) === false
  const beside = await mapPool(
    details ? besideNeeded({ desired, scoped }, customers, isUnlisted) : [],
    width,
    async entry => ({
      ...entry,
      subscriptions: await reader.subscriptions(entry.partner, entry.tenant),
    }),
  )
  progress({ kind: 'stage.ended', stage: 'read' })
  return {
    readAt,
    partners,
    customers: details ? qualified : customers,
    catalogue,
    ...(admin.length > 0 && { admin }),
    ...(beside.length > 0 && { beside }),
  }
}

/** Rows of a list by tenant; null where the list gave no answer. */
type Rows = ReadonlyMap<PartnerName, ReadonlyMap<TenantId, CustomerRow> | null>

function rowIndex(partners: Actual['partners']): Rows {
  return new Map(
    partners.map(({ partner, customers }) => [
      partner,
      customers.kind === 'unknown'
        ? null
        : new Map(customers.kind === 'present' ? customers.value.map(row => [row.tenant, row]) : []),
    ]),
  )
}

interface Reading {
  readonly rows: Rows
  readonly reader: Reader
  readonly desired: Desired
  readonly details: boolean
  readonly today: UtcDate
  readonly admin: readonly AdminActual[]
}

async function readCustomer(entry: ScopedCustomer, reading: Reading): Promise<readonly CustomerActual[]> {
  const [sources, target] = await Promise.all([
    Promise.all(entry.sources.map(source => readAccount(source.name, entry, reading))),
    // A customer no document declares has nothing to be compared with under the target: its list row is enough.
    entry.written ? readAccount(entry.partner.name, entry, reading) : listed(entry, reading),
  ])
  const shown = sources.filter(source => source !== null)
  if (target === null) return shown
  const standsFor = standingIn([...shown, target], reading.desired)
  return withNeeds(standsFor(target), shown.map(standsFor), { entry, reading })
}

async function withNeeds(
  target: CustomerActual,
  found: readonly CustomerActual[],
  { entry, reading }: DetailFacts,
): Promise<readonly CustomerActual[]> {
  if (!areDetailsNeeded(target, found, { entry, reading })) return [...found, target]
  const [detailed, asides] = await Promise.all([
    withDetails(target, found, { entry, reading }),
    withAsides(found, entry, reading),
  ])
  return [...asides, detailed]
}

/** What stands beside the subscriptions of a customer that may be written: open transfers, and what is no subscription. */
function withAsides(
  found: readonly CustomerActual[],
  { sources }: ScopedCustomer,
  { reader, today }: Reading,
): Promise<readonly CustomerActual[]> {
  return Promise.all(
    found.map(async source => {
      const { partner: name, tenant } = source
      const partner = sources.find(entry => entry.name === name)
      const since =
        partner === undefined ? null : changesNeeded(partner, source, { today, isOff: () => true })
      const [transfers, entitlements, changes] = await Promise.all([
        mayTransfer(source) ? reader.transfers(name, tenant) : null,
        reader.entitlements(name, tenant),
        since === null ? null : readChanges(source, since, { reader, today }),
      ])
      return {
        ...source,
        ...(transfers !== null && { transfers }),
        entitlements,
        ...(changes !== null && { changes }),
      }
    }),
  )
}

async function readChanges(
  { partner, tenant }: CustomerActual,
  from: UtcDate,
  { reader, today }: Pick<Reading, 'reader' | 'today'>,
): Promise<NonNullable<CustomerActual['changes']>> {
  const read = await reader.auditRecords(partner, { from, to: today, customer: tenant })
  if (read.kind === 'unknown') return read
  return { kind: 'present', value: read.kind === 'present' ? recordedChanges(read.value) : [] }
}

/** What one account shows of a customer; null when its list says that it shows nothing. */
async function readAccount(
  partner: PartnerName,
  { customer: { tenant } }: ScopedCustomer,
  { rows, reader }: Reading,
): Promise<CustomerActual | null> {
  const list = rows.get(partner) ?? null
  const row = list?.get(tenant)
  if (list !== null && row === undefined) return null
  const customer: CustomerActual['customer'] =
    row === undefined
      ? await reader.customer(partner, tenant)
      : { kind: 'present', value: { ...row, country: null } }
  const subscriptions: CustomerActual['subscriptions'] =
    customer.kind === 'present' ? await reader.subscriptions(partner, tenant) : customer
  return { partner, tenant, customer, subscriptions, agreement: notAsked, licences: notAsked }
}

const notAsked = { kind: 'not asked' } as const

function listed({ customer, partner }: ScopedCustomer, { rows }: Reading): CustomerActual | null {
  const row = rows.get(partner.name)?.get(customer.tenant)
  if (row === undefined) return null
  const nothing: Read<never> = { kind: 'absent' }
  return {
    partner: partner.name,
    tenant: customer.tenant,
    customer: { kind: 'present', value: { ...row, country: null } },
    subscriptions: nothing,
    agreement: notAsked,
    licences: notAsked,
  }
}

interface DetailFacts {
  readonly entry: ScopedCustomer
  readonly reading: Reading
}

function areDetailsNeeded(
  target: CustomerActual,
  sources: readonly CustomerActual[],
  { entry, reading: { details } }: DetailFacts,
): boolean {
  return details && target.customer.kind === 'present' && mayBeWritten(entry, { target, sources })
}

async function withDetails(
  target: CustomerActual,
  sources: readonly CustomerActual[],
  { entry, reading: { reader, desired, today, admin } }: DetailFacts,
): Promise<CustomerActual> {
  const { customer, partner } = entry
  const { tenant } = customer
  const products = licencesNeeded(desired, entry, { target, sources })
  const unreadable = products.length === 0 ? notAsked : unreadableLicences(customer, admin)
  const since = changesNeeded(partner, target, { today, isOff: isDeclaredOff(entry, target) })
  const buys = buysSomething(entry, target)
  const transfersCount = buys || changesNewCommerce(entry, target) || sources.some(mayTransfer)
  const [row, transfers, account, changes, agreement, licences] = await Promise.all([
    reader.customer(partner.name, tenant),
    transfersCount ? reader.transfers(partner.name, tenant) : null,
    buys ? reader.account(partner.name, tenant) : null,
    since === null ? null : readChanges(target, since, { reader, today }),
    needsAgreement(customer, partner) ? reader.agreement(partner.name, tenant) : notAsked,
    unreadable ??
      reader.licences(partner.name, tenant, products).then(read => explainedLicences(read, customer, admin)),
  ])
  return {
    ...target,
    customer: row,
    ...(transfers !== null && { transfers }),
    ...(account !== null && { account }),
    ...(changes !== null && { changes }),
    agreement,
    licences,
  }
}

/** A customer in two consolidations is read for each; the reading with more detail counts. */
function onePerAccount(customers: readonly CustomerActual[]): readonly CustomerActual[] {
  const byAccount = new Map<string, CustomerActual>()
  for (const entry of customers) {
    const key = `${entry.partner}/${entry.tenant}`
    const other = byAccount.get(key)
    if (other === undefined || other.agreement.kind === 'not asked')
      byAccount.set(key, { ...other, ...entry })
  }
  return [...byAccount.values()]
}
