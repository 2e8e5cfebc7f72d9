/** Declared groups against those that hold something in a relationship. What is not declared is never touched (T12). */
import type { AdminAssignment, AdminRelationship } from '../../model/admin.ts'
import { roleName } from '../../model/admin-roles.ts'
import type { DeclaredAdmin, DeclaredCustomer } from '../../model/desired.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'
import type { AdminAction } from './admin-action.ts'
import { adminCodes as codes } from './codes.ts'
import { assignGroup, changeGroup } from './kinds.ts'
import { isSame } from './relationships.ts'

export interface GroupsDecision {
  readonly actions: readonly AdminAction[]
  readonly findings: readonly Finding[]
  /** Groups that hold exactly what is declared. */
  readonly complete: number
  /** Declared ones that the service does not hold active: `group 0f8a… in error`. */
  readonly stuck: readonly string[]
  /** How many of these the service still works on. */
  readonly underWay: number
}

export interface GroupFacts {
  readonly customer: DeclaredCustomer
  readonly admin: DeclaredAdmin
  readonly relationship: AdminRelationship
  /** Deleted ones among them. */
  readonly assignments: readonly AdminAssignment[]
}

export function decideGroups(facts: GroupFacts): GroupsDecision {
  const { customer, admin, relationship, assignments } = facts
  const living = assignments.filter(entry => entry.status !== 'deleted')
  const actions: AdminAction[] = []
  const findings: Finding[] = []
  let complete = 0
  const say = (code: Parameters<typeof finding>[0], detail: string, at = admin.at) =>
    findings.push(
      finding(code, 'nothing', { partner: customer.partner, customer: customer.tenant }, { detail, at }),
    )
  for (const { group, roles, at } of admin.groups) {
    const change = { customer: customer.tenant, relationship, source: at }
    const beyond = roles.filter(role => !relationship.roles.includes(role))
    const found = living.find(entry => entry.group === group)
    const isThere = found !== undefined && isSame(found.roles, roles)
    if (found?.status === 'active' && isThere) complete += 1
    else if (beyond.length > 0)
      say(
        codes.GROUP_WAITS,
        `${customer.name}: group ${group} is to hold ${namesOf(beyond)}, which ${relationship.name} does not grant.`,
        at,
      )
    else if (found === undefined) actions.push(assignGroup(change, group, roles))
    else if (found.status === 'active') actions.push(changeGroup(change, found, roles))
    else if (found.status === 'pending' || found.status === 'deleting')
      say(
        codes.GROUP_PENDING,
        `${customer.name}: group ${group} is ${found.status} in ${relationship.name}.`,
        at,
      )
    else if (found.status === 'error')
      say(codes.GROUP_IN_ERROR, `${customer.name}: group ${group} in ${relationship.name}.`, at)
    else
      say(
        codes.UNSUPPORTED,
        `${customer.name}: group ${group} is ${found.status} in ${relationship.name}.`,
        at,
      )
  }
  const declared = new Set(admin.groups.map(entry => entry.group))
  for (const { group, roles } of living.filter(entry => !declared.has(entry.group)))
    say(
      codes.GROUP_UNMANAGED,
      `${customer.name}: group ${group} holds ${namesOf(roles)} in ${relationship.name}.`,
    )
  const idle = living.filter(entry => declared.has(entry.group) && entry.status !== 'active')
  return {
    actions,
    findings,
    complete,
    stuck: idle.map(({ group, status }) => `group ${group} ${status === 'error' ? 'in error' : status}`),
    underWay: idle.filter(({ status }) => status === 'pending' || status === 'deleting').length,
  }
}

export function namesOf(roles: readonly string[]): string {
  return roles.map(roleName).join(', ')
}
