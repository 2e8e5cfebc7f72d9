/**
 * What a plan has read, for the plans after it: customer lists, and the subscriptions of each customer and account. Each carries the time at which
 * it was read, by the service's clock, so that each is judged by itself: a record of the activity log that is younger than that speaks against
 * it, however late the log shows it.
 */
import type { Digest, Instant, PartnerName, TenantId } from '../model/ids.ts'
import type { CustomerRow, LiveSubscription } from '../model/live.ts'

export interface KeptList {
  readonly partner: PartnerName
  readonly readAt: Instant
  readonly rows: readonly CustomerRow[]
}

export interface KeptAccount {
  readonly partner: PartnerName
  readonly tenant: TenantId
  /** Just before it was asked for. */
  readonly readAt: Instant
  /** Of what the documents said of this customer then. */
  readonly documents: Digest
  readonly subscriptions: readonly LiveSubscription[]
}

export interface Kept {
  readonly lists: readonly KeptList[]
  readonly accounts: readonly KeptAccount[]
}

/** For look-ups. */
export interface KeptIndex {
  list(partner: PartnerName): KeptList | undefined
  account(partner: PartnerName, tenant: TenantId): KeptAccount | undefined
}

export function indexKept({ lists, accounts }: Kept): KeptIndex {
  const byPartner = new Map(lists.map(entry => [entry.partner, entry]))
  const byPlace = new Map(accounts.map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
  return {
    list: partner => byPartner.get(partner),
    account: (partner, tenant) => byPlace.get(`${partner}/${tenant}`),
  }
}
