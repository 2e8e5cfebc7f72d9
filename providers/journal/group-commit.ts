/** Appends to one file. Entries that arrive while the disc is busy share the next sync; a promise resolves once its entry is on the disc. */
import type { FileHandle } from 'node:fs/promises'

export interface DurableFile {
  /** After a failure every later append is refused with it: an account with a hole in it would be worse than a short one. */
  append(text: string): Promise<void>
  close(): Promise<void>
}

interface Waiting {
  readonly text: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** `file` is good up to `start` bytes. */
export function durableFile(file: FileHandle, start: number): DurableFile {
  let position = start
  let waiting: Waiting[] = []
  let running: Promise<void> | null = null
  let failure: { readonly error: unknown } | null = null

  async function writeOut(bytes: Buffer): Promise<void> {
    let written = 0
    while (written < bytes.length) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written)
      written += bytesWritten
    }
    await file.datasync()
    position += bytes.length
  }

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        if (failure !== null) throw failure.error
        await writeOut(Buffer.from(batch.map(entry => entry.text).join('')))
        for (const entry of batch) entry.resolve()
      } catch (error) {
        // Half a batch on the disc would be taken for a torn tail, which is right; cutting it off is only tidier.
        if (failure === null) await file.truncate(position).catch(() => undefined)
        failure ??= { error }
        for (const entry of batch) entry.reject(error)
      }
    }
    running = null
  }

  return {
    append(text) {
      const promise = new Promise<void>((resolve, reject) => {
        waiting.push({ text, resolve, reject })
      })
      running ??= flush()
      return promise
    },
    async close() {
      if (running !== null) await running
      await file.close()
    },
  }
}
