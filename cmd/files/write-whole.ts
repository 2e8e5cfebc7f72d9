/** Files that people asked for: everything is written, or nothing is; into what is no regular file it is written. */
import { mkdir, realpath, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { replaceFile } from '../../providers/files/replace-file.ts'
import { codes } from '../codes.ts'
import { writePipe } from './write-pipe.ts'

/** A file is there whole or not at all; refuses with COMMAND.NOT_WRITTEN. A file that is there keeps its mode unless one is given. */
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
    throw new Trouble(
      diagnose(codes.NOT_WRITTEN, {
        detail: `${path}: ${error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be written'}.`,
      }),
    )
  }
}
