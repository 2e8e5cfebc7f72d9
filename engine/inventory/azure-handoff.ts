/**
 * One row per customer with Azure usage in a source: what Microsoft asks for, and where it stands (S7). What it moves are Azure
 * subscriptions: below an Azure plan they have ids of their own, a usage subscription of legacy commerce is one itself.
 */
import { by } from '../compare.ts'
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { DeclaredConsolidation } from '../model/desired.ts'
import type { PartnerName } from '../model/ids.ts'
import type { AzureSubscription, CustomerRow, LiveSubscription, Read } from '../model/live.ts'
import { isLiving } from '../model/living.ts'
import type { Reader } from '../ports.ts'
import { mapPool } from '../read/pool.ts'
import { column, type DataTable } from '../tables/table.ts'
import { codes } from './codes.ts'
import type { AccountInventory, InventoryCustomer } from './inventory.ts'
import { entriesOf, isWanted, subscriptionsOf, type TableFilter } from './table-filter.ts'

export interface AzureHandoffInput {
  readonly consolidations: readonly DeclaredConsolidation[]
  /** Their sources and targets. */
  readonly accounts: readonly AccountInventory[]
  readonly filter: TableFilter
  /** Asked once for each Azure plan in the list, and for nothing else. */
  readonly reader: Pick<Reader, 'azureSubscriptions'>
  /** Plans asked about at once. */
  readonly width: number
}

export interface AzureHandoff {
  readonly table: DataTable
  /** Plans that did not say what lies below them; the table has `unknown` there. */
  readonly unread: readonly { readonly row: CustomerRow; readonly because: Diagnostic }[]
}

export async function azureHandoff(input: AzureHandoffInput): Promise<AzureHandoff> {
  const { reader, width } = input
  const moves = movesOf(input)
  const plans = new Map(
    moves
      .flatMap(({ entry, old, there, fresh }) => [
        ...old.map(plan => ({ row: entry.row, plan })),
        ...fresh.map(plan => ({ row: (there ?? entry).row, plan })),
      ])
      .filter(({ plan }) => plan.commerce !== 'legacy')
      .map(asked => [keyOf(asked.plan), asked]),
  )
  const answers = await mapPool([...plans], width, async ([key, { row, plan }]) => {
    const read = await reader.azureSubscriptions(plan.partner, plan.customer, plan.id)
    return { key, row, read: read.kind === 'absent' ? vanished(plan) : read }
  })
  const below = new Map(answers.map(({ key, read }) => [key, read]))
  return {
    table: tableOf(moves, below),
    unread: answers.flatMap(({ row, read }) =>
      read.kind === 'unknown' ? [{ row, because: read.because }] : [],
    ),
  }
}

interface Move {
  readonly consolidation: string
  readonly to: PartnerName
  readonly entry: InventoryCustomer
  /** The same customer in the target; undefined: not seen there. */
  readonly there: InventoryCustomer | undefined
  readonly isTargetKnown: boolean
  readonly old: readonly LiveSubscription[]
  readonly fresh: readonly LiveSubscription[]
  readonly state: string
}

/** In the order of consolidation, customer and source. */
function movesOf({ consolidations, accounts, filter }: AzureHandoffInput): readonly Move[] {
  const byName = new Map(accounts.map(entry => [entry.partner, entry]))
  return consolidations.flatMap(({ name, from, to }) => {
    const target = byName.get(to)
    const found = new Map<string, Move>()
    for (const entry of entriesOf(
      from.flatMap(source => byName.get(source) ?? []),
      filter,
    )) {
      const old = azureOf(entry)
      if (old.length === 0) continue
      const there = target === undefined ? undefined : customerIn(target, entry)
      const fresh = there === undefined ? [] : azureOf(there)
      // Listed without its subscriptions is not listed without any.
      const isTargetKnown =
        target?.customers.kind === 'present' &&
        (there === undefined || there.subscriptions.kind === 'present')
      const state = isTargetKnown ? stateOf(old, fresh, there !== undefined) : 'unknown'
      if (!isWanted(filter, state)) continue
      found.set(`${entry.row.tenant}/${entry.row.partner}`, {
        consolidation: name,
        to,
        entry,
        there,
        isTargetKnown,
        old,
        fresh,
        state,
      })
    }
    return [...found].sort(by(([key]) => key)).map(([, move]) => move)
  })
}

type Below = ReadonlyMap<string, Read<readonly AzureSubscription[]>>

function tableOf(moves: readonly Move[], below: Below): DataTable {
  return {
    name: 'azure-handoff',
    columns: [
      'consolidation',
      'company name',
      'tenant id',
      'domain',
      'from',
      'to',
      'azure subscriptions there',
      'azure subscriptions here',
      'azure subscription ids there',
      'azure subscription ids here',
      'state',
    ].map(name => column(name)),
    rows: moves.map(({ consolidation, to, entry: { row }, isTargetKnown, old, fresh, state }) => [
      consolidation,
      row.name,
      row.tenant,
      row.domain,
      row.partner,
      to,
      idsOf(old),
      isTargetKnown ? idsOf(fresh) : 'unknown',
      azureIdsOf(old, below),
      isTargetKnown ? azureIdsOf(fresh, below) : 'unknown',
      state,
    ]),
  }
}

function stateOf(
  old: readonly LiveSubscription[],
  fresh: readonly LiveSubscription[],
  isAccepted: boolean,
): string {
  const isOld = old.some(entry => entry.status === 'active')
  const isFresh = fresh.some(entry => entry.status === 'active')
  if (isOld && isFresh) return 'active in both'
  if (isFresh) return 'moved'
  if (!isOld) return 'over'
  return isAccepted ? 'ready' : 'not accepted'
}

function customerIn(
  { customers }: AccountInventory,
  { row }: InventoryCustomer,
): InventoryCustomer | undefined {
  return customers.kind === 'present'
    ? customers.value.find(entry => entry.row.tenant === row.tenant)
    : undefined
}

function azureOf(entry: InventoryCustomer): readonly LiveSubscription[] {
  return subscriptionsOf(entry).filter(one => one.kind === 'azure' && isLiving(one))
}

/** As Partner Center has them: Azure plans, and usage subscriptions. */
function idsOf(entries: readonly Pick<LiveSubscription, 'id' | 'status'>[]): string | null {
  return entries.length === 0 ? null : entries.map(shown).join(' ')
}

/** As Azure has them. */
function azureIdsOf(entries: readonly LiveSubscription[], below: Below): string | null {
  const words = entries.flatMap(entry => {
    if (entry.commerce === 'legacy') return [shown(entry)]
    const read = below.get(keyOf(entry))
    return read?.kind === 'present' ? read.value.map(shown) : ['unknown']
  })
  return words.length === 0 ? null : words.join(' ')
}

function shown({ id, status }: { readonly id: string; readonly status: string }): string {
  return `${id} (${status})`
}

function keyOf({ partner, customer, id }: LiveSubscription): string {
  return `${partner}/${customer}/${id}`
}

/** Listed, and then not shown: that is no word about what lies below it. */
function vanished({ id, partner }: LiveSubscription): Read<never> {
  const detail = `${id} is listed under ${partner} and shows nothing.`
  return { kind: 'unknown', because: diagnose(codes.UNREAD, { detail }) }
}
