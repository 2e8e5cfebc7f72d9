/** Outputs that people name with an option: a regular file is replaced whole or not at all, everything else is written into. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { replaceFile } from '../../providers/files/replace-file.ts'
import { notWritten, unwritable } from './not-written.ts'
import { outputTarget } from './output-target.ts'
import { writeDescriptor } from './write-descriptor.ts'
import { writePipe } from './write-pipe.ts'

/** In pieces too, made while they are written. */
type OutputData = string | Uint8Array | Iterable<string>

/**
 * `path`: absolute. `forOthers`: what goes into a pipe or a device, behind which stands another program. Throws COMMAND.NOT_WRITTEN, and what
 * making the pieces throws.
 */
export async function writeOutput(
  path: string,
  data: OutputData,
  forOthers: OutputData = data,
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    const target = await outputTarget(path)
    switch (target.kind) {
      case 'descriptor':
        return await writeDescriptor(target.fd, forOthers)
      case 'pipe':
        return await writePipe(target.path, forOthers)
      case 'device':
        return await writeFile(target.path, forOthers)
      case 'file':
        return await replaceFile(target.path, data, target.mode)
      case 'refused':
        throw unwritable(path, target.why)
    }
  } catch (error) {
    throw notWritten(path, error)
  }
}
