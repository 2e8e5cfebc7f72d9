/** Files whose place we choose, documents above all: everything is written, or nothing is. What people name for an output has write-output.ts. */
import { mkdir, realpath, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { replaceFile } from '../../providers/files/replace-file.ts'
import { notWritten } from './not-written.ts'
import { writePipe } from './write-pipe.ts'

/**
 * A file is there whole or not at all; refuses with COMMAND.NOT_WRITTEN. A file that is there keeps its mode unless one is given. A link that
 * leads nowhere is replaced: what would be made at its end may lie outside of the workspace.
 */
export async function writeWhole(path: string, data: string | Uint8Array, mode?: number): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    const target = await realpath(path).catch(() => path)
    const found = await stat(target).catch(() => null)
    // A pipe or a device stays what it is: replacing one would take it away from everybody.
    if (found?.isFIFO() === true) await writePipe(target, data)
    else if (found !== null && !found.isFile() && !found.isDirectory()) await writeFile(target, data)
    else await replaceFile(target, data, mode ?? (found === null ? undefined : found.mode & 0o777))
  } catch (error) {
    throw notWritten(path, error)
  }
}
