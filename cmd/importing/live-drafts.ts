/** What live accounts say a workspace's documents should be. Reads only. */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { AdminDraft } from '../../engine/documents/admin-draft.ts'
import { codes } from '../../engine/inventory/codes.ts'
import { consolidationDrafts, itemsToAsk } from '../../engine/inventory/consolidation-drafts.ts'
import { customerDraft } from '../../engine/inventory/customer-draft.ts'
import type { WantedDraft } from '../../engine/inventory/file-changes.ts'
import { type AccountInventory, readInventory } from '../../engine/inventory/inventory.ts'
import { adminDraft } from '../../engine/inventory/live-admin.ts'
import type { AdminActual } from '../../engine/model/admin.ts'
import type { DeclaredConsolidation, DeclaredPartner, Desired } from '../../engine/model/desired.ts'
import type { PartnerName, ProductKey, UtcDate } from '../../engine/model/ids.ts'
import type { CatalogueItem, CustomerRow, Read } from '../../engine/model/live.ts'
import type { Progress, Reader } from '../../engine/ports.ts'
import { mapPool } from '../../engine/read/pool.ts'
import { Bug } from '../../engine/result.ts'
import { Trouble } from '../../engine/trouble.ts'
import { UnmatchedScope } from '../unmatched-scope.ts'
import { width } from '../workspace/planning.ts'

export interface LiveDrafts {
  readonly drafts: readonly WantedDraft[]
  readonly partners: readonly DeclaredPartner[]
  /** Customers that could not be read and are left as they are. */
  readonly unread: readonly Diagnostic[]
  /** Every customer that the accounts list. */
  readonly rows: readonly CustomerRow[]
}

export interface LiveInput {
  readonly desired: Desired
  /** Documents of the workspace that is written to. */
  readonly declared: Desired['customers']
  readonly reader: Reader
  readonly progress: Progress
  /** Names of partners; empty: all. */
  readonly partners: readonly string[]
  /** Reads delegated administration too; left out: it is not asked for. */
  readonly admin?: (partner: PartnerName, rows: readonly CustomerRow[]) => Promise<readonly AdminActual[]>
  readonly today: UtcDate
}

/** Every customer of every account, as it is there. */
export async function liveDrafts(input: LiveInput): Promise<LiveDrafts> {
  const { desired, reader, progress } = input
  const partners = chosenPartners(desired, input.partners)
  const inventory = readable(
    await readInventory({
      partners: partners.map(entry => entry.name),
      reader,
      progress,
      width,
      details: false,
    }),
  )
  const targets = new Set(desired.consolidations.map(entry => entry.to))
  const unread = inventory.flatMap(unreadOf).map(entry => notRead(entry.row, entry.because))
  const admin = await adminIn(inventory, input)
  const drafts = inventory.flatMap(({ customers }) =>
    (customers.kind === 'present' ? customers.value : []).flatMap(
      ({ row, subscriptions }): readonly WantedDraft[] => {
        if (subscriptions.kind !== 'present') return []
        const live = subscriptions.value
        const own = admin(row)
        const keepsPlannedLines = targets.has(row.partner)
        const update = { kind: 'as live', row, live, keepsPlannedLines, ...own } as const
        return [{ draft: { ...customerDraft(row, live), ...own }, update }]
      },
    ),
  )
  return { drafts, partners, unread, rows: rowsOf(inventory) }
}

export function rowsOf(inventory: readonly AccountInventory[]): readonly CustomerRow[] {
  return inventory.flatMap(({ customers }) =>
    customers.kind === 'present' ? customers.value.map(entry => entry.row) : [],
  )
}

/** What is written of a customer's delegated administration. */
async function adminIn(
  inventory: readonly AccountInventory[],
  { admin, today }: LiveInput,
): Promise<(row: CustomerRow) => { readonly admin?: AdminDraft }> {
  const found = new Map<string, AdminDraft>()
  if (admin !== undefined)
    for (const { partner, customers } of inventory) {
      const rows = customers.kind === 'present' ? customers.value.map(entry => entry.row) : []
      for (const seen of await admin(partner, rows)) {
        const draft = adminDraft(seen, today)
        if (draft !== null) found.set(`${partner}/${seen.tenant}`, draft)
      }
    }
  return ({ partner, tenant }) => {
    const draft = found.get(`${partner}/${tenant}`)
    return draft === undefined ? {} : { admin: draft }
  }
}

/** Documents of a consolidation's target, from its sources. */
export async function draftsOfConsolidation(name: string, input: LiveInput): Promise<LiveDrafts> {
  const { desired, reader, progress } = input
  const consolidation = consolidationNamed(desired.consolidations, name)
  const [target] = chosenPartners(desired, [consolidation.to])
  if (target === undefined) throw new Bug(`${consolidation.to} was found and is not there`)
  const common = { reader, progress, width }
  const sources = readable(await readInventory({ ...common, partners: consolidation.from, details: true }))
  const [live] = readable(await readInventory({ ...common, partners: [target.name], details: false }))
  const unread = [...sources, ...(live === undefined ? [] : [live])].flatMap(unreadOf)
  const facts = { consolidation, target, sources }
  const items = new Map<string, Read<CatalogueItem>>()
  await mapPool(itemsToAsk(facts), width, async ({ market, product }) => {
    items.set(`${market}/${product}`, await reader.catalogueItem(target.name, market, product))
  })
  const drafts = consolidationDrafts({
    ...facts,
    live: live ?? { partner: target.name, customers: { kind: 'absent' } },
    declared: input.declared.filter(entry => entry.partner === target.name),
    item: (market: string, product: ProductKey) => items.get(`${market}/${product}`) ?? { kind: 'absent' },
  })
  // Of a customer that one account did not show, nobody knows what moves.
  const skipped = new Set(unread.map(entry => entry.row.tenant))
  return {
    drafts: drafts
      .filter(({ draft }) => !skipped.has(draft.tenant))
      .map(({ draft, missing }) => ({ draft, update: { kind: 'add', missing } })),
    partners: [target],
    unread: unread.map(entry => notRead(entry.row, entry.because)),
    rows: rowsOf([...sources, ...(live === undefined ? [] : [live])]),
  }
}

export function consolidationNamed(
  consolidations: readonly DeclaredConsolidation[],
  name: string,
): DeclaredConsolidation {
  const found = consolidations.find(entry => entry.name === name)
  if (found !== undefined) return found
  const there = consolidations.map(entry => `\`${entry.name}\``).join(', ')
  const detail = `\`${name}\` is none of ${there === '' ? 'the documents' : there}.`
  throw new UnmatchedScope(diagnose(codes.NO_CONSOLIDATION, { detail }))
}

export function chosenPartners(desired: Desired, names: readonly string[]): readonly DeclaredPartner[] {
  const wrong = names.filter(name => !desired.partners.some(entry => entry.name === name))
  const [first, ...others] = wrong.map(name => {
    const there = desired.partners.map(entry => `\`${entry.name}\``).join(', ')
    return diagnose(codes.NO_PARTNER, { detail: `There is no partner \`${name}\`; there are ${there}.` })
  })
  if (first !== undefined) throw new UnmatchedScope(first, ...others)
  return desired.partners.filter(entry => names.length === 0 || names.includes(entry.name))
}

/** An account whose list cannot be read makes the whole import wrong: nothing is written. */
export function readable(inventory: readonly AccountInventory[]): readonly AccountInventory[] {
  const [first, ...others] = inventory.flatMap(({ customers }) =>
    customers.kind === 'unknown' ? [customers.because] : [],
  )
  if (first !== undefined) throw new Trouble(first, ...others)
  return inventory
}

interface Unread {
  readonly row: CustomerRow
  readonly because: Diagnostic
}

export function unreadOf({ customers }: AccountInventory): readonly Unread[] {
  return (customers.kind === 'present' ? customers.value : []).flatMap(({ row, subscriptions }) => {
    if (subscriptions.kind === 'present') return []
    // Listed, and then not shown: the relationship has just ended, or the answer is wrong. Neither means that there is nothing.
    const detail = `${row.name} is listed under ${row.partner} and shows nothing.`
    return [
      {
        row,
        because:
          subscriptions.kind === 'unknown' ? subscriptions.because : diagnose(codes.UNREAD, { detail }),
      },
    ]
  })
}

export function notRead({ name, partner }: CustomerRow, because: Diagnostic): Diagnostic {
  return diagnose(codes.UNREAD, {
    detail: `${name} under ${partner}: ${because.summary}.`,
    ...(because.correlationId !== undefined && { correlationId: because.correlationId }),
  })
}
