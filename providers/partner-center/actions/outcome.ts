/** From a thrown failure to what the executor must know: was nothing changed, or may something have happened? */
import { type Diagnostic, diagnose } from '../../../engine/diagnostic.ts'
import type { Evidence } from '../../../engine/plan/action.ts'
import type { Attempt, Outcome, Sighting } from '../../../engine/ports.ts'
import type { WriteClient, WriteIds } from '../client/client.ts'
import { type ApiError, ApiFailure } from '../client/errors/failure.ts'
import { codes } from '../codes.ts'

/** Kinds that leave open whether the write went through: no answer, an answer of a failing front end, one that cannot be read. */
const open = new Set<ApiError['kind']>(['no-answer', 'unavailable', 'unreadable'])

export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ApiFailure)) throw error
  const { kind, diagnostic } = error.error
  return { kind: open.has(kind) ? 'unknown' : 'refused', because: diagnostic }
}

/** Runs a performer's body; a failure of the service becomes an outcome. */
export async function performing(body: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await body()
  } catch (error) {
    return outcomeOf(error)
  }
}

/** Runs a look; a failure of a read means that nobody can tell. */
export async function looking(body: () => Promise<Sighting>): Promise<Sighting> {
  try {
    return await body()
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
    return { kind: 'cannot tell', because: error.error.diagnostic }
  }
}

export function refused(because: Diagnostic): Extract<Outcome, { kind: 'refused' }> {
  return { kind: 'refused', because }
}

/** `main` is the attempt's own id, which the journal names; every further request of the attempt has one derived from it. */
export function idsOf(attempt: Attempt, step: string | null = null): WriteIds {
  return {
    requestId: step === null ? attempt.requestId : attempt.requestIdFor(step),
    correlationId: attempt.correlationId,
  }
}

export function evidence(client: WriteClient, found: Omit<Evidence, 'at'>): Evidence {
  return { ...found, at: client.clock.now() }
}

export function moved(detail: string, attempt: Attempt): Diagnostic {
  return diagnose(codes.MOVED, { detail, correlationId: attempt.correlationId })
}
