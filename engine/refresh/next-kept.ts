/** What the next plan finds: what was read now, and of what was kept what is neither too old nor replaced. */
import type { Digest, Instant, PartnerName, TenantId } from '../model/ids.ts'
import { noDocuments } from './judge-kept.ts'
import type { Kept, KeptAccount, KeptList } from './kept.ts'
import type { RememberingReader } from './remembering-reader.ts'

export interface NextFacts {
  readonly reader: Pick<RememberingReader, 'lists' | 'subscriptionLists'>
  readonly documents: ReadonlyMap<TenantId, Digest>
  readonly nowMs: number
  readonly maxAgeMs: number
  /** A time of this machine's clock by the service's. */
  atService(ms: number): Instant
}

/** An answer that is no list is not kept, and neither is what was kept in its place. */
export function nextKept(before: Kept, { reader, documents, nowMs, maxAgeMs, atService }: NextFacts): Kept {
  const isYoung = ({ readAt }: { readonly readAt: Instant }) => nowMs - Date.parse(readAt) < maxAgeMs
  const lists = new Map<PartnerName, KeptList>(
    before.lists.filter(isYoung).map(entry => [entry.partner, entry]),
  )
  const accounts = new Map<string, KeptAccount>(
    before.accounts.filter(isYoung).map(entry => [placeOf(entry), entry]),
  )
  for (const { partner, atMs, read } of reader.lists()) {
    lists.delete(partner)
    if (read.kind !== 'present') continue
    lists.set(partner, { partner, readAt: atService(atMs), rows: read.value })
    const listed = new Set(read.value.map(row => row.tenant))
    for (const [place, entry] of accounts)
      if (entry.partner === partner && !listed.has(entry.tenant)) accounts.delete(place)
  }
  for (const { partner, tenant, atMs, read } of reader.subscriptionLists()) {
    accounts.delete(placeOf({ partner, tenant }))
    if (read.kind === 'present')
      accounts.set(placeOf({ partner, tenant }), {
        partner,
        tenant,
        readAt: atService(atMs),
        documents: documents.get(tenant) ?? noDocuments,
        subscriptions: read.value,
      })
  }
  return { lists: [...lists.values()], accounts: [...accounts.values()] }
}

function placeOf({ partner, tenant }: Pick<KeptAccount, 'partner' | 'tenant'>): string {
  return `${partner}/${tenant}`
}
