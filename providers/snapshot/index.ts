/** A Reader over a snapshot: what it does not hold is unknown, never absent. Time stands still where it was taken. */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { snapshotCodes } from '../../engine/inventory/codes.ts'
import { actualOf, type Snapshot } from '../../engine/inventory/snapshot.ts'
import { indexActual } from '../../engine/model/actual-index.ts'
import type { PartnerName, TenantId } from '../../engine/model/ids.ts'
import type { CustomerActual, Read } from '../../engine/model/live.ts'
import type { Clock, Reader } from '../../engine/ports.ts'

type Asked<T> = Read<T> | { readonly kind: 'not asked' }

export function readerOverSnapshot(snapshot: Snapshot): Reader {
  const index = indexActual(actualOf(snapshot))
  const held = new Set(snapshot.partners.map(entry => entry.partner))
  const items = new Set(snapshot.catalogue.map(entry => `${entry.partner}/${entry.market}/${entry.product}`))
  const notHeld = (what: string): { readonly kind: 'unknown'; readonly because: Diagnostic } => ({
    kind: 'unknown',
    because: diagnose(snapshotCodes.NOT_HELD, {
      detail: `It was taken at ${snapshot.takenAt} without ${what}.`,
    }),
  })
  const of = <T>(
    partner: PartnerName,
    tenant: TenantId,
    part: (seen: CustomerActual) => Asked<T>,
  ): Read<T> => {
    const seen = index.customer(partner, tenant)
    if (seen === undefined)
      return index.lists(partner, tenant) === 'no'
        ? { kind: 'absent' }
        : notHeld(`${tenant} under ${partner}`)
    const read = part(seen)
    return read.kind === 'not asked' ? notHeld(`this of ${tenant} under ${partner}`) : read
  }
  return {
    customers: async partner => (held.has(partner) ? index.rows(partner) : notHeld(partner)),
    customer: async (partner, tenant) => of(partner, tenant, seen => seen.customer),
    subscriptions: async (partner, tenant) => of(partner, tenant, seen => seen.subscriptions),
    subscription: async (partner, _, id) => notHeld(`the subscription ${id} under ${partner}`),
    azureSubscriptions: async (_, __, plan) => notHeld(`the Azure subscriptions below ${plan}`),
    agreement: async (partner, tenant) => of(partner, tenant, seen => seen.agreement),
    licences: async (partner, tenant, products) => {
      const read = of(partner, tenant, seen => seen.licences)
      if (read.kind !== 'present') return read
      return { kind: 'present', value: read.value.filter(pool => products.includes(pool.product)) }
    },
    // A snapshot was taken without asking; a plan of it is looked at, and its facts are read again before anything is written.
    transfers: async (partner, tenant) => of(partner, tenant, seen => seen.transfers ?? { kind: 'absent' }),
    entitlements: async (partner, tenant) =>
      of(partner, tenant, seen => seen.entitlements ?? { kind: 'absent' }),
    orders: async (partner, tenant) => notHeld(`the orders of ${tenant} under ${partner}`),
    account: async (partner, tenant) => notHeld(`the account review of ${tenant} under ${partner}`),
    qualifications: async (partner, tenant) => notHeld(`the qualifications of ${tenant} under ${partner}`),
    auditRecords: async partner => notHeld(`the activity log of ${partner}`),
    invoiceLines: async partner => notHeld(`the invoices of ${partner}`),
    relationshipLink: async partner => notHeld(`the invitation link of ${partner}`),
    companyName: async partner => notHeld(`the company name of ${partner}`),
    catalogueItem: async (partner, market, product) =>
      items.has(`${partner}/${market}/${product}`)
        ? index.item(partner, market, product)
        : notHeld(`${product} in ${market} under ${partner}`),
  }
}

export function clockOfSnapshot(snapshot: Snapshot): Clock {
  return { now: () => snapshot.takenAt, sleep: () => Promise.resolve() }
}
