/**
 * A lease on a name in a folder: proper-lockfile's directory with a heartbeat, and a file beside it that says who holds it.
 * A holder on this machine whose process is gone is taken over at once; one elsewhere after its heartbeat has stopped.
 */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import lockfile from 'proper-lockfile'
import writeFileAtomic from 'write-file-atomic'
import type { LockOwner } from '../../engine/ports.ts'

/** A heartbeat older than this is a dead owner's; in ms. */
const staleMs = 15_000
const heartbeatMs = 5_000

export interface Holder extends LockOwner {
  readonly pid: number
  readonly host: string
}

export type Lease =
  | { readonly kind: 'held'; release(): Promise<void> }
  | { readonly kind: 'busy'; readonly holder: Holder | null }

export async function takeLease(folder: string, name: string, holder: Holder): Promise<Lease> {
  await mkdir(folder, { recursive: true })
  const target = join(folder, name)
  for (let tried = 0; ; tried += 1) {
    try {
      const release = await lockfile.lock(target, { realpath: false, stale: staleMs, update: heartbeatMs })
      await writeFileAtomic(ownerFile(target), `${JSON.stringify(holder)}\n`)
      return {
        kind: 'held',
        async release() {
          await rm(ownerFile(target), { force: true })
          await release()
        },
      }
    } catch (error) {
      if (!isLocked(error)) throw error
      const other = await readHolder(target)
      if (tried > 0 || other === null || other.host !== holder.host || isAlive(other.pid))
        return { kind: 'busy', holder: other }
      await rm(`${target}.lock`, { recursive: true, force: true })
    }
  }
}

function ownerFile(target: string): string {
  return `${target}.owner.json`
}

async function readHolder(target: string): Promise<Holder | null> {
  try {
    const value: unknown = JSON.parse(await readFile(ownerFile(target), 'utf8'))
    return typeof value === 'object' && value !== null && 'pid' in value ? (value as Holder) : null // written by takeLease alone
  } catch {
    return null
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED'
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
