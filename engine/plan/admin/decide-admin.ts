/**
 * What is declared of a customer's delegated administration against what is there. Asking the customer is left to `invite`, because
 * somebody has to send the link; everything after the approval is planned here.
 */
import { compare } from '../../compare.ts'
import type { AdminActual, AdminRelationship } from '../../model/admin.ts'
import { globalAdministrator } from '../../model/admin-roles.ts'
import type { DeclaredAdmin, DeclaredCustomer } from '../../model/desired.ts'
import { dayOf, type UtcDate } from '../../model/ids.ts'
import { counted } from '../../plural.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'
import type { AdminAction } from './admin-action.ts'
import { groupsOf } from './admin-checks.ts'
import { adminCodes as codes } from './codes.ts'
import { decideGroups, namesOf } from './decide-groups.ts'
import { switchAutoExtend } from './kinds.ts'
import {
  type Answering,
  answering,
  endsSoon,
  isOfUnknownStatus,
  isOver,
  notMicrosofts,
} from './relationships.ts'
import { type AdminStanding, askedOf } from './standing.ts'

export interface AdminFacts {
  readonly customer: DeclaredCustomer
  readonly admin: DeclaredAdmin
  readonly seen: AdminActual | undefined
  readonly on: UtcDate
}

export interface AdminDecision {
  readonly actions: readonly AdminAction[]
  readonly findings: readonly Finding[]
  readonly standing: AdminStanding
  /** The relationship that is active with everything declared, once the actions are done; null: there is none. */
  readonly complete: AdminRelationship | null
}

const nothing = {
  relationship: null,
  name: null,
  asked: null,
  until: null,
  autoExtend: false,
  why: null,
} as const

export function decideAdmin(facts: AdminFacts): AdminDecision {
  const { customer, admin, seen, on } = facts
  const groups = { complete: 0, declared: admin.groups.length }
  const read = seen?.relationships
  if (read === undefined || read.kind === 'unknown') {
    const why = read?.because.detail ?? read?.because.summary ?? 'the account was not asked'
    return {
      actions: [],
      findings: [say(facts, codes.UNKNOWN, `${customer.name}: ${why}`)],
      standing: { ...nothing, state: 'unknown', turn: 'partner', groups, why },
      complete: null,
    }
  }
  const mine = notMicrosofts(read.kind === 'present' ? read.value : [])
  const found = answering(admin, { mine, on, groupsIn: groupsInOf(facts) })
  const strange = mine.filter(isOfUnknownStatus)
  const unsupported = strange.map(entry =>
    say(facts, codes.UNSUPPORTED, `${customer.name}: ${entry.name} is ${entry.status}.`),
  )
  if (found.active === null)
    return {
      actions: [],
      findings: [...unsupported, ...(strange.length > 0 ? [] : notActive(facts, found, mine))],
      standing: standingWithout(facts, found, mine),
      complete: null,
    }
  const decided = ofActive(facts, found.active, found)
  return { ...decided, findings: [...unsupported, ...decided.findings] }
}

function groupsInOf({ admin, seen }: AdminFacts): (relationship: string) => number {
  const declared = new Set(admin.groups.map(entry => entry.group))
  return relationship => {
    const read = groupsOf(seen, relationship)
    if (read?.kind !== 'present') return 0
    return read.value.filter(entry => entry.status === 'active' && declared.has(entry.group)).length
  }
}

/** Why nothing is active, as far as a person has something to do about it. */
function notActive(
  facts: AdminFacts,
  { pending }: Answering,
  mine: readonly AdminRelationship[],
): readonly Finding[] {
  const { customer, on } = facts
  const asked = askedOf(pending, on)
  if (asked !== null)
    return [
      say(
        facts,
        codes.WAITING,
        `${customer.name} was asked ${counted(asked.days, 'day')} ago: ${asked.link}`,
      ),
    ]
  if (pending !== null) return []
  const last = lastEnded(mine)
  if (last !== null) return [say(facts, codes.ENDED, `${customer.name}: ${last.name} is ${last.status}.`)]
  return [say(facts, codes.NOT_ASKED, `${customer.name} was not asked for ${namesOf(facts.admin.roles)}.`)]
}

function standingWithout(
  { admin, on }: AdminFacts,
  { pending }: Answering,
  mine: readonly AdminRelationship[],
): AdminStanding {
  const groups = { complete: 0, declared: admin.groups.length }
  const strange = mine.find(isOfUnknownStatus)
  const draft = mine.find(entry => entry.status === 'created')
  const asked = askedOf(pending, on)
  const shown = pending ?? strange ?? draft ?? lastEnded(mine)
  const base = {
    ...nothing,
    groups,
    asked,
    relationship: shown?.id ?? null,
    name: shown?.name ?? null,
    autoExtend: (shown?.autoExtend ?? null) !== null,
  }
  if (asked !== null) return { ...base, state: 'asked', turn: 'customer' }
  if (pending !== null) return { ...base, state: 'approved', turn: 'Microsoft' }
  if (strange !== undefined)
    return { ...base, state: 'unknown', turn: 'partner', why: `${strange.name} is ${strange.status}` }
  if (draft !== undefined) return { ...base, state: 'drafted', turn: 'partner' }
  if (shown !== null && shown !== undefined)
    return { ...base, state: 'ended', turn: 'partner', why: `${shown.name} is ${shown.status}` }
  return { ...base, state: 'none', turn: 'partner' }
}

function lastEnded(mine: readonly AdminRelationship[]): AdminRelationship | null {
  const over = mine.filter(isOver)
  return over.sort((a, b) => compare(b.endsAt ?? '', a.endsAt ?? '') || compare(a.id, b.id))[0] ?? null
}

function ofActive(
  facts: AdminFacts,
  relationship: AdminRelationship,
  { pending, isCovered }: Answering,
): AdminDecision {
  const { customer, admin, seen, on } = facts
  const asked = askedOf(pending, on)
  const findings: Finding[] = []
  const tell = (code: Parameters<typeof finding>[0], detail: string) =>
    findings.push(say(facts, code, `${customer.name}: ${detail}`))

  const missing = admin.roles.filter(role => !relationship.roles.includes(role))
  const more = relationship.roles.filter(role => !admin.roles.includes(role) && role !== globalAdministrator)
  if (missing.length > 0 && pending === null)
    tell(codes.ROLES_MISSING, `${relationship.name} does not grant ${namesOf(missing)}.`)
  if (asked !== null)
    tell(codes.WAITING, `a new relationship was asked for ${counted(asked.days, 'day')} ago: ${asked.link}`)
  if (more.length > 0) tell(codes.MORE_ROLES, `${relationship.name} also grants ${namesOf(more)}.`)
  if (relationship.roles.includes(globalAdministrator))
    tell(codes.GLOBAL_ADMINISTRATOR, `${relationship.name} grants ${namesOf([globalAdministrator])}.`)

  const actions: AdminAction[] = []
  const isExtended = relationship.autoExtend !== null
  const isToExtend = admin.autoExtend ?? isExtended
  const mayExtend = !relationship.roles.includes(globalAdministrator)
  if (isToExtend !== isExtended && (mayExtend || !isToExtend))
    actions.push(switchAutoExtend({ customer: customer.tenant, relationship, source: admin.at }, isToExtend))
  const isEnding = endsSoon(relationship, on) && !(isToExtend && mayExtend) && pending === null
  if (isEnding && relationship.endsAt !== null)
    tell(codes.ENDS_SOON, `${relationship.name} ends on ${dayOf(relationship.endsAt)}.`)

  const read = groupsOf(seen, relationship.id)
  const groups =
    read?.kind === 'present'
      ? decideGroups({ customer, admin, relationship, assignments: read.value })
      : { actions: [], findings: [], complete: 0, stuck: [], underWay: 0 }
  if (read?.kind !== 'present' && admin.groups.length > 0) {
    const why =
      read?.kind === 'unknown' ? (read.because.detail ?? read.because.summary) : 'it has gone meanwhile'
    tell(codes.UNKNOWN, `the groups of ${relationship.name}: ${why}`)
  }
  const isWhole =
    isCovered && missing.length === 0 && groups.complete + groups.actions.length === admin.groups.length
  return {
    actions: [...actions, ...groups.actions],
    findings: [...findings, ...groups.findings],
    standing: {
      state: 'active',
      turn: turnOf({
        isAsked: asked !== null,
        isWhole,
        isUnderWay: isCovered && groups.complete + groups.underWay === admin.groups.length,
        hasWork: actions.length + groups.actions.length > 0,
      }),
      relationship: relationship.id,
      name: relationship.name,
      asked,
      until: relationship.endsAt,
      autoExtend: isExtended,
      groups: { complete: groups.complete, declared: admin.groups.length },
      why: whyOf([
        missing.length > 0 && `${namesOf(missing)} missing`,
        isEnding && 'ends soon, and nothing extends it',
        relationship.roles.includes(globalAdministrator) &&
          `${namesOf([globalAdministrator])} among its roles`,
        more.length > 0 && `${namesOf(more)} more than declared`,
        ...groups.stuck,
      ]),
    },
    complete: isWhole ? relationship : null,
  }
}

function whyOf(reasons: readonly (string | false)[]): string | null {
  return reasons.filter(reason => reason !== false).join('; ') || null
}

function turnOf(facts: {
  readonly isAsked: boolean
  readonly isWhole: boolean
  /** Whole once the service has done what it works on. */
  readonly isUnderWay: boolean
  readonly hasWork: boolean
}): AdminStanding['turn'] {
  if (facts.hasWork) return 'partner'
  if (facts.isAsked) return 'customer'
  if (facts.isWhole) return 'nobody'
  return facts.isUnderWay ? 'Microsoft' : 'partner'
}

function say({ customer, admin }: AdminFacts, code: Parameters<typeof finding>[0], detail: string): Finding {
  return finding(
    code,
    'nothing',
    { partner: customer.partner, customer: customer.tenant },
    { detail, at: admin.at },
  )
}
