/** A journal whose reads end with the command: a store that gives no answer is not waited for once the operator said stop. */
import { diagnose } from '../../engine/diagnostic.ts'
import type { JournalStore } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'

/** What is written goes on: what was done has to be written down. */
export function givingUpReads(store: JournalStore, signal: AbortSignal): JournalStore {
  return {
    ...store,
    read: apply => untilStopped(signal, () => store.read(apply)),
    salvage: apply => untilStopped(signal, () => store.salvage(apply)),
    list: () => untilStopped(signal, () => store.list()),
  }
}

async function untilStopped<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  let onAbort: () => void = () => undefined
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () => reject(new Trouble(diagnose(codes.STOPPED)))
  })
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([stopped, work()])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
