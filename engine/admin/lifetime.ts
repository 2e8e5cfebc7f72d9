/** How long a relationship lasts: its extension, and its end for good. */
import { isOver } from '../plan/admin/relationships.ts'
import type { Perform } from '../ports.ts'
import { isUnderWay } from './ask.ts'
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
  unread,
} from './graph.ts'

export function extending(graph: Graph): Perform<'admin.auto-extend'> {
  return {
    async perform(action, attempt) {
      const { partner, relationship, from, to } = action
      const at = { partner, relationship }
      for (let round = 1; round <= rounds; round += 1) {
        const there = await graph.reader.relationship(partner, relationship)
        if (there.kind === 'unknown') return unread(there.because)
        const found = there.kind === 'present' ? there.value : null
        if (found?.status === 'active' && found.autoExtend === to) return done(graph, relationship)
        if (found?.status !== 'active' || found.autoExtend !== from || found.etag === null)
          return refused(codes.MOVED, `${action.name} is no longer as it was planned from.`, attempt)
        const answer = await graph.writer.setAutoExtend(
          { ...at, etag: found.etag },
          to,
          idsOf(attempt, round === 1 ? null : `again-${round}`),
        )
        if (answer.kind === 'done')
          return readBack(graph, answer.value, {
            at,
            attempt,
            what: relationship,
            shows: async () => {
              const read = await graph.reader.relationship(partner, relationship)
              return read.kind === 'present' ? read.value.autoExtend === to : null
            },
          })
        if (answer.kind === 'unknown' || answer.reason !== 'changed') return settledAs(answer)
      }
      return refused(codes.MOVED, `${action.name} is changed by another client at the same time.`, attempt)
    },
    async look({ partner, relationship, to }) {
      const there = await graph.reader.relationship(partner, relationship)
      if (there.kind === 'unknown') return cannotTell(there.because)
      return there.kind === 'present' && there.value.autoExtend === to
        ? happened(graph, relationship)
        : notHappened
    },
  }
}

export function ending(graph: Graph): Perform<'admin.end'> {
  return {
    async perform(action, attempt) {
      const { partner, relationship } = action
      const there = await graph.reader.relationship(partner, relationship)
      if (there.kind === 'unknown') return unread(there.because)
      if (there.kind === 'present' && isOver(there.value)) return done(graph, relationship)
      if (there.kind === 'absent' || there.value.status !== 'active')
        return refused(codes.MOVED, `${action.name} is no longer active.`, attempt)
      const answer = await graph.writer.terminate({ partner, relationship }, idsOf(attempt))
      return answer.kind === 'done' ? done(graph, relationship) : settledAs(answer)
    },
    async look({ partner, relationship }) {
      const there = await graph.reader.relationship(partner, relationship)
      if (there.kind === 'unknown') return cannotTell(there.because)
      if (there.kind === 'absent') return notHappened
      return isOver(there.value)
        ? happened(graph, relationship)
        : isUnderWay(graph, { partner, relationship, asked: 'terminate' })
    },
  }
}
