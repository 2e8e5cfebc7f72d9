/**
 * One process at a time writes a state folder. The file names the process; one that was killed leaves it behind, and the next
 * one takes over. Where the system tells when a process began, that is compared too: numbers of processes come again.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Another living process has the folder open. */
export class StateInUse extends Error {
  override readonly name = 'StateInUse'
  readonly folder: string
  readonly pid: number
  constructor(folder: string, pid: number) {
    super(`${folder} is in use by process ${pid}`)
    this.folder = folder
    this.pid = pid
  }
}

interface Owner {
  readonly pid: number
  /** Ticks since the system began, as text; null: the system does not tell. */
  readonly began: string | null
}

const fileOf = (folder: string) => join(folder, 'owner.json')

/** Throws StateInUse. The answer gives the folder free again. */
export function claimFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = fileOf(folder)
  const own = `${JSON.stringify({ pid: process.pid, began: beganOf(process.pid) } satisfies Owner)}\n`
  if (!createdNew(file, own)) {
    const other = ownerIn(file)
    if (other !== null && other.pid !== process.pid && isAlive(other)) throw new StateInUse(folder, other.pid)
    writeFileSync(file, own)
  }
  return () => rmSync(file, { force: true })
}

function createdNew(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Null: it is gone again, or torn. */
function ownerIn(file: string): Owner | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number')
      return null
    return { pid: value.pid, began: 'began' in value && typeof value.began === 'string' ? value.began : null }
  } catch {
    return null
  }
}

function isAlive({ pid, began }: Owner): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process may not be signalled, and lives.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return began === null || beganOf(pid) === began
}

/** The 22nd field of Linux's /proc/PID/stat; the second one, the name in parentheses, may hold blanks. */
function beganOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
