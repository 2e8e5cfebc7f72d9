/** Waits of this island. Whatever the clock does with a signal, an abort ends the wait at once. */
import { setMaxListeners } from 'node:events'
import type { Clock } from '../../engine/ports.ts'

/** A timer goes wrong above 2^31 ms. */
const longestTimerMs = 2 ** 31 - 1

/** false: told to stop meanwhile. */
export async function waited(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  const capped = Math.min(ms, longestTimerMs)
  if (signal === undefined) {
    await clock.sleep(capped)
    return true
  }
  if (signal.aborted) return false
  const slept = clock.sleep(capped, signal).then(
    () => true,
    (error: unknown) => {
      if (signal.aborted) return false
      throw error
    },
  )
  const ended = await unlessAborted(slept, signal)
  return ended !== 'aborted' && ended
}

/** Work that cannot be stopped is left to itself. */
export async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | 'aborted'> {
  if (signal === undefined) return work
  if (signal.aborted) return 'aborted'
  let onAbort: () => void = () => undefined
  const stopped = new Promise<'aborted'>(resolve => {
    onAbort = () => resolve('aborted')
  })
  // One stop ends all waits, however many these are; Node warns of more than ten.
  setMaxListeners(0, signal)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
