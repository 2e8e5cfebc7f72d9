/** Fifth stage: everything found about the customer, parted into what stops it and what informs. */
import { notOn, seatFindings, unmanaged, unreadable, wholeCustomer } from '../customer-findings.ts'
import { unreadEntitlements } from '../entitlement-lines.ts'
import { licenceFindings } from '../permit/licences.ts'
import { openTransferFindings, type TransferringFacts } from '../permit/open-transfers.ts'
import { replacementFindings } from '../permit/replacements.ts'
import { resellerFindings } from '../permit/resellers.ts'
import { usedSeatsEnd } from '../permit/used-seats-end.ts'
import type { Finding } from '../plan.ts'
import type { DecidedCustomer } from './decide-target.ts'

export interface JudgedCustomer extends DecidedCustomer {
  /** Nothing of the customer is written while there is one. */
  readonly blocking: readonly Finding[]
  readonly informing: readonly Finding[]
}

export function judge(decided: DecidedCustomer): JudgedCustomer {
  const { consolidation, standing, binding } = decided
  const found = findingsOf(decided).map(asError)
  return {
    ...decided,
    blocking: [
      ...found.filter(entry => entry.blocks === 'customer'),
      ...(hasWork(decided) ? standing.findings : []),
    ],
    informing: [
      ...found.filter(entry => entry.blocks !== 'customer'),
      ...binding.unmanaged
        .filter(entry => consolidation === null || entry.kind !== 'azure')
        .map(entry => unmanaged(decided, entry)),
    ],
  }
}

/** What is an error about a customer stops the customer, however narrow the line that it was found at (T34). */
function asError(found: Finding): Finding {
  return found.severity === 'error' && found.blocks !== 'run' ? { ...found, blocks: 'customer' } : found
}

function findingsOf(decided: DecidedCustomer): readonly Finding[] {
  const { fromSources, arrivals, renewals, lapses, binding, target, standing, seats } = decided
  const { off, isMoving, isReadable, seen } = decided
  const found = [
    ...fromSources.findings,
    ...arrivals.findings,
    ...renewals.findings,
    ...lapses.findings,
    ...binding.findings,
    ...target.findings,
    ...standing.doubts,
  ]
  found.push(
    ...unreadable(decided, standing, seen),
    ...wholeCustomer(decided, off.length + (isMoving ? 1 : 0)),
    ...seatFindings(decided, seats, found),
  )
  if (isReadable && (off.length > 0 || isMoving))
    found.push(
      ...notOn(decided, { bound: binding.bound, actions: target.actions, arriving: arrivals.byKey }),
      ...replacementFindings({
        ...decided,
        decided: fromSources.decided,
        bound: binding.bound,
        arriving: arrivals.byKey,
        renewals: renewals.renewals,
        actions: target.actions,
      }),
      ...licenceFindings({ ...decided, decided: fromSources.decided, actions: target.actions }),
    )
  found.push(
    ...usedSeatsEnd({
      ...decided,
      bound: binding.bound,
      decided: fromSources.decided,
      actions: target.actions,
    }),
    ...resellerFindings({
      ...decided,
      decided: fromSources.decided,
      bought: binding.unbound.filter(entry => !arrivals.byKey.has(entry.key)),
      bound: binding.bound,
    }),
  )
  found.push(...unreadEntitlements(decided), ...openTransferFindings(transferringOf(decided)))
  return found
}

/** What the rules about open transfers look at. */
export function transferringOf({ fromSources, target, ...rest }: DecidedCustomer): TransferringFacts {
  return { ...rest, decided: fromSources.decided, actions: target.actions }
}

/** A customer with nothing to write is not waited for, whatever its relationship lacks. */
function hasWork({ written, customer, target, off, isMoving, isReadable }: DecidedCustomer): boolean {
  if (!written) return false
  if (target.actions.length + off.length > 0 || isMoving) return true
  return !isReadable && customer.subscriptions.some(entry => entry.state === 'active')
}
