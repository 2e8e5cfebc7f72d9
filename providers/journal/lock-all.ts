import type { LockOwner, LockResult } from '../../engine/ports.ts'
import { type Holder, type Lease, type TakingOptions, takeLease } from './lease.ts'

/** One lease per name, all or none, in sorted order; what was taken is given back when one is busy. */
export async function lockAll(
  folder: string,
  names: readonly string[],
  options: TakingOptions & { readonly holder: Holder },
): Promise<LockResult> {
  const taken: Extract<Lease, { kind: 'held' }>[] = []
  const takenFrom: LockOwner[] = []
  let isReleased = false
  const release = async () => {
    isReleased = true
    for (const lease of taken.splice(0).reverse()) await lease.release()
  }
  try {
    for (const name of [...new Set(names)].sort()) {
      const lease = await takeLease(folder, `partner-${name.replaceAll(/[^A-Za-z0-9-]/g, '_')}`, options)
      if (lease.kind === 'held') {
        taken.push(lease)
        const { takenFrom: from } = lease
        if (from !== null && !takenFrom.some(entry => entry.apply === from.apply)) takenFrom.push(from)
        continue
      }
      await release()
      return { kind: 'busy', name, owner: lease.holder, heartbeat: lease.heartbeat }
    }
  } catch (error) {
    await release()
    throw error
  }
  return {
    kind: 'held',
    isHeld: () => !isReleased && taken.every(lease => lease.isHeld()),
    release,
    takenFrom,
  }
}
