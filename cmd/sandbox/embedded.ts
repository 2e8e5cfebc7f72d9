/**
 * The embedded sandbox of a workspace: the first command that needs it starts it on a loopback port, others join it, and it
 * goes on until the last of them is done. Its state is kept under `.tenantform/sandbox/`, so that commands that follow each
 * other see one world.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import lockfile from 'proper-lockfile'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { digestOf } from '../../engine/plan/digest.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes as stateCodes } from '../../providers/files/codes.ts'
import { trackedBelow } from '../../providers/files/git-index.ts'
import { type OwnFolder, ownFileMode, ownFolder, stateTrouble } from '../../providers/files/own-folder.ts'
import { replaceFile } from '../../providers/files/replace-file.ts'
import type { Send } from '../../providers/http/request.ts'
import type { World } from '../../schemas/generated/world.ts'
import { codes } from '../codes.ts'
import { foreignAddress } from './foreign-address.ts'
import { clearGuests, enter, hasGuests } from './guests.ts'
import { provenSandbox } from './prove.ts'
import { startTrouble } from './start-trouble.ts'

export interface Embedded {
  readonly url: string
  readonly warnings: readonly Diagnostic[]
  close(): Promise<void>
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

const ownPath = join('.tenantform', 'sandbox')

/** Throws STATE.LINK and STATE.NOT_OURS. Where the workspace takes no writes and holds no world yet, the world is one of this command alone. */
export async function joinOrStart(facts: EmbeddedFacts): Promise<Embedded> {
  try {
    return await joinOrKeep(facts, ownFolder(facts.root, ownPath, { create: true }))
  } catch (error) {
    const trouble = readOnlyTrouble(error)
    if (trouble === null) throw error
    if (existsSync(join(facts.root, ownPath, 'state.jsonl'))) throw trouble
    return startUnkept(facts, trouble)
  }
}

async function joinOrKeep(
  { root, world, send, random }: EmbeddedFacts,
  folder: OwnFolder,
): Promise<Embedded> {
  const seed = world === null ? '' : digestOf(world)
  const release = await lockDoor(folder)
  try {
    const kept = await readKeptSeed(folder)
    const warnings =
      seed !== '' && kept !== null && kept !== seed
        ? [diagnose(codes.WORLD_CHANGED, { detail: 'The sandbox goes on with the world it has.' })]
        : []
    // What came by git is no proof of anything on this machine.
    const isOurs = trackedBelow(root, join(ownPath, 'proof.json'))?.length === 0
    const running = isOurs ? await provenSandbox(folder, send) : null
    if (running !== null) return { url: running.url, warnings, close: await enter(folder) }
    if (world === null) throw noWorld(root)
    const { startSandbox } = await import('../../providers/sandbox/index.ts')
    await clearGuests(folder)
    const started = await startSandbox({
      world,
      stateDir: folder,
      wallClock: () => Date.now(),
      ...(random !== null && { random }),
    }).catch((error: unknown) => {
      throw startTrouble(error)
    })
    await replaceFile(seedFile(folder), `${kept ?? seed}\n`, ownFileMode)
    const foreign = await foreignAddress(folder, send)
    return {
      url: started.url,
      warnings: [...warnings, ...foreign],
      close: () => closeWhenAlone(folder, () => started.close()),
    }
  } finally {
    await release()
  }
}

/** A world that ends with this command: nothing can be kept where nothing can be written. */
async function startUnkept({ root, world, random }: EmbeddedFacts, trouble: Trouble): Promise<Embedded> {
  if (world === null) throw noWorld(root)
  const { startSandbox } = await import('../../providers/sandbox/index.ts')
  const started = await startSandbox({
    world,
    wallClock: () => Date.now(),
    ...(random !== null && { random }),
  })
  const detail = `${trouble.diagnostic.detail ?? ''} The next command begins from the World document again.`
  return {
    url: started.url,
    warnings: [diagnose(codes.NOT_KEPT, { detail: detail.trim() })],
    close: () => started.close(),
  }
}

function noWorld(root: string): Trouble {
  return new Trouble(diagnose(codes.NO_WORLD, { detail: `${root} has no World document.` }))
}

/** null: it failed for another reason. */
function readOnlyTrouble(error: unknown): Trouble | null {
  if (error instanceof Trouble) return error.diagnostic.code === stateCodes.NOT_WRITABLE.code ? error : null
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return ['EACCES', 'EPERM', 'EROFS'].includes(code)
    ? stateTrouble(stateCodes.NOT_WRITABLE, `${ownPath.replaceAll('\\', '/')}: ${code}.`)
    : null
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
        await close()
        return
      }
    } finally {
      await release()
    }
    await pause(lookMs)
  }
}

const seedFile = (folder: string) => join(folder, 'seed.txt')

async function readKeptSeed(folder: string): Promise<string | null> {
  try {
    return (await readFile(seedFile(folder), 'utf8')).trim()
  } catch {
    return null
  }
}
