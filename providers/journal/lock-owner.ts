import type { LockOwner } from '../../engine/ports.ts'

/** Of a text kept beside a lock; null where it names nobody, whoever wrote it. */
export function lockOwnerIn(text: string): LockOwner | null {
  try {
    const value: unknown = JSON.parse(text)
    return isLockOwner(value) ? value : null
  } catch {
    return null
  }
}

export function isLockOwner(value: unknown): value is LockOwner {
  if (typeof value !== 'object' || value === null) return false
  return ['who', 'since', 'apply'].every(key => typeof Reflect.get(value, key) === 'string')
}
