/**
 * Which world this is, and how a process proves that it has it open. The id lives as long as the state: a folder that is opened again
 * goes on under it, a fresh start gets another. The proof is for who can read the folder: whoever listens on a port that was ours
 * does not have the key.
 */
import { createHmac } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { replaceFileNow } from '../../files/replace-file.ts'
import type { Store } from './store.ts'

/** So many random bytes. */
export type Random = (bytes: number) => Uint8Array

export interface Identity {
  readonly worldId: string
  /** The proof for a nonce; null: there is no folder to read the key from. */
  prove: ((nonce: string) => string) | null
}

/** A GUID of version 4. */
export function worldIdOf(store: Store, random: Random): string {
  const known = store.identity.get('world')
  if (known !== undefined) return known.id
  const bytes = Buffer.from(random(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const id = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  store.identity.put({ id })
  return id
}

/** What BEHAVIOUR.md tells of the proof file, a line of JSON. */
interface ProofFile {
  readonly format: 1
  readonly url: string
  readonly pid: number
  readonly worldId: string
  /** 32 bytes, in hexadecimal. */
  readonly key: string
}

const fileOf = (folder: string) => join(folder, 'proof.json')

/** Writes the file, for its owner alone, and takes challenges from now on. The answer takes the file away. */
export function showProof(
  folder: string,
  identity: Identity,
  { url, pid, random }: { readonly url: string; readonly pid: number; readonly random: Random },
): () => void {
  const key = Buffer.from(random(32)).toString('hex')
  const file: ProofFile = { format: 1, url, pid, worldId: identity.worldId, key }
  replaceFileNow(fileOf(folder), `${JSON.stringify(file)}\n`, 0o600)
  // Whatever the umask takes away, the owner reads it.
  chmodSync(fileOf(folder), 0o600)
  identity.prove = nonce => proofOf(key, url, nonce)
  return () => rmSync(fileOf(folder), { force: true })
}

/** The address is in it: who passes a challenge on to us answers under another one. */
function proofOf(key: string, url: string, nonce: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex'))
    .update(`tenantform sandbox\n${url}\n${nonce}`)
    .digest('hex')
}
