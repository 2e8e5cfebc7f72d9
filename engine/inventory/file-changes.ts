/** Drafts against the documents that are there: which files would be made or changed, and what in them, before any is written. */
import { by } from '../compare.ts'
import type { AdminDraft } from '../documents/admin-draft.ts'
import { customerText, subscriptionLines } from '../documents/customer-text.ts'
import type { CustomerDraft, SubscriptionDraft, UnmanagedNote } from '../documents/draft.ts'
import { customerPaths } from '../documents/slug.ts'
import type { CustomerEdit } from '../load/customer-edit.ts'
import type { SourceTexts } from '../load/draw-source.ts'
import { editCustomer } from '../load/edit-customer.ts'
import type { DeclaredCustomer } from '../model/desired.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { CustomerRow, LiveSubscription } from '../model/live.ts'
import { customerUpdate, type UpdateInput } from './customer-update.ts'

export interface FileChange {
  /** Relative to the workspace. */
  readonly path: string
  /** `refused`: it should change and is written so that it cannot; it stays as it is. */
  readonly change: 'create' | 'update' | 'none' | 'refused'
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly name: string
  readonly subscriptions: number
  /** What changes in a document that was there. */
  readonly changes: readonly string[]
}

export interface ImportChanges {
  readonly files: readonly FileChange[]
  /** Whole new texts by path, of the files that change. */
  readonly texts: ReadonlyMap<string, string>
}

/** A customer to be written: anew, or into the document it has. */
export interface WantedDraft {
  readonly draft: CustomerDraft
  /** What an existing document gets. */
  readonly update:
    | {
        readonly kind: 'as live'
        readonly row: CustomerRow
        readonly live: readonly LiveSubscription[]
        readonly keepsPlannedLines: boolean
        /** Delegated administration that is there; left out: nothing is known of it. */
        readonly admin?: AdminDraft
        /** What the list does not say of a subscription; left out: the account was read, which says all. */
        readonly unsaid?: UpdateInput['unsaid']
        /** Told of this customer, beside what lives. */
        readonly notes?: readonly UnmanagedNote[]
      }
    | { readonly kind: 'add'; readonly missing: readonly SubscriptionDraft[] }
}

export interface Existing {
  readonly customers: readonly DeclaredCustomer[]
  readonly sources: SourceTexts
  /** Documents of which nobody knows whose they are, by `partner/tenant`: they stay as they are (T30). */
  readonly split: ReadonlyMap<string, unknown>
}

export function changesFor(drafts: readonly WantedDraft[], existing: Existing): ImportChanges {
  const byId = new Map(existing.customers.map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
  const fresh = drafts.filter(({ draft }) => !byId.has(`${draft.partner}/${draft.tenant}`))
  const paths = customerPaths(fresh.map(({ draft }) => draft))
  const pathOf = new Map(fresh.map((wanted, position) => [wanted, paths[position] ?? '']))
  const texts = new Map<string, string>()
  const files: FileChange[] = []
  for (const wanted of drafts) {
    const { draft } = wanted
    const common = { partner: draft.partner, customer: draft.tenant, name: draft.name }
    const declared = byId.get(`${draft.partner}/${draft.tenant}`)
    if (declared === undefined) {
      const path = freePath(pathOf.get(wanted) ?? '', draft, { texts, sources: existing.sources })
      texts.set(path, customerText(draft))
      files.push({
        path,
        change: 'create',
        ...common,
        subscriptions: draft.subscriptions.length,
        changes: [],
      })
      continue
    }
    const path = declared.at.file
    if (existing.split.has(`${draft.partner}/${draft.tenant}`)) {
      const subscriptions = declared.subscriptions.length
      files.push({ path, change: 'refused', ...common, subscriptions, changes: [] })
      continue
    }
    const before = texts.get(path) ?? existing.sources.get(path) ?? ''
    const { edit, changes } = editFor(wanted, declared, before)
    const subscriptions =
      declared.subscriptions.length + (edit.append ?? []).length - (edit.retire ?? []).length
    const after = changes.length > 0 ? editCustomer(before, declared, edit) : before
    if (after !== null && changes.length > 0) texts.set(path, after)
    const change = after === null ? 'refused' : changes.length > 0 ? 'update' : 'none'
    files.push({ path, change, ...common, subscriptions, changes })
  }
  return { files: files.sort(by(entry => entry.path)), texts }
}

/** A file that holds other documents keeps them: a new customer goes beside it. */
function freePath(
  path: string,
  draft: CustomerDraft,
  { texts, sources }: { readonly texts: ReadonlyMap<string, string>; readonly sources: SourceTexts },
): string {
  if (!texts.has(path) && !sources.has(path)) return path
  return path.replace(/[.]yaml$/, `-${draft.tenant.slice(0, 8)}.yaml`)
}

function editFor(
  { update }: WantedDraft,
  declared: DeclaredCustomer,
  text: string,
): { readonly edit: CustomerEdit; readonly changes: readonly string[] } {
  if (update.kind === 'add')
    return {
      edit: { append: update.missing.map(entry => subscriptionLines(entry, '')) },
      changes: update.missing.map(entry => `\`${entry.key}\` is new`),
    }
  return customerUpdate({
    declared,
    row: update.row,
    live: update.live,
    text,
    keepsPlannedLines: update.keepsPlannedLines,
    ...(update.admin !== undefined && { admin: update.admin }),
    ...(update.unsaid !== undefined && { unsaid: update.unsaid }),
    notes: update.notes ?? [],
  })
}
