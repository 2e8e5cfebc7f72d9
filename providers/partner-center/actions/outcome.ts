/** From a thrown failure to what the executor must know: was nothing changed, or may something have happened? */
import { type Diagnostic, diagnose } from '../../../engine/diagnostic.ts'
import type { Evidence } from '../../../engine/plan/action.ts'
import type { Attempt, Outcome, Sighting } from '../../../engine/ports.ts'
import type { WriteClient, WriteIds } from '../client/client.ts'
import { type ApiError, ApiFailure } from '../client/errors/failure.ts'
import { codes } from '../codes.ts'
import type { ClientOf } from '../reader.ts'
import { sendingOf } from './sending.ts'

/**
 * Only a refusal that settles its write says that nothing happened (T28). What a read says, says it while nothing has been sent: after
 * that, whether the write shows is what the read was to tell.
 */
export function outcomeOf(error: ApiError, hasSent: boolean): Outcome {
  const isOver = error.settles && (error.effect === 'write' || !hasSent)
  return { kind: isOver ? 'refused' : 'unknown', because: error.diagnostic }
}

/** Runs a performer's body with clients whose writes are counted; a failure of the service becomes an outcome. */
export async function performing(
  clientOf: ClientOf<WriteClient>,
  body: (clientOf: ClientOf<WriteClient>) => Promise<Outcome>,
): Promise<Outcome> {
  const sending = sendingOf(clientOf)
  try {
    return await body(sending.clientOf)
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
    return outcomeOf(error.error, sending.hasSent())
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
    mayLeave: () => attempt.mayLeave(),
  }
}

export function evidence(client: WriteClient, found: Omit<Evidence, 'at'>): Evidence {
  return { ...found, at: client.clock.now() }
}

export function moved(detail: string, attempt: Attempt): Diagnostic {
  return diagnose(codes.MOVED, { detail, correlationId: attempt.correlationId })
}
