/**
 * Commands that joined the embedded sandbox of another one. Each leaves a file while it works; the host stays until the last
 * one is gone, or it would cut off its guests in mid-work. A guest that was killed does not count.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const folderOf = (root: string) => join(root, 'guests')

let entered = 0

/** The answer leaves again. */
export async function enter(root: string): Promise<() => Promise<void>> {
  await mkdir(folderOf(root), { recursive: true, mode: 0o700 })
  entered += 1
  const file = join(folderOf(root), `${process.pid}-${entered}`)
  await writeFile(file, '', { mode: 0o600 })
  return () => rm(file, { force: true })
}

/** Those of a host that is gone: numbers of processes come again. */
export function clearGuests(root: string): Promise<void> {
  return rm(folderOf(root), { recursive: true, force: true })
}

export async function hasGuests(root: string): Promise<boolean> {
  const names = await readdir(folderOf(root)).catch(() => [])
  for (const name of names) {
    if (isAlive(Number.parseInt(name, 10))) return true
    await rm(join(folderOf(root), name), { force: true })
  }
  return false
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process may not be signalled, and lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
