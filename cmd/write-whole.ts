/**
 * Files that people asked for. write-file-atomic asks the system to write once and takes what came of it: on a full disc that is a part
 * of the file, put in the place of the whole one. Here everything is written, or nothing is.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { diagnose } from '../engine/diagnostic.ts'
import { codes } from './codes.ts'
import { Trouble } from './trouble.ts'

/** A file is there whole or not at all; refuses with COMMAND.NOT_WRITTEN. A file that is there keeps its mode unless one is given. */
export async function writeWhole(path: string, data: string | Uint8Array, mode?: number): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await replace(await realpath(path).catch(() => path), data, mode)
  } catch (error) {
    throw new Trouble(
      diagnose(codes.NOT_WRITTEN, {
        detail: `${path}: ${error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be written'}.`,
      }),
    )
  }
}

async function replace(path: string, data: string | Uint8Array, mode: number | undefined): Promise<void> {
  const kept =
    mode ??
    (await stat(path).then(
      found => found.mode & 0o777,
      () => 0o666,
    ))
  const draft = `${path}.${randomUUID()}`
  try {
    const file = await open(draft, 'wx', kept)
    try {
      await file.writeFile(data)
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
