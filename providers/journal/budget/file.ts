/**
 * Budgets beside the journal, for all processes of this machine that share a workspace: one file per account, service and family of calls. It
 * is locked for the moment of a change, which happens in one go: who is killed has changed all or nothing, and leaves a lock that is free after
 * two seconds. A pause touches a second file, which is looked at before each start.
 */
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import lockfile from 'proper-lockfile'
import { decodeState, encodeState } from '../../http/budget/codec.ts'
import type { StartsPerMinute } from '../../http/budget/learned.ts'
import type { LotRules } from '../../http/budget/rules.ts'
import { type BudgetState, bringUpTo, leave, newState, smallState } from '../../http/budget/state.ts'
import type { BudgetKey, Changed, KeptBudget, SharedBudgets } from '../../http/budget/store.ts'
import { type OwnFolder, ownFileMode, ownFolder } from '../../files/own-folder.ts'
import { replaceFileNow } from '../../files/replace-file.ts'
import { isCode } from '../journal-trouble.ts'

export interface FileBudgetOptions {
  /** The workspace, an absolute path. */
  readonly root: string
  /** Of this process among all of the machine. */
  readonly process: string
  readonly isJob: boolean
  /** By the name of a partner; what an account is called in the names of files. */
  readonly accountOf: (partner: string) => string
  readonly nowMs: () => number
  /** Counts ms, whatever becomes of the clock. */
  readonly elapsedMs: () => number
  readonly say: (text: string) => void
}

export const lots: LotRules = { share: 0.04, ms: 2_000, stepMs: 250 }

const place = '.tenantform/budget'
const extension = '.json'
const longest = 1024 * 1024
/** The least that the library allows. */
const staleMs = 2_000
const lockOptions = {
  realpath: false,
  stale: staleMs,
  retries: { retries: 1_000, factor: 1, minTimeout: 3, maxTimeout: 12, randomize: true },
  onCompromised: () => undefined,
} as const
/** Who was stopped for longer while changing begins again: the lock may be another's by now. */
const longestChangeMs = staleMs / 2

/** Rejects where the folder cannot be used. */
export function createFileBudgets(options: FileBudgetOptions): SharedBudgets {
  const { root, process, isJob, accountOf, nowMs, elapsedMs, say } = options
  const changed = new Map<string, StartsPerMinute>()
  /** Which pause was known at the last change, by file. */
  const pauseKnown = new Map<string, string>()
  let made: OwnFolder | null = null

  const folder = () => {
    made ??= ownFolder(root, place, { create: true })
    return made
  }
  const pathOf = (key: BudgetKey) => join(folder(), `${nameOf(key, accountOf)}${extension}`)

  async function within<T>(path: string, work: () => T): Promise<T> {
    const unlock = await lockfile.lock(path, lockOptions)
    try {
      return work()
    } finally {
      await unlock().catch(() => undefined)
    }
  }

  async function changeAt<Answer extends Changed>(
    path: string,
    starts: StartsPerMinute,
    work: (state: BudgetState, nowMs: number) => Answer,
  ): Promise<Answer> {
    for (;;) {
      const done = await within(path, () => {
        const beganMs = elapsedMs()
        const pause = lookOf(pauseFile(path))
        const state = stateAt(path, starts)
        const answer = work(state, nowMs())
        const text = encodeState(state)
        if (elapsedMs() - beganMs > longestChangeMs) return null
        putInPlace(path, text)
        if (answer.isPaused) putInPlace(pauseFile(path), '')
        pauseKnown.set(path, answer.isPaused ? lookOf(pauseFile(path)) : pause)
        return { answer }
      })
      if (done !== null) return done.answer
    }
  }

  function stateAt(path: string, starts: StartsPerMinute): BudgetState {
    const text = textAt(path)
    if (text === null) return newState(starts, nowMs())
    const state = decodeState(text)
    if (state !== null) return state
    say(`The request budget in ${path} could not be read. It begins small, and is learned again.`)
    return smallState(starts, nowMs())
  }

  return {
    process,
    isJob,
    lots,
    async change(key, starts, work) {
      const path = pathOf(key)
      changed.set(path, starts)
      return changeAt(path, starts, work)
    },
    isStale(key) {
      if (made === null) return false
      const path = pathOf(key)
      const known = pauseKnown.get(path)
      return known !== undefined && known !== lookOf(pauseFile(path))
    },
    async kept() {
      const found = ownFolder(root, place, { create: false })
      if (found === null) return []
      return readdirSync(found)
        .filter(name => name.endsWith(extension))
        .sort()
        .flatMap(name => keptAt(found, name).map(kept => ({ ...kept, nowMs: nowMs() })))
    },
    async close() {
      for (const [path, starts] of changed)
        await changeAt(path, starts, (state, now) => {
          bringUpTo(state, starts, now)
          leave(state, process)
          return { isPaused: false }
        })
      changed.clear()
    },
  }
}

function nameOf({ service, partner, family }: BudgetKey, accountOf: FileBudgetOptions['accountOf']): string {
  return [accountOf(partner), service, family].map(part => part.replaceAll(/[^A-Za-z0-9.-]/g, '-')).join('_')
}

function keptAt(folder: string, name: string): readonly Omit<KeptBudget, 'nowMs'>[] {
  const [account, service, family] = name.slice(0, -extension.length).split('_')
  const text = textAt(join(folder, name))
  const state = text === null ? null : decodeState(text)
  if (account === undefined || service === undefined || family === undefined || state === null) return []
  return [{ account, service, family, state }]
}

/** null: there is none. Never through a link, never waiting for a pipe. */
function textAt(path: string): string | null {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
  try {
    const found = fstatSync(file)
    return found.isFile() && found.size <= longest ? readFileSync(file, 'utf8') : ''
  } finally {
    closeSync(file)
  }
}

/** After a crash of the machine the minute is over. */
function putInPlace(path: string, text: string): void {
  replaceFileNow(path, text, ownFileMode, { isDurable: false })
}

const pauseFile = (path: string) => `${path.slice(0, -extension.length)}.pause`

/** Each time that it is put in place anew it looks different. */
function lookOf(path: string): string {
  try {
    const { ino, mtimeNs } = statSync(path, { bigint: true })
    return `${ino} ${mtimeNs}`
  } catch {
    return ''
  }
}
