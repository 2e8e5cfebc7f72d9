/** What the performers of delegated administration share: the ports, outcomes, and reading back what a write really changed. */
import { type CodeEntry, type Diagnostic, diagnose } from '../diagnostic.ts'
import type { AdminRelationship } from '../model/admin.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { Read } from '../model/read.ts'
import type { Attempt, Clock, Outcome, Sighting } from '../ports.ts'
import { writeCodes as codes } from './codes.ts'
import type {
  Accepted,
  AdminAnswer,
  AdminReader,
  AdminWriteIds,
  AdminWriter,
  RelationshipPlace,
} from './port.ts'

export interface Graph {
  readonly reader: AdminReader
  readonly writer: AdminWriter
  readonly clock: Clock
}

/** A write with the latest etag is tried so often where others change the same thing. */
export const rounds = 3
/** Until a change shows that was accepted at once; in ms. */
const readBackPausesMs = [1_000, 4_000, 15_000, 40_000]
/** While the service works on it; in ms. The last is repeated up to twenty minutes. */
const operationPausesMs = [10_000, 20_000, 30_000]
const longestOperationMs = 20 * 60_000

export function idsOf(attempt: Attempt, step: string | null = null): AdminWriteIds {
  return {
    requestId: step === null ? attempt.requestId : attempt.requestIdFor(step),
    correlationId: attempt.correlationId,
    mayLeave: () => attempt.mayLeave(),
  }
}

export function done({ clock }: Graph, detail: string): Extract<Outcome, { kind: 'done' }> {
  return { kind: 'done', evidence: { at: clock.now(), detail } }
}

export function happened({ clock }: Graph, detail: string): Sighting {
  return { kind: 'happened', evidence: { at: clock.now(), detail } }
}

export const notHappened: Sighting = { kind: 'did not happen' }

/** Nothing was sent by this try. */
export function refused(entry: CodeEntry, detail: string, attempt: Attempt): Outcome {
  return { kind: 'refused', because: diagnose(entry, { detail, correlationId: attempt.correlationId }) }
}

export function unknown(entry: CodeEntry, detail: string, attempt: Attempt): Outcome {
  return { kind: 'unknown', because: diagnose(entry, { detail, correlationId: attempt.correlationId }) }
}

export function cannotTell(because: Diagnostic): Sighting {
  return { kind: 'cannot tell', because }
}

/** What the read before a write says: it gave no answer, so nothing is sent. */
export function unread(because: Diagnostic): Outcome {
  return { kind: 'refused', because }
}

/** A refusal or a lost answer, as the executor has to know it. */
export function settledAs<T>(answer: Exclude<AdminAnswer<T>, { kind: 'done' }>): Outcome {
  return { kind: answer.kind, because: answer.because }
}

/** The relationship of this name; absent where the customer has none. */
export async function byName(
  { reader }: Graph,
  place: { readonly partner: PartnerName; readonly customer: TenantId; readonly name: string },
): Promise<Read<AdminRelationship>> {
  return named(await reader.relationships(place.partner, place.customer), place.name)
}

/** The same among those of all customers. */
export async function byNameAnywhere(
  { reader }: Graph,
  { partner, name }: { readonly partner: PartnerName; readonly name: string },
): Promise<Read<AdminRelationship>> {
  return named(await reader.relationships(partner, null), name)
}

function named(list: Read<readonly AdminRelationship[]>, name: string): Read<AdminRelationship> {
  if (list.kind !== 'present') return list
  const found = list.value.find(entry => entry.name === name)
  return found === undefined ? { kind: 'absent' } : { kind: 'present', value: found }
}

export interface Change {
  readonly at: RelationshipPlace
  readonly attempt: Attempt
  readonly what: string
  /** Whether it shows; null: the read gave no answer. */
  readonly shows: () => Promise<boolean | null>
}

/**
 * What was accepted has happened once it shows. A 200 may have changed nothing, which is found by reading back; an operation is followed to
 * its end.
 */
export async function readBack(
  graph: Graph,
  { operation }: Accepted,
  { at, attempt, what, shows }: Change,
): Promise<Outcome> {
  const failed = operation === null ? null : await followed(graph, { at, operation, attempt, what })
  if (failed !== null) return failed
  for (const pauseMs of [0, ...readBackPausesMs]) {
    if (pauseMs > 0) await graph.clock.sleep(pauseMs)
    if ((await shows()) === true) return done(graph, what)
  }
  return (await shows()) === false
    ? refused(codes.NOT_CHANGED, `${what}: it is as it was before.`, attempt)
    : unknown(codes.NOT_CHANGED, `${what}: whether it has changed could not be read.`, attempt)
}

interface Followed extends Pick<Change, 'at' | 'attempt' | 'what'> {
  readonly operation: string
}

/** null: it succeeded, or how it ended is not told, and what it changed is looked at. */
async function followed(graph: Graph, { at, operation, attempt, what }: Followed): Promise<Outcome | null> {
  const { reader, clock } = graph
  let waitedMs = 0
  for (let turn = 0; waitedMs < longestOperationMs; turn += 1) {
    const pauseMs = operationPausesMs[Math.min(turn, operationPausesMs.length - 1)] ?? 0
    await clock.sleep(pauseMs)
    waitedMs += pauseMs
    const read = await reader.operation(at.partner, at.relationship, operation)
    if (read.kind === 'absent') return null
    if (read.kind === 'unknown') continue
    if (read.value.status === 'failed')
      return refused(codes.FAILED, `${what}: operation ${operation} failed.`, attempt)
    if (read.value.status === 'succeeded') return null
  }
  return null
}
