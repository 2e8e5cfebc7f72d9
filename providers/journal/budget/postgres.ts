/**
 * Budgets in PostgreSQL, for everybody who shares the journal: a row per account, service and family of calls, changed by one function that
 * takes a new state only where nobody else was faster. Time is the database's. A crash of the server may forget the last changes, for which
 * commits do not wait: after a restart a minute counts as used up. A pause is told to all sessions at once.
 */
import type { Client } from 'pg'
import { decodeState, encodeState } from '../../http/budget/codec.ts'
import type { StartsPerMinute } from '../../http/budget/learned.ts'
import type { LotRules } from '../../http/budget/rules.ts'
import { type BudgetState, bringUpTo, leave, newState, smallState, usedUp } from '../../http/budget/state.ts'
import type { BudgetKey, Changed, KeptBudget, SharedBudgets } from '../../http/budget/store.ts'
import { clientAt } from '../postgres-client.ts'
import { endOf } from '../postgres-session.ts'
import { setUpBudgets } from './postgres-schema.ts'

export interface PostgresBudgetOptions {
  /** Connection URL; a secret, asked for when it is needed, and in no message. */
  readonly connection: () => Promise<string>
  /** Of this process among all that share the database. */
  readonly process: string
  readonly isJob: boolean
  /** By the name of a partner; what an account is called in the rows. */
  readonly accountOf: (partner: string) => string
  readonly say: (text: string) => void
}

const lots: LotRules = { share: 0.04, ms: 2_000, stepMs: 250 }
/** Somebody is faster each time: then something else is wrong. */
const mostTries = 200

interface Row {
  readonly done: boolean
  readonly revision: string
  readonly state: string | null
  readonly now_ms: number
  readonly server_began_ms: number
}

interface Session {
  readonly client: Client
  readonly schema: string
}

/** Rejects with Trouble and the driver's errors. */
export function createPostgresBudgets(options: PostgresBudgetOptions): SharedBudgets {
  const { connection, process, isJob, accountOf, say } = options
  const changed = new Map<string, StartsPerMinute>()
  const stale = new Set<string>()
  let opening: Promise<Session> | null = null
  /** Of the newest session, be it still opening: one before it may end later. */
  let live: Client | null = null
  const nameOf = ({ partner, service, family }: BudgetKey) => [accountOf(partner), service, family].join('/')

  function drop(client: Client): void {
    if (live !== client) return
    live = null
    opening = null
  }

  async function open(): Promise<Session> {
    const client = await clientAt(await connection(), `tenantform budget ${process}`)
    live = client
    client.on('end', () => drop(client))
    client.on('error', () => drop(client))
    try {
      await client.connect()
      const schema = await setUpBudgets(client)
      client.on('notification', ({ payload = '' }) => {
        if (payload.startsWith(`${schema}/`)) stale.add(payload.slice(schema.length + 1))
      })
      return { client, schema }
    } catch (error) {
      await endOf(client)
      throw error
    }
  }

  async function session(): Promise<Session> {
    opening ??= open()
    try {
      return await opening
    } catch (error) {
      opening = null
      throw error
    }
  }

  async function ask(
    name: string,
    write: { readonly revision: string; readonly state: string; readonly isPaused: boolean } | null,
  ): Promise<Row> {
    const { client } = await session()
    const [row] = await client
      .query<Row>(
        'select done, revision::text, state, now_ms, server_began_ms from tenantform_budget_change($1, $2, $3, $4)',
        [name, write?.revision ?? '0', write?.state ?? null, write?.isPaused ?? false],
      )
      .then(
        ({ rows }) => rows,
        (error: unknown) => {
          // It may not have heard yet that its session is over.
          drop(client)
          void endOf(client)
          throw error
        },
      )
    if (row === undefined) throw new Error('the database answered nothing')
    return row
  }

  async function changeAt<Answer extends Changed>(
    name: string,
    starts: StartsPerMinute,
    work: (state: BudgetState, nowMs: number) => Answer,
  ): Promise<Answer> {
    stale.delete(name)
    let row = await ask(name, null)
    for (let tries = 0; tries < mostTries; tries += 1) {
      const state = stateIn(row, name, starts)
      const answer = work(state, row.now_ms)
      const text = wrapped(state, row.server_began_ms)
      row = await ask(name, { revision: row.revision, state: text, isPaused: answer.isPaused })
      if (row.done) return answer
    }
    throw new Error('the budget is changed by others all the time')
  }

  function stateIn({ state: text, now_ms, server_began_ms }: Row, name: string, starts: StartsPerMinute) {
    if (text === null) return newState(starts, now_ms)
    const kept = unwrapped(text)
    if (kept === null) {
      say(`The request budget of ${name} could not be read. It begins small, and is learned again.`)
      return smallState(starts, now_ms)
    }
    if (kept.serverBeganMs !== server_began_ms) {
      bringUpTo(kept.state, starts, now_ms)
      usedUp(kept.state, now_ms)
    }
    return kept.state
  }

  return {
    process,
    isJob,
    lots,
    change(key, starts, work) {
      const name = nameOf(key)
      changed.set(name, starts)
      return changeAt(name, starts, work)
    },
    isStale: key => stale.has(nameOf(key)),
    async kept() {
      const { client } = await session()
      const { rows } = await client.query<{ name: string; state: string; now_ms: number }>(
        `select name, state, floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms
         from tenantform_budget order by name collate "C"`,
      )
      return rows.flatMap(({ name, state, now_ms }) => keptIn(name, state, now_ms))
    },
    async close() {
      const client = live
      if (client === null) return
      for (const [name, starts] of changed)
        await changeAt(name, starts, (state, now) => {
          bringUpTo(state, starts, now)
          leave(state, process)
          return { isPaused: false }
        }).catch(() => undefined) // its lot runs out by itself
      changed.clear()
      await endOf(client)
    },
  }
}

/** With the time at which the server began, by which a restart is seen. */
function wrapped(state: BudgetState, serverBeganMs: number): string {
  return `${serverBeganMs} ${encodeState(state)}`
}

function unwrapped(text: string): { readonly serverBeganMs: number; readonly state: BudgetState } | null {
  const end = text.indexOf(' ')
  const state = decodeState(text.slice(end + 1))
  return end < 1 || state === null ? null : { serverBeganMs: Number(text.slice(0, end)), state }
}

function keptIn(name: string, text: string, nowMs: number): readonly KeptBudget[] {
  const [account, service, family] = name.split('/')
  const kept = unwrapped(text)
  if (account === undefined || service === undefined || family === undefined || kept === null) return []
  return [{ account, service, family, state: kept.state, nowMs }]
}
