/** What is to be said about the plan as a whole, and not about one customer. */

import { by } from '../compare.ts'
import type { Remedy } from '../diagnostic.ts'
import type { ActualIndex } from '../model/actual-index.ts'
import type { Desired } from '../model/desired.ts'
import type { UtcDate } from '../model/ids.ts'
import { plural } from '../plural.ts'
import { partnersToList } from '../scope/customers-in-scope.ts'
import type { PlanScope } from '../scope/plan-scope.ts'
import { unmatchedScope } from '../scope/unmatched-scope.ts'
import { addDays } from '../time/utc-days.ts'
import { hasNoOpening, isOpenOn } from '../time/window.ts'
import type { Action } from './action.ts'
import { codes } from './codes.ts'
import { finding } from './finding.ts'
import type { Decided } from './move/waves.ts'
import type { Finding, PlanWindow } from './plan.ts'

export interface WholePlanFacts {
  readonly desired: Desired
  readonly scope: PlanScope
  readonly shown: readonly Decided[]
  readonly actions: readonly Action[]
  readonly index: ActualIndex
  readonly on: UtcDate
  readonly window: PlanWindow | null
}

export function wholePlanFindings(facts: WholePlanFacts): readonly Finding[] {
  return [
    ...unknownScope(facts),
    ...silentLists(facts),
    ...unmanagedCustomers(facts),
    ...retiringPartners(facts),
    ...supersededDocuments(facts),
    ...idleLeaves(facts),
    ...outsideWindow(facts),
  ]
}

function unknownScope({ desired, scope, shown }: WholePlanFacts): readonly Finding[] {
  const customers = shown.map(({ entry }) => entry.customer)
  return unmatchedScope(desired, scope, customers).map(detail =>
    finding(codes.UNKNOWN_SCOPE, 'run', {}, { detail }),
  )
}

function silentLists({ desired, scope, index }: WholePlanFacts): readonly Finding[] {
  return partnersToList(desired, scope).flatMap(partner => {
    const rows = index.rows(partner)
    if (rows.kind !== 'unknown') return []
    const detail = `${partner}: ${rows.because.summary}.`
    return [finding(codes.LIST_UNKNOWN, 'nothing', { partner }, { detail })]
  })
}

/** Of the customers that no document names. */
const mostNamed = 5

/** T12: one line per partner, because nothing else is known about them; sources name theirs one by one. */
function unmanagedCustomers({ desired, scope, index }: WholePlanFacts): readonly Finding[] {
  if (scope.targets.length > 0 || scope.wave !== null) return []
  const sources = new Set(desired.consolidations.flatMap(entry => entry.from))
  const declared = new Set(desired.customers.map(entry => `${entry.partner}/${entry.tenant}`))
  return partnersToList(desired, scope).flatMap(partner => {
    const rows = index.rows(partner)
    if (rows.kind !== 'present' || sources.has(partner)) return []
    const others = rows.value.filter(row => !declared.has(`${partner}/${row.tenant}`))
    if (others.length === 0) return []
    const names = others.map(row => row.name || row.domain || row.tenant).sort()
    const more = names.length - mostNamed
    const listed = `${names.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
    const detail = `${others.length} customer${plural(others.length, '')} of ${partner} ${plural(others.length, 'is', 'are')} in no document: ${listed}.`
    const command = `tenantform import --partner ${partner} --update`
    const remedies: readonly Remedy[] = [
      { kind: 'run', command, why: 'writes a document of each customer that has none' },
    ]
    return [finding(codes.UNMANAGED_CUSTOMERS, 'nothing', { partner }, { detail, remedies })]
  })
}

function retiringPartners({ desired, actions, on }: WholePlanFacts): readonly Finding[] {
  const creating = new Set(
    actions.flatMap(action => (action.kind === 'subscription.create' ? action.partner : [])),
  )
  return desired.partners
    .filter(entry => entry.retired !== null && entry.retired >= on && creating.has(entry.name))
    .sort(by(entry => entry.name))
    .map(({ name, retired, at }) =>
      finding(
        codes.RETIRES_LATER,
        'nothing',
        { partner: name },
        { detail: `${name} takes nothing new after ${retired}.`, at },
      ),
    )
}

/** A source's own document about a tenant the target declares too: the consolidation decides. */
function supersededDocuments({ desired, scope }: WholePlanFacts): readonly Finding[] {
  if (scope.consolidation !== null || scope.wave !== null || scope.targets.length > 0) return []
  const declared = new Set(desired.customers.map(entry => `${entry.partner}/${entry.tenant}`))
  const found: Finding[] = []
  for (const customer of [...desired.customers].sort(by(entry => entry.tenant))) {
    const { partner, tenant, name, at } = customer
    const by = desired.consolidations.find(
      entry => entry.from.includes(partner) && declared.has(`${entry.to}/${tenant}`),
    )
    if (by === undefined) continue
    const detail = `${name} is declared under ${by.to} too; ${by.name} decides about what is under ${partner}.`
    found.push(finding(codes.SOURCE_DECLARED, 'nothing', { partner, customer: tenant }, { detail, at }))
  }
  return found
}

/** A slip of one character would stop a customer, or keep nothing. What could not be read, or was not asked for, may be there. */
function idleLeaves({ desired, scope, index }: WholePlanFacts): readonly Finding[] {
  const consolidations = desired.consolidations.filter(
    entry => scope.consolidation === null || entry.name === scope.consolidation,
  )
  return consolidations.flatMap(entry =>
    entry.leave.flatMap(({ partner, customer, subscription, at }) => {
      const seen = index.customer(partner, customer)?.subscriptions
      const isMissing =
        seen?.kind === 'present'
          ? !seen.value.some(one => one.id === subscription)
          : seen === undefined && index.lists(partner, customer) === 'no'
      if (!isMissing) return []
      const detail = `leave: ${partner} has no subscription ${subscription} of customer ${customer}, so nothing stays because of this line.`
      return [finding(codes.LEAVES_NOTHING, 'nothing', { partner, customer, subscription }, { detail, at })]
    }),
  )
}

function outsideWindow({ window, on, actions }: WholePlanFacts): readonly Finding[] {
  if (window === null || actions.length === 0 || isOpenOn(window, on)) return []
  if (hasNoOpening(window)) {
    const detail =
      'The windows of the consolidations in this plan have no hour in common; plan and carry them out one by one, with `--consolidation`.'
    return [finding(codes.OUTSIDE_WINDOW, 'nothing', {}, { detail })]
  }
  let next = on < window.from ? window.from : addDays(on, 1)
  while (next <= window.to && !isOpenOn(window, next)) next = addDays(next, 1)
  const when = next <= window.to ? `it opens next on ${next}` : `it closed on ${window.to}`
  const detail = `The window is ${window.from} to ${window.to}; ${on} is not in it, and ${when}.`
  return [finding(codes.OUTSIDE_WINDOW, 'nothing', {}, { detail })]
}
