/** Asking a customer: the draft, found by its name before anything is sent, and opening it for approval. */
import { diagnose } from '../diagnostic.ts'
import type { AdminRelationship } from '../model/admin.ts'
import type { AskForAdmin, OpenForApproval } from '../plan/admin/admin-action.ts'
import { isGranting, isOfUnknownStatus, isSame } from '../plan/admin/relationships.ts'
import type { Attempt, Outcome, Perform } from '../ports.ts'
import { writeCodes as codes } from './codes.ts'
import {
  byName,
  byNameAnywhere,
  cannotTell,
  done,
  type Graph,
  happened,
  idsOf,
  notHappened,
  readBack,
  refused,
  rounds,
  settledAs,
  unknown,
  unread,
} from './graph.ts'
import type { RelationshipRequest } from './port.ts'

export function asking(graph: Graph): Perform<'admin.request'> {
  return {
    async perform(action, attempt) {
      const there = await byName(graph, action)
      if (there.kind === 'unknown') return unread(there.because)
      if (there.kind === 'present') return settle(graph, { action, attempt, found: there.value })
      const answer = await graph.writer.request(action.partner, requestOf(action), idsOf(attempt))
      if (answer.kind === 'done') return done(graph, answer.value.id)
      return answer.kind === 'refused' && answer.reason === 'conflict'
        ? taken(graph, action, attempt)
        : settledAs(answer)
    },
    async look(action) {
      const there = await byName(graph, action)
      if (there.kind === 'unknown') return cannotTell(there.because)
      if (there.kind === 'absent') return notHappened
      return isAsRequested(action, there.value) ? happened(graph, there.value.id) : notHappened
    },
  }
}

interface Draft {
  readonly action: AskForAdmin
  readonly attempt: Attempt
  readonly found: AdminRelationship
}

/** Somebody has the name, and it is ours or nobody can tell. */
async function taken(graph: Graph, action: AskForAdmin, attempt: Attempt): Promise<Outcome> {
  const there = await byNameAnywhere(graph, action)
  if (there.kind === 'present' && there.value.customer?.tenant === action.customer)
    return settle(graph, { action, attempt, found: there.value })
  return there.kind === 'present'
    ? refused(codes.NAME_TAKEN, `\`${action.name}\` is ${there.value.id}.`, attempt)
    : unknown(codes.NOT_SEEN, `\`${action.name}\` is taken, and no list shows it.`, attempt)
}

async function settle(graph: Graph, { action, attempt, found }: Draft): Promise<Outcome> {
  if (isAsRequested(action, found)) return done(graph, found.id)
  if (found.status !== 'created')
    return refused(codes.NAME_TAKEN, `\`${action.name}\` is ${found.status}, with other roles.`, attempt)
  let draft = found
  for (let round = 1; round <= rounds && draft.etag !== null; round += 1) {
    const at = { partner: action.partner, relationship: draft.id }
    const answer = await graph.writer.amend(
      { ...at, etag: draft.etag },
      requestOf(action),
      idsOf(attempt, `amend-${round}`),
    )
    if (answer.kind === 'done')
      return readBack(graph, answer.value, {
        at,
        attempt,
        what: draft.id,
        shows: async () => {
          const read = await graph.reader.relationship(at.partner, at.relationship)
          return read.kind === 'present' ? isAsRequested(action, read.value) : null
        },
      })
    if (answer.kind === 'unknown' || answer.reason !== 'changed') return settledAs(answer)
    const again = await graph.reader.relationship(at.partner, at.relationship)
    if (again.kind !== 'present') break
    if (isAsRequested(action, again.value)) return done(graph, again.value.id)
    draft = again.value
  }
  return refused(
    codes.REQUEST_MOVED,
    `\`${action.name}\` is changed by another client at the same time.`,
    attempt,
  )
}

/** A draft has to be as it is wished in everything; once it is opened, only what it grants can still be compared. */
function isAsRequested({ roles, duration, autoExtend }: AskForAdmin, found: AdminRelationship): boolean {
  if (!isGranting(found) || !isSame(roles, found.roles)) return false
  return found.status !== 'created' || (found.duration === duration && found.autoExtend === autoExtend)
}

function requestOf({
  name,
  customer,
  customerName,
  roles,
  duration,
  autoExtend,
}: AskForAdmin): RelationshipRequest {
  return { name, customer: { tenant: customer, name: customerName }, duration, autoExtend, roles }
}

export function opening(graph: Graph): Perform<'admin.lock'> {
  const isOpen = (found: AdminRelationship) => isGranting(found) && found.status !== 'created'
  return {
    async perform(action, attempt) {
      const there = await byName(graph, action)
      if (there.kind === 'unknown') return unread(there.because)
      if (there.kind === 'absent')
        return refused(codes.REQUEST_MOVED, `\`${action.name}\` is not there.`, attempt)
      const found = there.value
      if (isOpen(found)) return done(graph, found.id)
      if (found.status !== 'created')
        return refused(codes.REQUEST_MOVED, `\`${action.name}\` is ${found.status}.`, attempt)
      const at = { partner: action.partner, relationship: found.id }
      const answer = await graph.writer.lockForApproval(at, idsOf(attempt))
      return answer.kind === 'done' ? done(graph, found.id) : settledAs(answer)
    },
    look: action => lookAtLock(graph, action),
  }
}

/**
 * Whatever has become of it since, one that is no draft was opened. What was asked for and is not carried out yet may still come.
 */
async function lookAtLock(graph: Graph, action: OpenForApproval): ReturnType<Perform<'admin.lock'>['look']> {
  const there = await byName(graph, action)
  if (there.kind === 'unknown') return cannotTell(there.because)
  if (there.kind === 'absent') return notHappened
  const found = there.value
  if (found.status !== 'created' && !isOfUnknownStatus(found)) return happened(graph, found.id)
  return isUnderWay(graph, { ...action, relationship: found.id, asked: 'lockForApproval' })
}

export interface AskedFor {
  readonly partner: AskForAdmin['partner']
  readonly relationship: string
  readonly asked: 'lockForApproval' | 'terminate'
}

/** Whether the service still works on such a request. */
export async function isUnderWay(
  { reader }: Pick<Graph, 'reader'>,
  { partner, relationship, asked }: AskedFor,
): ReturnType<Perform<'admin.lock'>['look']> {
  const read = await reader.requests(partner, relationship)
  if (read.kind === 'unknown') return cannotTell(read.because)
  const open = (read.kind === 'present' ? read.value : []).filter(
    entry => entry.action === asked && entry.status !== 'failed',
  )
  if (open.length === 0) return notHappened
  const detail = `The service works on ${asked} of ${relationship}.`
  return cannotTell(diagnose(codes.NOT_SEEN, { detail }))
}
