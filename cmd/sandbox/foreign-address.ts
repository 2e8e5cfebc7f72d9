/**
 * A file `address.json` beside the sandbox's state: versions before the proof wrote it, and whoever sends a workspace may. It is believed
 * in nothing. Where something answers at it, the user is told, for somebody may have meant the workspace to go there.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { OwnFolder } from '../../providers/files/own-folder.ts'
import type { Send } from '../../providers/http/request.ts'
import { codes } from '../codes.ts'
import { sandboxControl } from './control.ts'

/** Every command that starts a sandbox waits for it. */
const limitMs = 2_000

/** Asks for its health alone, on plain loopback alone; nothing of the workspace is in that. */
export async function foreignAddress(folder: OwnFolder, send: Send): Promise<readonly Diagnostic[]> {
  const url = await addressIn(join(folder, 'address.json'))
  if (url === null) return []
  const detail = `.tenantform/sandbox/address.json names ${url}, which has not shown that it is the sandbox of this workspace. No secret and no document was sent there.`
  const answered = await sandboxControl(url, send, { limitMs })
    .get('health')
    .then(
      () => true,
      () => false,
    )
  return answered ? [diagnose(codes.FOREIGN_SANDBOX, { detail })] : []
}

async function addressIn(path: string): Promise<string | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    const url: unknown = typeof value === 'object' && value !== null && 'url' in value ? value.url : null
    return typeof url === 'string' && /^http:\/\/(127[.]0[.]0[.]1|localhost):\d{1,5}$/.test(url) ? url : null
  } catch {
    return null
  }
}
