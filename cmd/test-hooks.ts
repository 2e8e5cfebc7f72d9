/**
 * For the crash and chaos suites only: sends this very process a signal at a counted moment of its work, so that the same run can
 * be cut at the same place again. The shipped bundle is built without it (the constant below is false there, so nothing of this
 * remains); a test looks.
 *
 * `TENANTFORM_KILL_AT=moment:n` names the n-th of its kind: `before-request` counts every request, `before-send` and
 * `after-answer` those that write (an answer has arrived, and nothing of it is in the journal yet), `before-append` and
 * `after-append` the entries of the journal. `TENANTFORM_KILL_WITH` names the signal, SIGKILL unless written.
 * `TENANTFORM_WIDTH` sets how many customers are worked on at once, `TENANTFORM_REQUEST_MS` the time limit of a request.
 */
import type { JournalStore } from '../engine/ports.ts'
import type { Transport } from '../providers/http/transport.ts'

declare const TENANTFORM_TEST_HOOKS: boolean | undefined
type Env = Readonly<Record<string, string | undefined>>

// Written out in each place: only so does the bundler see that nothing below is used, and leave it out.
export function hookedTransport(transport: Transport, env: Env): Transport {
  return typeof TENANTFORM_TEST_HOOKS !== 'undefined' && TENANTFORM_TEST_HOOKS
    ? countingTransport(transport, countedMoments(env))
    : transport
}

export function hookedJournal(store: JournalStore, env: Env): JournalStore {
  return typeof TENANTFORM_TEST_HOOKS !== 'undefined' && TENANTFORM_TEST_HOOKS
    ? countingJournal(store, countedMoments(env))
    : store
}

export function hookedWidth(width: number, env: Env): number {
  return typeof TENANTFORM_TEST_HOOKS !== 'undefined' && TENANTFORM_TEST_HOOKS
    ? Number(env['TENANTFORM_WIDTH'] ?? width)
    : width
}

/** `TENANTFORM_REQUEST_MS`: how long a request may take in all. */
export function hookedTimeout(ms: number, env: Env): number {
  return typeof TENANTFORM_TEST_HOOKS !== 'undefined' && TENANTFORM_TEST_HOOKS
    ? Number(env['TENANTFORM_REQUEST_MS'] ?? ms)
    : ms
}

/** `TENANTFORM_LEASE_MS`: how long a customer stays with a worker that is not heard of. */
export function hookedLease(ms: number, env: Env): number {
  return typeof TENANTFORM_TEST_HOOKS !== 'undefined' && TENANTFORM_TEST_HOOKS
    ? Number(env['TENANTFORM_LEASE_MS'] ?? ms)
    : ms
}

/** `TENANTFORM_WORLD` fixes the id of an embedded sandbox's world, so that plans made in it are the same bytes. Null: chance. */
export function hookedRandom(env: Env): ((bytes: number) => Uint8Array) | null {
  return typeof TENANTFORM_TEST_HOOKS !== 'undefined' && TENANTFORM_TEST_HOOKS && env['TENANTFORM_WORLD']
    ? bytes => new Uint8Array(bytes).fill(Number(env['TENANTFORM_WORLD']))
    : null
}

type Passing = (moment: string) => void

function countingTransport(transport: Transport, passing: Passing): Transport {
  return {
    ...transport,
    async send(request) {
      passing('before-request')
      if (request.effect !== 'write') return transport.send(request)
      passing('before-send')
      const outcome = await transport.send(request)
      passing('after-answer')
      return outcome
    },
  }
}

function countingJournal(store: JournalStore, passing: Passing): JournalStore {
  return {
    ...store,
    async open(apply) {
      const writer = await store.open(apply)
      return {
        ...writer,
        async append(entry) {
          passing('before-append')
          await writer.append(entry)
          passing('after-append')
        },
      }
    },
  }
}

function countedMoments(env: Env): Passing {
  const [wanted, position] = (env['TENANTFORM_KILL_AT'] ?? '').split(':')
  const counts = new Map<string, number>()
  return moment => {
    const count = (counts.get(moment) ?? 0) + 1
    counts.set(moment, count)
    if (moment === wanted && count === Number(position))
      process.kill(process.pid, env['TENANTFORM_KILL_WITH'] ?? 'SIGKILL')
  }
}
