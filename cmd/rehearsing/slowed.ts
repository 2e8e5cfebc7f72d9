/** Answers that take their time, on the clock of a copy: nobody waits for them by the wall. */
import type { Clock } from '../../engine/ports.ts'
import type { Transport } from '../../providers/http/transport.ts'

/** `drawMs`: asked anew for each request. */
export function slowed(
  transport: Transport,
  { clock, drawMs }: { readonly clock: Clock; readonly drawMs: () => number },
): Transport {
  return {
    ...transport,
    async send(request) {
      const ms = drawMs()
      if (ms > 0)
        try {
          await clock.sleep(ms, request.signal)
        } catch (error) {
          if (request.signal?.aborted === true) return { kind: 'no answer', why: 'aborted' }
          throw error
        }
      return transport.send(request)
    },
  }
}

/** From half of `aboutMs` to twice as much, half of them below it. */
export function latencies(aboutMs: number, chance: () => number): () => number {
  return () => Math.round(aboutMs * 2 ** (2 * chance() - 1))
}
