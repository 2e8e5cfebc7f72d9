/**
 * A reader that asks each thing once, however often a plan is made, and answers lists and subscriptions that are kept without asking. It tells what was
 * read and when, by this machine's clock.
 */
import type { AdminReader } from '../admin/port.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { CustomerRow, LiveSubscription, Read } from '../model/live.ts'
import type { Clock, Reader } from '../ports.ts'

export interface LiveRead<T> {
  readonly partner: PartnerName
  /** Just before it was asked for; in ms. */
  readonly atMs: number
  readonly read: Read<T>
}

export interface RememberingReader extends Reader {
  readonly lists: () => readonly LiveRead<readonly CustomerRow[]>[]
  readonly subscriptionLists: () => readonly (LiveRead<readonly LiveSubscription[]> & {
    readonly tenant: TenantId
  })[]
}

export interface KeptAnswers {
  list(partner: PartnerName): readonly CustomerRow[] | null
  subscriptions(partner: PartnerName, tenant: TenantId): readonly LiveSubscription[] | null
}

export function rememberingReader(
  reader: Reader,
  clock: Pick<Clock, 'now'>,
  kept: KeptAnswers,
): RememberingReader {
  const lists = new Map<PartnerName, LiveRead<readonly CustomerRow[]>>()
  const accounts = new Map<string, LiveRead<readonly LiveSubscription[]> & { readonly tenant: TenantId }>()
  const list = once(async (partner: PartnerName) => {
    const atMs = Date.parse(clock.now())
    const read = await reader.customers(partner)
    lists.set(partner, { partner, atMs, read })
    return read
  })
  const subscriptions = once(async (partner: PartnerName, tenant: TenantId) => {
    const atMs = Date.parse(clock.now())
    const read = await reader.subscriptions(partner, tenant)
    accounts.set(`${partner}/${tenant}`, { partner, tenant, atMs, read })
    return read
  })
  return {
    ...reader,
    async customers(partner) {
      const rows = kept.list(partner)
      return rows === null ? list(partner) : { kind: 'present', value: rows }
    },
    async subscriptions(partner, tenant) {
      const found = kept.subscriptions(partner, tenant)
      return found === null ? subscriptions(partner, tenant) : { kind: 'present', value: found }
    },
    customer: once(reader.customer),
    agreement: once(reader.agreement),
    licences: once(reader.licences),
    transfers: once(reader.transfers),
    entitlements: once(reader.entitlements),
    account: once(reader.account),
    qualifications: once(reader.qualifications),
    auditRecords: once(reader.auditRecords),
    catalogueItem: once(reader.catalogueItem),
    lists: () => [...lists.values()],
    subscriptionLists: () => [...accounts.values()],
  }
}

export function rememberingAdminReader(reader: AdminReader): AdminReader {
  return {
    ...reader,
    relationships: once(reader.relationships),
    assignments: once(reader.assignments),
  }
}

function once<Args extends readonly unknown[], Answer>(
  read: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>()
  return (...args) => {
    const key = JSON.stringify(args)
    const answer = answers.get(key) ?? read(...args)
    answers.set(key, answer)
    return answer
  }
}
