/** Outputs that people name with an option: a regular file is replaced whole or not at all, everything else is written into. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { replaceFile } from '../../providers/files/replace-file.ts'
import { notWritten, unwritable } from './not-written.ts'
import { outputTarget } from './output-target.ts'
import { writeDescriptor } from './write-descriptor.ts'
import { writePipe } from './write-pipe.ts'

/** `path`: absolute. `data`: in pieces too, made while they are written. Throws COMMAND.NOT_WRITTEN, and what making them throws. */
export async function writeOutput(path: string, data: string | Uint8Array | Iterable<string>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    const target = await outputTarget(path)
    switch (target.kind) {
      case 'descriptor':
        return await writeDescriptor(target.fd, data)
      case 'pipe':
        return await writePipe(target.path, data)
      case 'device':
        return await writeFile(target.path, data)
      case 'file':
        return await replaceFile(target.path, data, target.mode)
      case 'refused':
        throw unwritable(path, target.why)
    }
  } catch (error) {
    throw notWritten(path, error)
  }
}
