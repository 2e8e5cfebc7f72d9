/**
 * Rules that hold over everything the plan does to a customer, in however many consolidations it is (T26): what one of them cannot move
 * stops the others too (S5, T19), and the licences that all of them take away are counted together (T21).
 */

import { finding } from '../finding.ts'
import type { Method } from '../method.ts'
import { licenceFindings } from '../permit/licences.ts'
import { blockCustomer } from './block-customer.ts'
import { moveCodes } from './codes.ts'
import type { Decided } from './waves.ts'

const moves = new Set<Method>([
  'reprovision',
  'repurchase',
  'transfer',
  'lapse',
  'overlap',
  'drop',
  'blocked',
  'unsupported',
])

export function judgeWholeCustomers(all: readonly Decided[]): readonly Decided[] {
  const byTenant = new Map<string, Decided[]>()
  for (const one of all) {
    if (one.entry.consolidation === null) continue
    const { tenant } = one.entry.customer
    byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), one])
  }
  const judged = new Map<Decided, Decided>()
  for (const parts of byTenant.values()) {
    const moving = parts.filter(isMoving)
    if (moving.length < 2) continue
    const stopped = moving.filter(({ decision }) => decision.plan.blockedBy.length > 0)
    for (const part of moving) {
      if (part.decision.actions.length === 0) continue
      const because = stopped.length > 0 ? [blockedElsewhere(stopped)] : shortOfLicences(part, moving)
      const [first, ...others] = because
      if (first === undefined) continue
      judged.set(part, {
        ...part,
        decision: [first, ...others].reduce((decision, one) => blockCustomer(decision, one), part.decision),
      })
    }
  }
  return all.map(one => judged.get(one) ?? one)
}

/** Declared, and something is left to move: who was moved in an earlier year, or is in no document of that target yet, hinders nothing. */
function isMoving({ entry, decision }: Decided): boolean {
  return entry.written && decision.plan.sources.some(line => moves.has(line.method))
}

function blockedElsewhere(stopped: readonly Decided[]) {
  const where = stopped.map(({ entry }) => `${entry.consolidation?.name}`).join(' and ')
  const why = [...new Set(stopped.flatMap(({ decision }) => decision.plan.blockedBy.map(one => one.summary)))]
  const name = stopped[0]?.entry.customer.name ?? ''
  const detail = `${name} is also moved by ${where}, where it is blocked: ${why.slice(0, 3).join('; ')}.`
  return finding(moveCodes.BLOCKED_ELSEWHERE, 'customer', {}, { detail })
}

function shortOfLicences({ entry, decision }: Decided, moving: readonly Decided[]) {
  const parts = moving.map(one => one.decision)
  return licenceFindings({
    customer: entry.customer,
    nameOf: decision.licenceFacts.nameOf,
    licences:
      parts.find(part => part.plan.licences.kind === 'checked')?.plan.licences ?? decision.plan.licences,
    decided: parts.flatMap(part => part.licenceFacts.decided),
    actions: parts.flatMap(part => part.licenceFacts.actions),
  }).filter(found => found.blocks === 'customer')
}
