/**
 * Puts a file in the place of another, whole or not at all. A system asked to write once may write a part and call it done: on a full
 * disc that is how a file is cut short. Node goes on writing until it is told why it cannot, and only then is the new one put in place.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open, rename, rm, writeFile } from 'node:fs/promises'

/** Durable once it resolves; rejects with the system's error, and what was there is still there. */
export async function replaceFile(
  path: string,
  data: string | Uint8Array | Iterable<string>,
  mode = 0o666,
): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  try {
    const file = await open(draft, 'wx', mode)
    try {
      await writeFile(file, data)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** The same at once, for a process that has nothing else to do meanwhile. `isDurable: false`: what a crash of the machine may lose is not waited for. */
export function replaceFileNow(
  path: string,
  data: string,
  mode = 0o666,
  { isDurable = true }: { readonly isDurable?: boolean } = {},
): void {
  const draft = `${path}.${randomUUID()}`
  try {
    const file = openSync(draft, 'wx', mode)
    try {
      writeFileSync(file, data)
      if (isDurable) fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
