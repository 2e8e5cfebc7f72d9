/** A budget's state as text. What cannot be read is said to be so, never taken for an empty minute. */
import type { Learned } from './learned.ts'
import type { Pause } from './pauses.ts'
import { type BudgetState, type Count, isPlausible, type KnownProcess } from './state.ts'

const format = 1

export function encodeState(state: BudgetState): string {
  return JSON.stringify({
    format,
    ...state,
    counts: state.counts.map(({ atMs, reads, writes, jobs }) => [atMs, reads, writes, jobs]),
    refused: state.refused.map(({ atMs }) => atMs),
    processes: [...state.processes],
    pauses: { everybody: state.pauses.everybody, customers: [...state.pauses.customers] },
  })
}

/** null: damaged, of another version, or such as no process here writes: whoever can write the file must not hold up everybody for years. */
export function decodeState(text: string): BudgetState | null {
  try {
    const state = stateIn(JSON.parse(text))
    return isPlausible(state) ? state : null
  } catch {
    return null
  }
}

/** Whoever may write to the folder or the table may have written it. Throws where it is none. */
function stateIn(value: unknown): BudgetState {
  if (at(value, 'format') !== format) throw new TypeError('format')
  const pauses = at(value, 'pauses')
  const everybody = at(pauses, 'everybody')
  return {
    atMs: number(at(value, 'atMs')),
    refusals: number(at(value, 'refusals')),
    learned: learnedIn(at(value, 'learned')),
    counts: list(at(value, 'counts')).map(countIn),
    refused: list(at(value, 'refused')).map(atMs => ({ atMs: number(atMs) })),
    processes: new Map(pairs(at(value, 'processes')).map(([name, known]) => [name, processIn(known)])),
    pauses: {
      everybody: everybody === null ? null : pauseIn(everybody),
      customers: new Map(pairs(at(pauses, 'customers')).map(([name, pause]) => [name, pauseIn(pause)])),
    },
  }
}

function learnedIn(value: unknown): Learned {
  const fullFromMs = at(value, 'fullFromMs')
  const refusal = at(value, 'refusal')
  return {
    first: positive(at(value, 'first')),
    limit: positive(at(value, 'limit')),
    known: positive(at(value, 'known')),
    growth: number(at(value, 'growth')),
    heldUntilMs: number(at(value, 'heldUntilMs')),
    holdMs: number(at(value, 'holdMs')),
    limitSinceMs: number(at(value, 'limitSinceMs')),
    fullFromMs: fullFromMs === null ? null : number(fullFromMs),
    refusal:
      refusal === null
        ? null
        : { atMs: number(at(refusal, 'atMs')), limitBefore: positive(at(refusal, 'limitBefore')) },
  }
}

function countIn(value: unknown): Count {
  const [atMs, reads, writes, jobs] = list(value)
  return { atMs: number(atMs), reads: natural(reads), writes: natural(writes), jobs: natural(jobs) }
}

function processIn(value: unknown): KnownProcess {
  const lot = at(value, 'lot')
  return {
    seenMs: number(at(value, 'seenMs')),
    isJob: at(value, 'isJob') === true,
    lot: lot === null ? null : { units: natural(at(lot, 'units')), untilMs: number(at(lot, 'untilMs')) },
    writesWaitUntilMs: number(at(value, 'writesWaitUntilMs')),
  }
}

function pauseIn(value: unknown): Pause {
  return {
    untilMs: number(at(value, 'untilMs')),
    inARow: natural(at(value, 'inARow')),
    sinceMs: number(at(value, 'sinceMs')),
  }
}

function at(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) throw new TypeError(key)
  return Reflect.get(value, key)
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('list')
  return value
}

function pairs(value: unknown): readonly (readonly [string, unknown])[] {
  return list(value).map(pair => {
    const [name, entry] = list(pair)
    if (typeof name !== 'string') throw new TypeError('name')
    return [name, entry]
  })
}

function number(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError('number')
  return value
}

function natural(value: unknown): number {
  const found = number(value)
  if (!Number.isSafeInteger(found) || found < 0) throw new TypeError('count')
  return found
}

function positive(value: unknown): number {
  const found = natural(value)
  if (found < 1) throw new TypeError('count')
  return found
}
