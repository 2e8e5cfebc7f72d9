/**
 * The relationships of the accounts that a customer is moved out of. They end last of all and for good: when the new one is active with all
 * its groups, and nothing of the customer is left running there.
 */

import type { ActualIndex } from '../../model/actual-index.ts'
import { type AdminRelationship, isMicrosofts } from '../../model/admin.ts'
import type { ActionId, PartnerName } from '../../model/ids.ts'
import { isOff } from '../../model/status.ts'
import { plural } from '../../plural.ts'
import { type Action, isSent, isSwitchOff } from '../action.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'
import type { AdminAction } from './admin-action.ts'
import { adminCodes as codes } from './codes.ts'
import type { AdminDecision, AdminFacts } from './decide-admin.ts'
import { endRelationship } from './kinds.ts'
import { isGranting, isOfUnknownStatus } from './relationships.ts'

export interface SourceFacts extends Pick<AdminFacts, 'customer' | 'admin'> {
  readonly consolidation: string
  readonly sources: readonly PartnerName[]
  readonly target: AdminDecision
  readonly index: ActualIndex
  /** Of the customer, of commerce. */
  readonly commerce: readonly Action[]
}

export function endInSources(facts: SourceFacts): {
  readonly actions: readonly AdminAction[]
  readonly findings: readonly Finding[]
} {
  const { customer, admin, target, sources, index } = facts
  if (!admin.endInSources) return { actions: [], findings: [] }
  const actions: AdminAction[] = []
  const findings: Finding[] = []
  const keep = (partner: PartnerName, why: string, remedies?: readonly []) =>
    findings.push(
      finding(
        codes.KEPT_IN_SOURCE,
        'nothing',
        { partner, customer: customer.tenant },
        {
          detail: `${customer.name} under ${partner}: ${why}.`,
          at: admin.at,
          ...(remedies !== undefined && { remedies }),
        },
      ),
    )
  const waitsFor = [...facts.commerce.filter(isSent), ...target.actions].map(action => action.id).sort()
  for (const source of sources) {
    const read = index.admin(source, customer.tenant)?.relationships
    if (read === undefined || read.kind === 'unknown') {
      keep(source, `its relationships could not be read (${read?.because.summary ?? 'not asked'})`)
      continue
    }
    const list = read.kind === 'present' ? read.value : []
    // It can still become active, and only what is active can be ended.
    for (const entry of list.filter(mayBecomeActive)) keep(source, `${entry.name} is ${entry.status}`)
    const own = list.filter(entry => entry.status === 'active')
    const endable = own.filter(entry => !isMicrosofts(entry))
    for (const entry of own.filter(isMicrosofts)) keep(source, `${entry.name} is led by Microsoft`, [])
    if (endable.length === 0) continue
    const why = whyKept(source, facts)
    if (why === null && target.complete !== null)
      actions.push(...endable.map(entry => endOf(entry, facts, target.complete?.id ?? '', waitsFor)))
    else keep(source, why ?? `the relationship with ${customer.partner} is not active with all its groups`)
  }
  return { actions, findings }
}

function mayBecomeActive(entry: AdminRelationship): boolean {
  const isAsked = isGranting(entry) && entry.status !== 'created' && entry.status !== 'active'
  return !isMicrosofts(entry) && (isAsked || isOfUnknownStatus(entry))
}

/** What would be left without anybody to administer it from there. */
function whyKept(source: PartnerName, { customer, index, commerce }: SourceFacts): string | null {
  const read = index.customer(source, customer.tenant)?.subscriptions
  // A customer that the account does not list has nothing there.
  if (read === undefined)
    return index.lists(source, customer.tenant) === 'no' ? null : 'its subscriptions were not read'
  if (read.kind === 'unknown') return `its subscriptions could not be read (${read.because.summary})`
  const going = new Set(
    commerce.flatMap(action => {
      if (action.kind === 'subscription.transfer')
        return action.from === source ? action.items.map(item => item.subscription) : []
      return isSwitchOff(action) && action.partner === source ? [action.subscription] : []
    }),
  )
  const staying = (read.kind === 'present' ? read.value : []).filter(
    entry => !isOff(entry.status) && !going.has(entry.id),
  )
  if (staying.length === 0) return null
  const names = [...new Set(staying.map(entry => entry.productName))].sort()
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''} still ${plural(names.length, 'runs', 'run')} there`
}

function endOf(
  relationship: AdminRelationship,
  { customer, admin, consolidation }: SourceFacts,
  replacement: string,
  after: readonly ActionId[],
): AdminAction {
  return endRelationship({
    customer: customer.tenant,
    relationship,
    source: admin.at,
    consolidation,
    replacement: { partner: customer.partner, relationship: replacement },
    groups: admin.groups,
    after,
  })
}
