/** One lock per partner tenant an apply writes to: two applies never work on one account at a time. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { isSent } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import { counted } from '../plural.ts'
import type { Clock, Heartbeat, JournalStore, LockOwner, LockResult } from '../ports.ts'
import { shellQuoted } from '../shell-words.ts'
import { codes } from './codes.ts'

export interface LockFacts {
  readonly store: JournalStore
  readonly clock: Clock
  readonly who: string
  readonly apply: string
  /** Takes the locks of holders that have fallen silent. */
  readonly takeOver: boolean
}

/** In sorted order, so that two applies that want the same accounts never hold one each. */
export async function takeLocks(
  plan: Plan,
  { store, clock, who, apply, takeOver }: LockFacts,
): Promise<LockResult> {
  return store.lock(lockNamesOf(plan), { who, since: clock.now(), apply }, { takeOver })
}

/** Of the accounts that it writes to. */
export function lockNamesOf(plan: Plan): readonly string[] {
  const written = new Set(
    plan.actions.flatMap(action => [
      ...(isSent(action) ? [action.partner] : []),
      ...(action.kind === 'subscription.transfer' ? [action.from] : []),
    ]),
  )
  return plan.partners
    .filter(partner => written.has(partner.name))
    .map(partner => partner.tenant as string)
    .sort()
}

export interface LockedFacts {
  readonly store: JournalStore
  /** The command that was refused, to be given again. */
  readonly again: string
}

/** What it names as the way on works: what the holder left is gone on with where it left a journal; else the same command is given again. */
export async function lockedBy(
  locked: Extract<LockResult, { kind: 'busy' }>,
  { store, again }: LockedFacts,
): Promise<Diagnostic> {
  const left = (await store.list()).find(
    entry => entry.apply === locked.owner?.apply && !entry.finished && entry.damaged === undefined,
  )
  const holder =
    locked.owner === null
      ? 'a holder that left no name'
      : `${locked.owner.who} (apply ${locked.owner.apply}, since ${locked.owner.since})`
  const { heartbeat } = locked
  const isSilent = heartbeat !== undefined && heartbeat.silentMs >= heartbeat.deadAfterMs
  return diagnose(codes.LOCKED, {
    detail: `Partner tenant ${locked.name} is held by ${holder}${heardOf(heartbeat)}. Nothing was written.`,
    ...(isSilent && {
      remedies: [
        {
          kind: 'run',
          command: `${left === undefined ? again : `tenantform resume ${shellQuoted(left.apply)}`} --take-over`,
          why:
            left === undefined
              ? 'takes the lock of a holder that has fallen silent; it had not begun to write'
              : 'takes the lock of a holder that has fallen silent, and goes on with what it left',
        },
      ],
    }),
  })
}

export function takenOver(from: LockOwner): string {
  return `Took over from ${from.who} (apply ${from.apply}, since ${from.since}), who had fallen silent.`
}

function heardOf(heartbeat: Heartbeat | undefined): string {
  if (heartbeat === undefined) return ''
  const { silentMs, deadAfterMs } = heartbeat
  const dead = seconds(deadAfterMs)
  return silentMs < deadAfterMs
    ? `, last heard of ${seconds(silentMs)} ago; it can be taken over once it was silent for ${dead}`
    : `, silent for ${seconds(silentMs)}; from ${dead} on it can be taken over`
}

function seconds(ms: number): string {
  const whole = Math.floor(ms / 1000)
  return counted(whole, 'second')
}
