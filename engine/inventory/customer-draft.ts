/** A customer of an account as the document that declares exactly what is there: planning it is empty. */
import { compare } from '../compare.ts'
import type { CustomerDraft, NextTermDraft, SubscriptionDraft, UnmanagedNote } from '../documents/draft.ts'
import { seats } from '../model/ids.ts'
import type { BillingCycle, CustomerRow, LiveSubscription } from '../model/live.ts'
import { renewalOf } from '../model/renewal.ts'
import { keysFor } from './keys.ts'
import { manageable, unmanagedLine } from './manageable.ts'

export function customerDraft(row: CustomerRow, live: readonly LiveSubscription[]): CustomerDraft {
  const { subscriptions, unmanaged } = draftsOf(live)
  return {
    partner: row.partner,
    tenant: row.tenant,
    domain: row.domain,
    name: row.name === '' ? row.domain || row.tenant : row.name,
    subscriptions,
    comments: [],
    unmanaged,
  }
}

/** `taken`: keys the document has already, by the id they belong to; those keep theirs. */
export function draftsOf(
  live: readonly LiveSubscription[],
  taken: ReadonlyMap<string, string> = new Map(),
): { readonly subscriptions: readonly SubscriptionDraft[]; readonly unmanaged: readonly UnmanagedNote[] } {
  const declared = live.filter(entry => manageable(entry).kind === 'declared')
  const fresh = declared.filter(entry => !taken.has(entry.id))
  const given = keysFor(fresh, new Set(taken.values()))
  const keys = new Map([...taken, ...fresh.map((entry, at) => [entry.id, given[at] ?? entry.id] as const)])
  return {
    subscriptions: declared.map(entry => subscriptionDraft(entry, keys)).sort(byKey),
    unmanaged: live.flatMap(entry => {
      const found = manageable(entry)
      return found.kind === 'noted'
        ? [{ subscription: entry.id, text: unmanagedLine(entry, found.because) }]
        : []
    }),
  }
}

export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return compare(a.key, b.key)
}

function subscriptionDraft(live: LiveSubscription, keys: ReadonlyMap<string, string>): SubscriptionDraft {
  const found = manageable(live)
  const commerce = found.kind === 'declared' ? found.commerce : 'legacy'
  return {
    key: keys.get(live.id) ?? live.id,
    product: live.product,
    productName: live.productName,
    commerce,
    seats: live.seats ?? seats(0),
    term: commerce === 'nce' ? live.term : null,
    billing: found.kind === 'declared' ? found.billing : null,
    state: found.kind === 'declared' ? found.state : 'active',
    endOfTerm: commerce === 'nce' ? endOfTermOf(live) : null,
    nextTerm: commerce === 'nce' ? nextTermDraft(live) : null,
    subscriptionId: live.id,
    friendlyName: null,
    partnerOfRecord: live.partnerOfRecord,
    addOnTo: live.parent === null ? null : (keys.get(live.parent) ?? null),
    comments: [],
  }
}

const words = { renews: 'renew', cancels: 'cancel', extends: 'extend', lapses: null, unknown: null } as const

/** What it will do; renewal that is off without an extension, and what is not known, is none of the words (T6): nothing is claimed. */
export function endOfTermOf(live: LiveSubscription): 'renew' | 'cancel' | 'extend' | null {
  return words[renewalOf(live).kind]
}

/** What the next term changes; null when it is like this one. */
export function nextTermDraft(live: LiveSubscription): NextTermDraft | null {
  const next = live.nextTerm
  if (next === null) return null
  const changes: NextTermDraft = {
    ...(next.seats !== null && next.seats !== live.seats && { seats: next.seats }),
    ...(next.product !== null && next.product !== live.product && { product: next.product }),
    ...(next.term !== null && next.term !== live.term && { term: next.term }),
    ...(isCycle(next.billing) && next.billing !== live.billing && { billing: next.billing }),
    ...(next.endsOn !== null && { endsOn: next.endsOn }),
  }
  return Object.keys(changes).length === 0 ? null : changes
}

function isCycle(word: string | null): word is BillingCycle {
  return word !== null && ['monthly', 'annual', 'triennial', 'biennial', 'one_time'].includes(word)
}
