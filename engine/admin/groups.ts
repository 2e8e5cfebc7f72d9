/** Groups of a relationship: one assignment per group, found by the group before anything is sent. */
import type { AdminAssignment } from '../model/admin.ts'
import type { PartnerName } from '../model/ids.ts'
import type { Read } from '../model/read.ts'
import { isSame } from '../plan/admin/relationships.ts'
import type { Attempt, Outcome, Perform } from '../ports.ts'
import { writeCodes as codes } from './codes.ts'
import {
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

interface Place {
  readonly partner: PartnerName
  readonly relationship: string
  readonly group: string
}

/** Absent where the group holds nothing: what is deleted is still listed. */
async function assignmentOf(
  { reader }: Graph,
  { partner, relationship, group }: Place,
): Promise<Read<AdminAssignment>> {
  const read = await reader.assignments(partner, relationship)
  if (read.kind !== 'present') return read
  const found = read.value.find(entry => entry.group === group && entry.status !== 'deleted')
  return found === undefined ? { kind: 'absent' } : { kind: 'present', value: found }
}

export function assigning(graph: Graph): Perform<'admin.assign'> {
  return {
    async perform(action, attempt) {
      const there = await assignmentOf(graph, action)
      if (there.kind === 'unknown') return unread(there.because)
      if (there.kind === 'present') return held(graph, { found: there.value, action, attempt })
      const { group, roles } = action
      const answer = await graph.writer.assign(action, { group, roles }, idsOf(attempt))
      if (answer.kind === 'done') return done(graph, answer.value.id)
      if (answer.kind !== 'refused' || answer.reason !== 'conflict') return settledAs(answer)
      const now = await assignmentOf(graph, action)
      return now.kind === 'present'
        ? held(graph, { found: now.value, action, attempt })
        : unknown(codes.NOT_SEEN, `Group ${group} has an assignment, and no list shows it.`, attempt)
    },
    async look(action) {
      const there = await assignmentOf(graph, action)
      if (there.kind === 'unknown') return cannotTell(there.because)
      return there.kind === 'present' && isHolding(there.value, action.roles)
        ? happened(graph, there.value.id)
        : notHappened
    },
  }
}

function isHolding({ status, roles }: AdminAssignment, wanted: readonly string[]): boolean {
  return (status === 'active' || status === 'pending') && isSame(roles, wanted)
}

function held(
  graph: Graph,
  {
    found,
    action,
    attempt,
  }: {
    readonly found: AdminAssignment
    readonly action: { readonly group: string; readonly roles: readonly string[] }
    readonly attempt: Attempt
  },
): Outcome {
  return isHolding(found, action.roles)
    ? done(graph, found.id)
    : refused(
        codes.MOVED,
        `Group ${action.group} has an assignment already, which is ${found.status}.`,
        attempt,
      )
}

export function changingGroups(graph: Graph): Perform<'admin.change-assignment'> {
  return {
    async perform(action, attempt) {
      for (let round = 1; round <= rounds; round += 1) {
        const there = await assignmentOf(graph, action)
        if (there.kind === 'unknown') return unread(there.because)
        const found = there.kind === 'present' ? there.value : null
        if (found !== null && isSame(found.roles, action.to)) return done(graph, found.id)
        if (
          found === null ||
          found.id !== action.assignment ||
          found.etag === null ||
          !isSame(found.roles, action.from)
        )
          return refused(
            codes.MOVED,
            `Group ${action.group} no longer holds what it was planned from.`,
            attempt,
          )
        const { partner, relationship, assignment, to } = action
        const answer = await graph.writer.changeAssignment(
          { partner, relationship, assignment, etag: found.etag },
          to,
          idsOf(attempt, round === 1 ? null : `again-${round}`),
        )
        if (answer.kind === 'done')
          return readBack(graph, answer.value, {
            at: { partner, relationship },
            attempt,
            what: assignment,
            shows: async () => {
              const read = await assignmentOf(graph, action)
              if (read.kind === 'unknown') return null
              return read.kind === 'present' && isSame(read.value.roles, to)
            },
          })
        if (answer.kind === 'unknown' || answer.reason !== 'changed') return settledAs(answer)
      }
      return refused(
        codes.MOVED,
        `Group ${action.group} is changed by another client at the same time.`,
        attempt,
      )
    },
    async look(action) {
      const there = await assignmentOf(graph, action)
      if (there.kind === 'unknown') return cannotTell(there.because)
      return there.kind === 'present' && isSame(there.value.roles, action.to)
        ? happened(graph, there.value.id)
        : notHappened
    },
  }
}
