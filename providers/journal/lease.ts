/**
 * A lease on a name in a folder: proper-lockfile's directory with a heartbeat, and a file beside it that says who holds it.
 * A holder whose process is certainly gone is followed at once. One that merely fell silent (another machine or container, a process
 * that was stopped) may wake up again, so it is followed only by whoever says so. A silent lock without an owner file is followed too:
 * nothing was ever written under it. All of that happens behind a short guard, so that two who find a dead holder at the same time do
 * not both follow it.
 *
 * Wall time on purpose, also in a rehearsal: a heartbeat is about processes, not about tenants. Local discs only.
 */
import { lstatSync, readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import lockfile from 'proper-lockfile'
import type { Heartbeat, LockOwner } from '../../engine/ports.ts'
import { ownFileMode } from '../files/own-folder.ts'
import { isGone, type ProcessIdentity } from '../files/process-identity.ts'
import { replaceFile } from '../files/replace-file.ts'
import { makeFolder } from './durable-folder.ts'
import { isCode } from './journal-trouble.ts'
import { isLockOwner } from './lock-owner.ts'

/** From this silence on a holder counts as dead; in ms. */
export const deadAfterMs = 15_000
const heartbeatMs = 5_000
const guardOptions = {
  realpath: false,
  stale: 5_000,
  retries: { retries: 200, factor: 1, minTimeout: 20, maxTimeout: 40 },
  onCompromised: () => undefined,
} as const

export interface Holder extends LockOwner, ProcessIdentity {}

export type Lease =
  | {
      readonly kind: 'held'
      /** Who had fallen silent and was followed; null: it was free, or its holder's process is gone. */
      readonly takenFrom: Holder | null
      isHeld(): boolean
      release(): Promise<void>
    }
  | { readonly kind: 'busy'; readonly holder: Holder | null; readonly heartbeat: Heartbeat }

export interface TakingOptions {
  /** What becomes of a lease whose holder fell silent and is not known to be gone. */
  readonly silent: 'respected' | 'taken over'
}

export async function takeLease(
  folder: string,
  name: string,
  { holder, silent }: TakingOptions & { readonly holder: Holder },
): Promise<Lease> {
  await makeFolder(folder)
  const target = join(folder, name)
  const leaveGuard = await lockfile.lock(`${target}.guard`, guardOptions)
  try {
    return await takeGuarded(target, holder, silent)
  } finally {
    await leaveGuard()
  }
}

async function takeGuarded(target: string, holder: Holder, silent: TakingOptions['silent']): Promise<Lease> {
  const silentMs = silenceOf(target)
  const other = silentMs === null ? null : await readHolder(target)
  const isOver = other !== null && isGone(other)
  const isSilent = silentMs !== null && silentMs >= deadAfterMs
  // Without an owner file nobody holds it: who died between the two never came to write, and who lives on without one lost it.
  const isFollowed = isSilent && (silent === 'taken over' || other === null)
  if (silentMs !== null && !isOver && !isFollowed) return busy(target, other)
  if (silentMs !== null) await rm(directoryOf(target), { recursive: true, force: true })
  const taken = await tryLock(target, holder, isOver ? null : other)
  return taken ?? busy(target, await readHolder(target))
}

function busy(target: string, holder: Holder | null): Lease {
  return { kind: 'busy', holder, heartbeat: { silentMs: silenceOf(target) ?? 0, deadAfterMs } }
}

async function tryLock(target: string, holder: Holder, takenFrom: Holder | null): Promise<Lease | null> {
  let isLost = false
  let unlock: () => Promise<void>
  try {
    unlock = await lockfile.lock(target, {
      realpath: false,
      stale: deadAfterMs,
      update: heartbeatMs,
      onCompromised: () => {
        isLost = true
      },
    })
  } catch (error) {
    if (isCode(error, 'ELOCKED')) return null
    throw error
  }
  // Which taking this is: the same process may take the same name again.
  const text = `${JSON.stringify({ ...holder, taken: String(process.hrtime.bigint()) })}\n`
  try {
    await replaceFile(ownerFile(target), text, ownFileMode)
  } catch (error) {
    // Held by nobody that can be named: others would wait for it, and this process would believe it lost.
    await unlock()
    throw error
  }
  return {
    kind: 'held',
    takenFrom,
    isHeld: () => !isLost && readOwnerNow(target) === text && isBeating(target),
    async release() {
      const now = readOwnerNow(target)
      // Somebody else's by now; proper-lockfile notices by itself, and unlocking would take it from its new owner.
      if (isLost || (now !== null && now !== text)) return
      await rm(ownerFile(target), { force: true })
      await unlock().catch(error => {
        if (!isCode(error, 'ERELEASED', 'ENOTACQUIRED')) throw error
      })
    },
  }
}

function ownerFile(target: string): string {
  return `${target}.owner.json`
}

/** Where proper-lockfile keeps a lock: a directory, because making one is atomic everywhere. */
function directoryOf(target: string): string {
  return `${target}.lock`
}

/** Asked just before a write leaves, so it must not be answered from memory: a stopped process wakes up with old beliefs. */
function readOwnerNow(target: string): string | null {
  try {
    return readFileSync(ownerFile(target), 'utf8')
  } catch {
    return null
  }
}

function isBeating(target: string): boolean {
  const silentMs = silenceOf(target)
  return silentMs !== null && silentMs < deadAfterMs
}

/** Since the last heartbeat, in ms; null: nobody holds it. */
function silenceOf(target: string): number | null {
  try {
    return Math.max(0, Date.now() - lstatSync(directoryOf(target)).mtimeMs)
  } catch {
    return null
  }
}

/** null: there is none, or nothing that names a process. */
async function readHolder(target: string): Promise<Holder | null> {
  try {
    const value: unknown = JSON.parse(await readFile(ownerFile(target), 'utf8'))
    return isHolder(value) ? value : null
  } catch {
    return null
  }
}

function isHolder(value: unknown): value is Holder {
  if (!isLockOwner(value)) return false
  const known = ['began', 'boot', 'namespace'].map(key => Reflect.get(value, key) as unknown)
  return (
    Number.isSafeInteger(Reflect.get(value, 'pid')) &&
    typeof Reflect.get(value, 'host') === 'string' &&
    known.every(text => text === null || typeof text === 'string')
  )
}
