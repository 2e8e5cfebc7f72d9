/** A copy knows nothing of what could not be read: there it is as unknown as in the accounts, and never absent. */

import type { Diagnostic } from '../../engine/diagnostic.ts'
import { groupedBy } from '../../engine/grouped-by.ts'
import type { Snapshot } from '../../engine/inventory/snapshot.ts'
import type { Read } from '../../engine/model/live.ts'
import type { Reader } from '../../engine/ports.ts'

type Unknown = Extract<Read<never>, { readonly kind: 'unknown' }>

export function asItWasRead(reader: Reader, { partners, customers }: Snapshot): Reader {
  const lists = new Map(partners.map(entry => [entry.partner, unknownIn(entry.customers)]))
  const seen = groupedBy(customers, ({ partner, tenant }) => `${partner}/${tenant}`)
  const entryOf = (partner: string, tenant: string) => seen.get(`${partner}/${tenant}`)?.[0]
  return {
    ...reader,
    customers: async partner => lists.get(partner) ?? reader.customers(partner),
    customer: async (partner, tenant) =>
      unknownIn(entryOf(partner, tenant)?.customer) ?? reader.customer(partner, tenant),
    subscriptions: async (partner, tenant) =>
      unknownIn(entryOf(partner, tenant)?.subscriptions) ?? reader.subscriptions(partner, tenant),
    agreement: async (partner, tenant) =>
      unknownIn(entryOf(partner, tenant)?.agreement) ?? reader.agreement(partner, tenant),
    licences: async (partner, tenant, products) =>
      unknownIn(entryOf(partner, tenant)?.licences) ?? reader.licences(partner, tenant, products),
  }
}

/** What is not in the copy, each account or customer once. */
export function notRead({ partners, customers }: Snapshot): readonly Diagnostic[] {
  return [
    ...partners.flatMap(entry => unknownIn(entry.customers)?.because ?? []),
    ...customers.flatMap(
      entry => (unknownIn(entry.customer) ?? unknownIn(entry.subscriptions))?.because ?? [],
    ),
  ]
}

function unknownIn(read: { readonly kind: string } | undefined): Unknown | null {
  return read?.kind === 'unknown' ? (read as Unknown) : null // the kind was just looked at
}
