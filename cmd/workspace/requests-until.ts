/** How long requests go on once a command was told to stop (product: within a second or two); `stopping.ts` ends what goes on for longer. */
import type { Shell } from '../shell.ts'

/** What was on its way when the command was told to stop may be answered in this time; then it is given up. In ms. */
const graceMs = 750

/**
 * Until the stop itself; for work that ends in its own way, until a while after it. `over`: that work has ended, and nobody asks any more.
 */
export function requestsUntil(
  { signal, clock, patience }: Pick<Shell, 'signal' | 'clock' | 'patience'>,
  { stopsItself, over }: { readonly stopsItself: boolean; readonly over: AbortSignal },
): AbortSignal {
  if (!stopsItself) return signal
  const late = new AbortController()
  const stopped = () =>
    void clock.sleep(graceMs + (patience?.ms() ?? 0), over).then(
      () => late.abort(),
      () => undefined, // it came to its end meanwhile
    )
  if (signal.aborted) stopped()
  else signal.addEventListener('abort', stopped, { once: true, signal: over })
  return late.signal
}
