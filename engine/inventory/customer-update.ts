/**
 * What has to change in a Customer document so that it says what is there. A declared line keeps its key and its words; what it
 * does not manage stays unmanaged; what is no longer there becomes a comment.
 */

import { changesBetween, hasRolledOver } from '../diff/fields.ts'
import type { AdminDraft } from '../documents/admin-draft.ts'
import { subscriptionLines } from '../documents/customer-text.ts'
import type { UnmanagedNote, Unsaid } from '../documents/draft.ts'
import type { CustomerEdit, FieldEdit } from '../load/customer-edit.ts'
import type { DeclaredCustomer, DeclaredSubscription } from '../model/desired.ts'
import type { SubscriptionId } from '../model/ids.ts'
import type { CustomerRow, LiveSubscription } from '../model/live.ts'
import { isLiving } from '../model/living.ts'
import { bind } from '../plan/bind/bind.ts'
import { hasItsName } from '../plan/bind/may-mean.ts'
import { adminEdits } from './admin-edits.ts'
import { draftsOf, endOfTermOf } from './customer-draft.ts'
import { manageable } from './manageable.ts'

export interface CustomerUpdate {
  readonly edit: CustomerEdit
  /** One line per thing that changes, for people. Empty: the document says it already. */
  readonly changes: readonly string[]
}

export interface UpdateInput {
  readonly declared: DeclaredCustomer
  readonly row: CustomerRow
  readonly live: readonly LiveSubscription[]
  /** Text of the file: what it mentions already is not noted again. */
  readonly text: string
  /** Lines that nothing living means are wishes (the target of a consolidation), and stay. */
  readonly keepsPlannedLines: boolean
  readonly admin?: AdminDraft
  /** What nobody said of a subscription: what the document says of it stays. Left out: all is said. */
  readonly unsaid?: ReadonlyMap<SubscriptionId, ReadonlySet<Unsaid>>
  readonly notes?: readonly UnmanagedNote[]
}

export function customerUpdate({
  declared,
  row,
  live,
  text,
  keepsPlannedLines,
  admin,
  unsaid = new Map(),
  notes: told = [],
}: UpdateInput): CustomerUpdate {
  const bound = bindAll(declared, live)
  const fields: (FieldEdit & { readonly subscription: string })[] = []
  const retire: { readonly subscription: string; readonly because: string }[] = []
  const changes: string[] = []
  const taken = new Map(declared.subscriptions.map(entry => [`key ${entry.key}`, entry.key]))
  for (const [key, entry] of bound) taken.set(entry.id, key)
  for (const entry of declared.subscriptions) {
    const living = bound.get(entry.key)
    if (living === undefined) {
      if (entry.state === 'cancelled' || keepsPlannedLines) continue
      const because = `not there any more under ${declared.partner}, so no longer declared:`
      retire.push({ subscription: entry.key, because })
      changes.push(`\`${entry.key}\` is not there any more and becomes a comment`)
      continue
    }
    for (const edit of editsOf(entry, living, { keys: taken, unsaid: unsaid.get(living.id) ?? new Set() })) {
      fields.push({ ...edit, subscription: entry.key })
      changes.push(
        `\`${entry.key}\`: ${edit.path.join('.')} ${edit.value === null ? 'is not so any more' : `is ${edit.value}`}`,
      )
    }
  }
  const drafts = draftsOf(live, taken)
  const mentioned = (id: SubscriptionId) => [...bound.values()].some(entry => entry.id === id)
  const fresh = drafts.subscriptions.filter(
    entry => entry.subscriptionId !== null && !mentioned(entry.subscriptionId),
  )
  for (const entry of fresh) changes.push(`\`${entry.key}\` is new`)
  const notes = [...drafts.unmanaged, ...told]
    .filter(note => !text.toLowerCase().includes(note.subscription) && !mentioned(note.subscription))
    .map(note => note.text)
  for (const note of notes) changes.push(note)
  const top: FieldEdit[] = []
  if (row.domain !== '' && row.domain.toLowerCase() !== (declared.domain ?? '').toLowerCase()) {
    top.push({ path: ['customer', 'domain'], value: row.domain })
    changes.push(`domain is ${row.domain}`)
  }
  const administration = admin === undefined ? [] : adminEdits(declared.admin, admin, keepsPlannedLines)
  top.push(...administration)
  for (const { path } of administration) changes.push(`${path.join('.')} is as it is there`)
  const append = fresh.map(entry => subscriptionLines(entry, ''))
  return { edit: { top, fields, retire, append, notes }, changes }
}

/** By the rules of planning; where those find two that fit equally, by seats, then in order, then by name, since import has to write something. */
function bindAll(
  declared: DeclaredCustomer,
  live: readonly LiveSubscription[],
): ReadonlyMap<string, LiveSubscription> {
  const { bound } = bind(declared, live)
  const models = new Map(declared.subscriptions.map(entry => [entry.key, entry.commerce]))
  // A line whose subscription changed from one commerce model to the other says nothing true any more.
  const found = new Map([...bound].filter(([key, entry]) => models.get(key) === entry.commerce))
  const taken = new Set([...found.values()].map(entry => entry.id))
  const open = declared.subscriptions.filter(entry => !found.has(entry.key) && entry.state !== 'cancelled')
  const rules: readonly ((entry: DeclaredSubscription, one: LiveSubscription) => boolean)[] = [
    (entry, one) => one.product === entry.product && one.seats === entry.seats && one.term === entry.term,
    (entry, one) => one.product === entry.product,
    // Made another product since.
    (entry, one) => one.kind === 'licence' && one.commerce === entry.commerce && hasItsName(entry, one),
  ]
  for (const fits of rules)
    for (const entry of open) {
      if (found.has(entry.key)) continue
      const one = live.find(other => isLiving(other) && !taken.has(other.id) && fits(entry, other))
      if (one === undefined) continue
      found.set(entry.key, one)
      taken.add(one.id)
    }
  return found
}

function editsOf(
  declared: DeclaredSubscription,
  live: LiveSubscription,
  { keys, unsaid }: { readonly keys: ReadonlyMap<string, string>; readonly unsaid: ReadonlySet<Unsaid> },
): readonly FieldEdit[] {
  const facts = manageable(live)
  if (facts.kind !== 'declared') return []
  const edits: FieldEdit[] = []
  const set = (field: string, from: unknown, to: string | number | null) => {
    if (from !== to) edits.push({ path: [field], value: to })
  }
  set(facts.commerce === 'nce' ? 'product' : 'offer', declared.product, live.product)
  set('seats', declared.seats, live.seats)
  set('state', declared.state, facts.state)
  if (facts.billing !== null) set('billing', declared.billing, facts.billing)
  if (facts.commerce === 'nce') set('term', declared.term, live.term)
  if (declared.friendlyName !== null && live.name !== '' && !unsaid.has('friendlyName'))
    set('friendlyName', declared.friendlyName, live.name)
  if (declared.partnerOfRecord !== null && !unsaid.has('partnerOfRecord'))
    set('partnerOfRecord', declared.partnerOfRecord, live.partnerOfRecord)
  // What is set there and not understood may be what is declared, and is not taken for nothing.
  if (live.termEndAction?.startsWith('unknown:') !== true) {
    if (declared.endOfTerm !== null) set('endOfTerm', declared.endOfTerm, endOfTermOf(live))
    if (!unsaid.has('nextTerm')) edits.push(...nextTermEdits(declared, live))
  }
  set('subscriptionId', declared.subscriptionId, live.id)
  const base = live.parent === null ? null : (keys.get(live.parent) ?? null)
  if (base !== null) set('addOnTo', declared.addOnTo, base)
  return edits
}

function nextTermEdits(declared: DeclaredSubscription, live: LiveSubscription): readonly FieldEdit[] {
  const wanted = declared.nextTerm
  if (wanted === null) return []
  if (hasRolledOver(declared, live)) return [{ path: ['nextTerm'], value: null }]
  const seen = {
    seats: live.nextTerm?.seats ?? live.seats,
    product: live.nextTerm?.product ?? live.product,
    term: live.nextTerm?.term ?? live.term,
    billing: live.nextTerm?.billing ?? live.billing,
    endsOn: live.nextTerm?.endsOn ?? null,
  }
  const managed = Object.fromEntries(Object.entries(seen).filter(([field]) => field in wanted))
  const changes = changesBetween({ ...wanted }, managed)
  const isGone = changes.filter(change => change.to === null).length === Object.keys(wanted).length
  if ((live.nextTerm === null && changes.length > 0) || isGone) return [{ path: ['nextTerm'], value: null }]
  return changes.flatMap(({ field, to }) =>
    typeof to === 'string' || typeof to === 'number' || to === null
      ? [{ path: ['nextTerm', field], value: to }]
      : [],
  )
}
