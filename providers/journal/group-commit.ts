/** Appends to one place. Entries that arrive while it is busy share the next write; a promise resolves once its entry is durable. */
import type { FileHandle } from 'node:fs/promises'

export interface GroupCommit {
  /** After a failure every later append is refused with it: an account with a hole in it would be worse than a short one. */
  append(text: string): Promise<void>
  /** Waits for what is on its way. */
  settled(): Promise<void>
}

export interface DurableFile {
  append: GroupCommit['append']
  close(): Promise<void>
}

interface Waiting {
  readonly text: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** `write` makes bytes durable behind those before them; it is asked for one thing at a time. `failed` tidies up after the first failure. */
export function groupCommit(
  write: (bytes: Buffer) => Promise<void>,
  failed: () => Promise<void> = async () => undefined,
): GroupCommit {
  let waiting: Waiting[] = []
  let isFlushing = false
  let flushed: Promise<void> = Promise.resolve()
  let failure: { readonly error: unknown } | null = null

  async function flush(): Promise<void> {
    isFlushing = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        if (failure !== null) throw failure.error
        await write(Buffer.from(batch.map(entry => entry.text).join('')))
        for (const entry of batch) entry.resolve()
      } catch (error) {
        if (failure === null) {
          failure = { error }
          await failed().catch(() => undefined) // what is left untidy is told by the failure
        }
        for (const entry of batch) entry.reject(error)
      }
    }
    isFlushing = false
  }

  return {
    append(text) {
      if (failure !== null) return Promise.reject(failure.error)
      const promise = new Promise<void>((resolve, reject) => {
        waiting.push({ text, resolve, reject })
      })
      if (!isFlushing) flushed = flush()
      return promise
    },
    settled: () => flushed,
  }
}

/** `source` is good up to `start` bytes; or it is what makes the file, durable, with the first bytes it is to hold. */
export function durableFile(
  source: FileHandle | ((first: Buffer) => Promise<FileHandle>),
  start: number,
): DurableFile {
  let position = start
  let file = typeof source === 'function' ? null : source

  async function writeOut(bytes: Buffer): Promise<void> {
    if (file === null) {
      if (typeof source === 'function') file = await source(bytes)
      position = bytes.length
      return
    }
    let written = 0
    while (written < bytes.length) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written)
      written += bytesWritten
    }
    await file.datasync()
    position += bytes.length
  }

  // Half a batch on the disc would be taken for a torn tail, which is right; cutting it off is only tidier.
  const commit = groupCommit(writeOut, async () => file?.truncate(position))
  return {
    append: commit.append,
    async close() {
      await commit.settled()
      await file?.close()
    },
  }
}
