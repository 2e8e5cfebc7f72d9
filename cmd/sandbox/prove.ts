/**
 * Whether the sandbox that says it runs for this workspace is ours: its proof file is the user's alone and no part of what came by git,
 * it listens on plain loopback in a process of the same account, and it answers a challenge that only who reads the file can answer.
 * Nothing but nonces is sent before that.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OwnFolder } from '../../providers/files/own-folder.ts'
import type { Send } from '../../providers/http/request.ts'
import { sandboxControl } from './control.ts'

export interface ProvenSandbox {
  readonly url: string
  readonly worldId: string
}

interface ProofFile extends ProvenSandbox {
  readonly key: Buffer
}

/** Nothing that is written there is longer; in bytes. */
const longest = 4096

/** null: none runs, or the one that does cannot show that it is ours. */
export async function provenSandbox(folder: OwnFolder, send: Send): Promise<ProvenSandbox | null> {
  const file = await proofIn(join(folder, 'proof.json'))
  if (file === null || !(await listensAsUs(file.url))) return null
  const nonce = randomBytes(32).toString('hex')
  try {
    const control = sandboxControl(file.url, send)
    const answer = await control.post('challenge', { nonce })
    if (!isProof(answer, file, nonce)) return null
    return (await control.worldId()) === file.worldId ? { url: file.url, worldId: file.worldId } : null
  } catch {
    return null
  }
}

function isProof(answer: unknown, { key, url }: ProofFile, nonce: string): boolean {
  const said: unknown =
    typeof answer === 'object' && answer !== null && 'proof' in answer ? answer.proof : null
  if (typeof said !== 'string') return false
  const wanted = createHmac('sha256', key).update(`tenantform sandbox\n${url}\n${nonce}`).digest()
  const given = Buffer.from(said, 'hex')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** null: there is none, or what is there is none of ours. */
async function proofIn(path: string): Promise<ProofFile | null> {
  let file: FileHandle | null = null
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    const about = await file.stat()
    const isOurs = process.geteuid === undefined || about.uid === process.geteuid()
    if (!about.isFile() || about.size > longest || !isOurs) return null
    const value = JSON.parse(await file.readFile('utf8')) as Record<string, unknown>
    const { url, worldId, key } = value
    if (typeof url !== 'string' || typeof worldId !== 'string' || typeof key !== 'string') return null
    return /^http:\/\/127[.]0[.]0[.]1:\d{1,5}$/.test(url) && /^[0-9a-f]{64}$/.test(key)
      ? { url, worldId, key: Buffer.from(key, 'hex') }
      : null
  } catch {
    return null
  } finally {
    await file?.close()
  }
}

/** Linux says which account listens on a port; where nothing says it, the challenge must do. */
async function listensAsUs(url: string): Promise<boolean> {
  const table = await readFile('/proc/net/tcp', 'utf8').catch(() => null)
  const own = process.geteuid?.()
  if (table === null || own === undefined) return true
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0')
  const rows = table.split('\n').map(line => line.trim().split(/ +/))
  const listening = rows.filter(([, local, , state]) => state === '0A' && local === `0100007F:${port}`)
  return listening.length > 0 && listening.every(row => row[7] === String(own))
}
