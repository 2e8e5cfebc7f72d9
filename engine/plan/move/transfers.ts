/** Which declared lines a transfer satisfies, and the transfers of one customer: bases with their add-ons, at most 25 items each. */

import { type FieldChange, fieldChanges } from '../../diff/fields.ts'
import { groupedBy } from '../../grouped-by.ts'
import type { DeclaredConsolidation, DeclaredCustomer, DeclaredPartner } from '../../model/desired.ts'
import type { ActionId, UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { counted, seatsWords } from '../../plural.ts'
import { startOfDay } from '../../time/utc-days.ts'
import type { Binding } from '../bind/bind.ts'
import { codes } from '../codes.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { finding } from '../finding.ts'
import type { TransferSubscriptions } from '../kinds/transfer.ts'
import { transferAction } from '../kinds/transfer.ts'
import type { Finding } from '../plan.ts'
import { moveCodes } from './codes.ts'
import { freeArrivals } from './free-arrivals.ts'

/** Items one transfer may hold, add-ons among them (facts 2.6, [field]). */
const itemsAtMost = 25

export interface Arrivals {
  /** By key of the declared line that it satisfies. */
  readonly byKey: ReadonlyMap<string, LiveSubscription>
  readonly findings: readonly Finding[]
}

/**
 * Each unbound line takes what arrives of its product. What arrives must be what is declared, or the plan after this one would not be empty;
 * only what happens at the end of its term can be told as soon as it has arrived (`arriving-renewals.ts`), fewer seats of new commerce with it.
 */
export function arrivalsOf(
  customer: DeclaredCustomer,
  binding: Binding,
  {
    decided,
    partner,
    on,
  }: { readonly decided: readonly DecidedSource[]; readonly partner: DeclaredPartner; readonly on: UtcDate },
): Arrivals {
  // The service counts it as bought on the day it arrives, so the end of its term can be told from a chosen one only as of that day.
  const differences = (declared: Declared, found: LiveSubscription) =>
    fieldChanges(declared, { ...found, boughtAt: startOfDay(on) })
  const isAsDeclared = (declared: Declared, living: LiveSubscription) =>
    differences(declared, living).length === 0
  const arriving = decided.filter(entry => entry.decision.method === 'transfer')
  const free = new Set(arriving.map(entry => entry.subscription))
  const freeLike = freeArrivals(free)
  const byKey = new Map<string, LiveSubscription>()
  const open = binding.unbound.filter(entry => entry.state === 'active')
  // By name first, as the plan after this one will bind them.
  const ways: readonly ((declared: Declared) => LiveSubscription | undefined)[] = [
    declared => freeLike.named(declared),
    declared => freeLike.ofSeats(declared, isAsDeclared),
    declared => freeLike.ofProduct(declared),
  ]
  for (const find of ways)
    for (const declared of open) {
      if (byKey.has(declared.key)) continue
      const found = find(declared)
      if (found === undefined) continue
      byKey.set(declared.key, found)
      free.delete(found)
    }
  const alike = groupedBy(byKey.values(), looks)
  const boughtOf = groupedBy(
    open.filter(entry => !byKey.has(entry.key)),
    entry => entry.product,
  )
  const lapsing = new Set(
    decided.flatMap(({ subscription, decision }) =>
      decision.method === 'lapse' ? [subscription.product] : [],
    ),
  )
  const at = { partner: customer.partner, customer: customer.tenant }
  const isRetired = partner.retired !== null && partner.retired < on
  const findings = open.flatMap(declared => {
    const found = byKey.get(declared.key)
    if (found === undefined) return []
    if (isRetired) {
      const detail = `${partner.name} takes nothing new after ${partner.retired}; \`${declared.key}\` is not transferred there.`
      const subject = { ...at, product: declared.product, subscription: found.id }
      return [finding(codes.RETIRED_PARTNER, 'customer', subject, { detail, at: declared.at })]
    }
    const looksLike = (alike.get(looks(found)) ?? []).some(other => other !== found)
    const differs = differences(declared, found).filter(
      change => looksLike || !isChangedAfterwards(declared, change),
    )
    const detail =
      differs.length === 0
        ? tooMany(declared, found, {
            bought: boughtOf.get(declared.product) ?? [],
            waits: lapsing.has(declared.product),
          })
        : `${found.productName} (${found.id}) would arrive for \`${declared.key}\` with ${differs.map(words).join(', ')}. ${wayOf(declared, differs)}`
    if (detail === null) return []
    return [
      finding(
        moveCodes.TRANSFER_DIFFERS,
        'customer',
        { ...at, product: declared.product, subscription: found.id },
        {
          detail,
          at: declared.at,
        },
      ),
    ]
  })
  for (const entry of free) {
    const detail = `${entry.productName} (${seatsWords(entry.seats)}, ${entry.id}) under ${entry.partner} would arrive, and no declared line is left for it.`
    findings.push(
      finding(
        codes.DECLARED_NOWHERE,
        'customer',
        { ...at, product: entry.product, subscription: entry.id },
        {
          detail,
          at: customer.at,
        },
      ),
    )
  }
  return { byKey, findings }
}

function words({ field, from, to }: FieldChange): string {
  return `${field} ${said(from)} instead of ${said(to)}`
}

/**
 * Two plans, because the second needs what only the first can show: the id that the service gives to what arrives, its price, and its
 * windows. What is wished for beside it may be bought for good, and is planned when it can be seen.
 */
function wayOf({ key }: Declared, differs: readonly FieldChange[]): string {
  if (differs.some(({ field }) => field === 'endOfTerm' || field.startsWith('nextTerm')))
    return 'Something else that looks the same arrives with it, so it could not be changed afterwards: move it as it is, and declare the end of its term with its `subscriptionId:` in the plan after the transfer.'
  const now = differs.map(({ field, from }) =>
    field === 'friendlyName' || from === null ? `without \`${field}:\`` : `\`${field}: ${said(from)}\``,
  )
  return `Declare \`${key}\` as it is in the source (${now.join(', ')}), apply, and then declare what it should be: the plan after the transfer makes that change.`
}

/** More than is declared would be there: what arrives has seats for a line that is bought beside it all the same (T17). */
function tooMany(
  declared: Declared,
  found: LiveSubscription,
  { bought, waits }: { readonly bought: readonly Declared[]; readonly waits: boolean },
): string | null {
  if (waits || bought.length === 0 || found.seats === null || found.seats <= declared.seats) return null
  const beside = bought.map(entry => `\`${entry.key}\` (${counted(entry.seats, 'seat')})`).join(' and ')
  return `${found.productName} (${found.id}) would arrive for \`${declared.key}\` with ${counted(found.seats, 'seat')} where ${declared.seats} are declared, and ${beside} would be bought beside it: more than is declared. A transfer does not divide what it brings: declare it as one line of ${counted(found.seats, 'seat')}.`
}

function said(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What takes effect at the end of the term; fewer seats too, which cannot be given back any more (T3), where they are meant. */
function isChangedAfterwards(declared: Declared, { field, from, to }: FieldChange): boolean {
  if (field === 'seats')
    return declared.fewerSeatsAcknowledged && typeof from === 'number' && typeof to === 'number' && to < from
  return field === 'endOfTerm' || field.startsWith('nextTerm')
}

/** Under new ids two that look the same could not be distinguished. */
function looks({ product, name, seats }: LiveSubscription): string {
  return JSON.stringify([product, name, seats])
}

type Declared = DeclaredCustomer['subscriptions'][number]

export interface TransferringFacts {
  readonly customer: DeclaredCustomer
  readonly consolidation: DeclaredConsolidation
  readonly decided: readonly DecidedSource[]
  /** Living under the target. */
  readonly living: readonly LiveSubscription[]
  readonly on: UtcDate
  /** What is bought first: until that is done, nothing leaves its source. */
  readonly after: readonly ActionId[]
  readonly needsAgreement: boolean
}

/** One after the other per source: the service takes one open transfer of a customer at a time. */
export function transfersOf(facts: TransferringFacts): readonly TransferSubscriptions[] {
  const { customer, consolidation, living, on, needsAgreement } = facts
  const actions: TransferSubscriptions[] = []
  const moving = facts.decided.filter(entry => entry.decision.method === 'transfer')
  const bySource = groupedBy(moving, entry => entry.partner.name)
  for (const name of [...bySource.keys()].sort()) {
    const own = bySource.get(name) ?? []
    const [first] = own
    if (first === undefined) continue
    for (const subscriptions of inGroups(own.map(entry => entry.subscription))) {
      const last = actions.at(-1)
      actions.push(
        transferAction({
          customer,
          source: first.partner,
          subscriptions,
          living,
          on,
          after: last === undefined ? [...facts.after].sort() : [last.id],
          consolidation: consolidation.name,
          needsAgreement,
        }),
      )
    }
  }
  return actions
}

/** A base and its add-ons are never parted. */
function inGroups(subscriptions: readonly LiveSubscription[]): readonly (readonly LiveSubscription[])[] {
  const ids = new Set(subscriptions.map(entry => entry.id))
  const isAddOn = ({ parent }: LiveSubscription) => parent !== null && ids.has(parent)
  const addOnsOf = groupedBy(subscriptions, entry => entry.parent)
  const groups: LiveSubscription[][] = []
  for (const base of subscriptions.filter(entry => !isAddOn(entry))) {
    const together = [base, ...(addOnsOf.get(base.id) ?? [])]
    const last = groups.at(-1)
    if (last !== undefined && last.length + together.length <= itemsAtMost) last.push(...together)
    else groups.push(together)
  }
  return groups
}
