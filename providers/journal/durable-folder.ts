import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { ownFolderMode } from '../files/own-folder.ts'
import { isCode } from './journal-trouble.ts'

/** A folder that is still there after a crash: each new one is only as durable as its entry in the one above. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: ownFolderMode })
  if (first === undefined) return
  const above = dirname(resolve(first))
  for (let made = resolve(folder); made !== above; made = dirname(made)) await syncFolder(dirname(made))
}

/** A new file is only there after a crash once its folder is on the disc too. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    // Windows has no such thing as syncing a folder.
    if (!isCode(error, 'EPERM', 'EISDIR', 'EINVAL')) throw error
  }
}
