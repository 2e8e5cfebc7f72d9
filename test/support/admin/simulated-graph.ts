/**
 * Graph in memory, for tests of the performers and of the executor: relationships, assignments, operations, a clock that moves when somebody
 * waits, and failures scripted at each moment of a write. It shares nothing with the sandbox.
 */
import type { AdminReader, AdminWriter, RefusalReason } from '../../../engine/admin/port.ts'
import { defineCodes, diagnose } from '../../../engine/diagnostic.ts'
import type {
  AdminActual,
  AdminAssignment,
  AdminOperation,
  AdminRelationship,
  AdminRequest,
} from '../../../engine/model/admin.ts'
import { instant } from '../../../engine/model/ids.ts'
import type { Read } from '../../../engine/model/read.ts'
import type { Clock } from '../../../engine/ports.ts'
import { morning } from '../builders/index.ts'
import { Crash } from '../simulated-tenants.ts'
import { aRelationship } from './builders.ts'

export type WriteName = keyof AdminWriter
export const mischiefs = [
  'dies before it is sent',
  'dies after it was carried out',
  'dies after the answer',
  'is lost before it arrives',
  'is answered by nobody, though it was carried out',
  'is answered by somebody else, though it was carried out',
] as const
export type Mischief =
  | (typeof mischiefs)[number]
  | 'is refused'
  | 'meets a newer etag'
  | 'is accepted, and nothing changes'

const { LOST, NO } = defineCodes('TEST', {
  LOST: { summary: 'no answer that settles it' },
  NO: { summary: 'the service said no' },
})

interface Fault {
  readonly write: WriteName
  readonly how: Mischief
  left: number
}

export interface GraphFacts {
  readonly actual: readonly AdminActual[]
  /** How long lists do not show what was made; in ms. */
  readonly hiddenForMs?: number
  /** How long the service takes for what it was asked; in ms. */
  readonly takesMs?: number
}

export interface SimulatedGraph {
  readonly reader: AdminReader
  readonly writer: AdminWriter
  readonly clock: Clock
  /** What was carried out, e.g. `request NAME`, in order. */
  readonly effects: readonly string[]
  actual(): readonly AdminActual[]
  script(
    ...faults: readonly { readonly write: WriteName; readonly how: Mischief; readonly times?: number }[]
  ): void
  /** What the customer, the service, or somebody in the portal does meanwhile; null: it is cleaned up. */
  become(relationship: string, parts: Partial<AdminRelationship> | null): void
  /** The next reads give no answer. */
  silence(reads: number): void
  restart(): void
  isDead(): boolean
}

export function simulatedGraph({ actual, hiddenForMs = 0, takesMs = 0 }: GraphFacts): SimulatedGraph {
  let nowMs = Date.parse(morning)
  let dead = false
  let silent = 0
  let faults: Fault[] = []
  let etags = 1
  const effects: string[] = []
  const later: { readonly atMs: number; readonly does: () => void }[] = []
  const shownAt = new Map<string, number>()
  const places = actual.map(({ partner, tenant }) => ({ partner, tenant }))
  let relationships = actual.flatMap(entry =>
    entry.relationships.kind === 'present' ? entry.relationships.value : [],
  )
  const assignments = new Map<string, readonly AdminAssignment[]>(
    actual.flatMap(entry =>
      entry.assignments.map(
        ({ relationship, groups }) => [relationship, groups.kind === 'present' ? groups.value : []] as const,
      ),
    ),
  )
  const requests = new Map<string, readonly AdminRequest[]>()
  const operations = new Map<string, AdminOperation>()

  const live = () => {
    if (dead) throw new Crash('the process is dead')
  }
  const at = () => instant(new Date(nowMs).toISOString().replace('.000Z', 'Z'))
  const newEtag = () => {
    etags += 1
    return `W/"${etags}"`
  }
  const soon = (does: () => void) => {
    if (takesMs === 0) does()
    else later.push({ atMs: nowMs + takesMs, does })
  }
  const run = () => {
    for (const job of later.splice(0))
      if (job.atMs <= nowMs) job.does()
      else later.push(job)
  }
  const clock: Clock = {
    now: at,
    async sleep(ms, signal) {
      live()
      await Promise.resolve()
      if (signal?.aborted) throw signal.reason
      nowMs += ms
      run()
    },
  }
  async function read<T>(find: () => Read<T>): Promise<Read<T>> {
    live()
    await Promise.resolve()
    if (silent > 0) {
      silent -= 1
      return { kind: 'unknown', because: diagnose(LOST) }
    }
    return find()
  }
  const present = <T>(value: T): Read<T> => ({ kind: 'present', value })
  const isShown = (id: string) => (shownAt.get(id) ?? 0) <= nowMs
  const change = (id: string, parts: Partial<AdminRelationship>) => {
    relationships = relationships.map(entry =>
      entry.id === id ? { ...entry, ...parts, etag: newEtag() } : entry,
    )
  }
  const groupsOf = (relationship: string) => assignments.get(relationship) ?? []

  const reader: AdminReader = {
    relationships: (partner, customer) =>
      read(() =>
        present(
          relationships.filter(
            entry =>
              entry.partner === partner &&
              isShown(entry.id) &&
              (customer === null || entry.customer?.tenant === customer),
          ),
        ),
      ),
    relationship: (partner, id) =>
      read(() => {
        const found = relationships.find(entry => entry.partner === partner && entry.id === id)
        return found === undefined ? { kind: 'absent' } : present(found)
      }),
    assignments: (_, relationship) =>
      read(() => present(groupsOf(relationship).filter(entry => isShown(entry.id)))),
    requests: (_, relationship) => read(() => present(requests.get(relationship) ?? [])),
    operation: (_, __, operation) =>
      read(() => {
        const found = operations.get(operation)
        return found === undefined ? { kind: 'absent' } : present(found)
      }),
  }

  const no = (reason: RefusalReason) =>
    ({ kind: 'refused', reason, because: diagnose(NO, { detail: reason }) }) as const
  const lost = () => ({ kind: 'unknown', because: diagnose(LOST) }) as const

  /** `carryOut` answers why not, or does it. */
  async function write<T>(
    name: WriteName,
    what: string,
    carryOut: (isSilent: boolean) => T | RefusalReason,
  ): Promise<ReturnType<typeof no> | ReturnType<typeof lost> | { readonly kind: 'done'; readonly value: T }> {
    live()
    await Promise.resolve()
    const fault = faults.find(entry => entry.write === name && entry.left > 0)
    if (fault !== undefined) fault.left -= 1
    const how = fault?.how
    if (how === 'dies before it is sent') {
      dead = true
      throw new Crash('killed')
    }
    if (how === 'is lost before it arrives') return lost()
    if (how === 'is refused') return no('other')
    if (how === 'meets a newer etag') return no('changed')
    const isSilent = how === 'is accepted, and nothing changes'
    const answer = carryOut(isSilent)
    if (typeof answer === 'string') return no(answer as RefusalReason)
    if (!isSilent) effects.push(what)
    if (how === 'dies after it was carried out') {
      dead = true
      throw new Crash('killed')
    }
    if (how === 'dies after the answer') dead = true
    if (how?.startsWith('is answered by') === true) return lost()
    return { kind: 'done', value: answer }
  }

  const requested = (
    relationship: string,
    action: 'lockForApproval' | 'terminate',
    does: () => void,
  ): AdminRequest => {
    const list = requests.get(relationship) ?? []
    const made: AdminRequest = { id: `q-${list.length}`, action, status: 'pending' }
    requests.set(relationship, [...list, made])
    soon(() => {
      does()
      requests.set(
        relationship,
        (requests.get(relationship) ?? []).map(entry =>
          entry.id === made.id ? { ...entry, status: 'succeeded' } : entry,
        ),
      )
    })
    return made
  }

  const writer: AdminWriter = {
    request: (partner, wish) =>
      write('request', `request ${wish.name}`, () => {
        if (relationships.some(entry => entry.partner === partner && entry.name === wish.name))
          return 'conflict'
        const made = aRelationship({
          ...wish,
          partner,
          id: `id of ${wish.name}`,
          status: 'created',
          createdAt: at(),
          activatedAt: null,
          endsAt: null,
          etag: newEtag(),
        })
        relationships = [...relationships, made]
        shownAt.set(made.id, nowMs + hiddenForMs)
        return made
      }),
    amend: ({ relationship, etag }, { roles, duration, autoExtend }) =>
      write('amend', `amend ${relationship}`, isSilent => {
        if (relationships.find(entry => entry.id === relationship)?.etag !== etag) return 'changed'
        if (!isSilent) change(relationship, { roles, duration, autoExtend })
        return { operation: null }
      }),
    lockForApproval: ({ relationship }) =>
      write('lockForApproval', `lock ${relationship}`, () => {
        const found = relationships.find(entry => entry.id === relationship)
        if (found === undefined) return 'not found'
        if (found.status !== 'created') return 'conflict'
        return requested(relationship, 'lockForApproval', () =>
          change(relationship, { status: 'approvalPending' }),
        )
      }),
    terminate: ({ relationship }) =>
      write('terminate', `terminate ${relationship}`, () => {
        if (relationships.find(entry => entry.id === relationship)?.status !== 'active') return 'conflict'
        return requested(relationship, 'terminate', () => change(relationship, { status: 'terminated' }))
      }),
    setAutoExtend: ({ relationship, etag }, autoExtend) =>
      write('setAutoExtend', `extend ${relationship}`, isSilent => {
        if (relationships.find(entry => entry.id === relationship)?.etag !== etag) return 'changed'
        if (!isSilent) change(relationship, { autoExtend })
        return { operation: null }
      }),
    assign: ({ relationship }, { group, roles }) =>
      write('assign', `assign ${group} in ${relationship}`, () => {
        if (groupsOf(relationship).some(entry => entry.group === group && entry.status !== 'deleted'))
          return 'conflict'
        const id = `new-${groupsOf(relationship).length}`
        const made: AdminAssignment = {
          id,
          status: 'pending',
          group,
          roles: [...roles].sort(),
          createdAt: at(),
          etag: newEtag(),
        }
        assignments.set(relationship, [...groupsOf(relationship), made])
        shownAt.set(id, nowMs + hiddenForMs)
        soon(() =>
          assignments.set(
            relationship,
            groupsOf(relationship).map(entry => (entry.id === id ? { ...entry, status: 'active' } : entry)),
          ),
        )
        return made
      }),
    changeAssignment: ({ relationship, assignment, etag }, roles) =>
      write('changeAssignment', `change ${assignment} in ${relationship}`, isSilent => {
        if (groupsOf(relationship).find(entry => entry.id === assignment)?.etag !== etag) return 'changed'
        const operation = `o-${operations.size}`
        operations.set(operation, { id: operation, status: 'running' })
        if (isSilent) return { operation: null }
        soon(() => {
          operations.set(operation, { id: operation, status: 'succeeded' })
          assignments.set(
            relationship,
            groupsOf(relationship).map(entry =>
              entry.id === assignment ? { ...entry, roles: [...roles].sort(), etag: newEtag() } : entry,
            ),
          )
        })
        return { operation }
      }),
  }

  return {
    reader,
    writer,
    clock,
    effects,
    actual: () =>
      places.map(({ partner, tenant }) => {
        const own = relationships.filter(
          entry => entry.partner === partner && entry.customer?.tenant === tenant,
        )
        return {
          partner,
          tenant,
          relationships: present(own),
          assignments: own
            .filter(entry => entry.status === 'active')
            .map(({ id }) => ({ relationship: id, groups: present(groupsOf(id)) })),
        }
      }),
    script: (...next) => {
      faults = next.map(({ times = 1, ...fault }) => ({ ...fault, left: times }))
    },
    become: (id, parts) => {
      if (parts !== null) change(id, parts)
      else relationships = relationships.filter(entry => entry.id !== id)
    },
    silence: reads => {
      silent = reads
    },
    restart: () => {
      dead = false
      faults = []
    },
    isDead: () => dead,
  }
}
