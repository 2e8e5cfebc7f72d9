/**
 * The embedded sandbox of a workspace: the first command that needs it starts it on a loopback port, others join it, and it
 * goes on until the last of them is done. Its state is kept under `.tenantform/sandbox/`, so that commands that follow each
 * other see one world.
 */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import lockfile from 'proper-lockfile'
import { diagnose } from '../../engine/diagnostic.ts'
import { digestOf } from '../../engine/plan/digest.ts'
import { replaceFile } from '../../providers/files/replace-file.ts'
import type { Send } from '../../providers/http/request.ts'
import type { World } from '../../schemas/generated/world.ts'
import { codes } from '../codes.ts'
import { Trouble } from '../trouble.ts'
import { sandboxControl } from './control.ts'
import { clearGuests, enter, hasGuests } from './guests.ts'
import { startTrouble } from './start-trouble.ts'

export interface Embedded {
  readonly url: string
  /** The World document is not the one this world was seeded from. */
  readonly worldChanged: boolean
  close(): Promise<void>
}

interface Address {
  readonly url: string
  readonly pid: number
  readonly seed: string
}

/** Starting takes less than a second; a lock older than this belongs to a process that died while starting. */
const startingMs = 10_000

export interface EmbeddedFacts {
  /** Of the workspace. */
  readonly root: string
  readonly world: World | null
  readonly send: Send
  /** For the id of a new world; null: chance. */
  readonly random: ((bytes: number) => Uint8Array) | null
}

export async function joinOrStart({ root, world, send, random }: EmbeddedFacts): Promise<Embedded> {
  const folder = join(root, '.tenantform', 'sandbox')
  await mkdir(folder, { recursive: true })
  const seed = world === null ? '' : digestOf(world)
  const release = await lockDoor(folder)
  try {
    const running = await findRunning(folder, send)
    if (running !== null)
      return {
        url: running.url,
        worldChanged: seed !== '' && running.seed !== seed,
        close: await enter(folder),
      }
    if (world === null)
      throw new Trouble(diagnose(codes.NO_WORLD, { detail: `${root} has no World document.` }))
    const { startSandbox } = await import('../../providers/sandbox/index.ts')
    const kept = await readKeptSeed(folder)
    await clearGuests(folder)
    const started = await startSandbox({
      world,
      stateDir: folder,
      wallClock: () => Date.now(),
      ...(random !== null && { random }),
    }).catch((error: unknown) => {
      throw startTrouble(error)
    })
    const address: Address = { url: started.url, pid: process.pid, seed: kept ?? seed }
    await replaceFile(addressFile(folder), `${JSON.stringify(address)}\n`)
    await replaceFile(seedFile(folder), `${address.seed}\n`)
    return {
      url: started.url,
      worldChanged: kept !== null && kept !== seed,
      close: () => closeWhenAlone(folder, () => started.close()),
    }
  } finally {
    await release()
  }
}

/** Nobody comes or goes while it is locked. */
function lockDoor(folder: string): Promise<() => Promise<void>> {
  return lockfile.lock(join(folder, 'starting'), {
    realpath: false,
    stale: startingMs,
    retries: { retries: 100, minTimeout: 20, maxTimeout: 200 },
  })
}

/** How often a host looks whether its guests are gone. */
const lookMs = 50

async function closeWhenAlone(folder: string, close: () => Promise<void>): Promise<void> {
  for (;;) {
    const release = await lockDoor(folder)
    try {
      if (!(await hasGuests(folder))) {
        await rm(addressFile(folder), { force: true })
        await close()
        return
      }
    } finally {
      await release()
    }
    await pause(lookMs)
  }
}

const addressFile = (folder: string) => join(folder, 'address.json')
const seedFile = (folder: string) => join(folder, 'seed.txt')

async function findRunning(folder: string, send: Send): Promise<Address | null> {
  try {
    const value: unknown = JSON.parse(await readFile(addressFile(folder), 'utf8'))
    if (typeof value !== 'object' || value === null || !('url' in value) || typeof value.url !== 'string')
      return null
    const address = value as Address // written by joinOrStart alone
    await sandboxControl(address.url, send).get('health')
    return address
  } catch {
    return null
  }
}

async function readKeptSeed(folder: string): Promise<string | null> {
  try {
    return (await readFile(seedFile(folder), 'utf8')).trim()
  } catch {
    return null
  }
}
