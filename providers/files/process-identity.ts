/**
 * Which process it is: numbers of processes come again, after a restart of the machine and within each container. Linux tells when a
 * process began, which boot it was and which namespace its number belongs to; elsewhere nothing is known, and a heartbeat must do.
 */
import { readFileSync, readlinkSync } from 'node:fs'

export interface ProcessIdentity {
  readonly pid: number
  readonly host: string
  /** Ticks since boot, as text; null: the system does not tell. */
  readonly began: string | null
  readonly boot: string | null
  /** Of process numbers. */
  readonly namespace: string | null
}

export function identityOf(pid: number, host: string): ProcessIdentity {
  return { pid, host, began: beganOf(pid), boot: bootId(), namespace: namespaceOfNumbers() }
}

/** Certainly: it ran under this boot and in this namespace, and is not there any more. Whatever is not known is no proof. */
export function isGone({ pid, began, boot, namespace }: ProcessIdentity): boolean {
  if (began === null || boot === null || namespace === null) return false
  if (boot !== bootId() || namespace !== namespaceOfNumbers()) return false
  const now = beganOf(pid)
  return now === null ? !answersToSignals(pid) : now !== began
}

/** A system may hide processes of other accounts from /proc; they can be signalled, or refuse to be. */
function answersToSignals(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function bootId(): string | null {
  return textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
}

function namespaceOfNumbers(): string | null {
  return textOf(() => readlinkSync('/proc/self/ns/pid'))
}

/** The 22nd field of its stat; null: there is no such process, or it has ended. */
function beganOf(pid: number): string | null {
  const fields = statOf(pid)
  return fields === null || hasEnded(fields) ? null : (fields[19] ?? null)
}

/** Ended, and nobody has asked for its exit code yet. */
function isZombie(pid: number): boolean {
  const fields = statOf(pid)
  return fields !== null && hasEnded(fields)
}

const hasEnded = (fields: readonly string[]) => fields[0] === 'Z' || fields[0] === 'X'

/** The fields of Linux's /proc/PID/stat from the third on; the second one, the name in parentheses, may hold blanks. */
function statOf(pid: number): readonly string[] | null {
  const text = textOf(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function textOf(read: () => string): string | null {
  try {
    return read().trim()
  } catch {
    return null
  }
}
