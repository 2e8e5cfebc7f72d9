/**
 * For the crash suite only: kills this very process at the n-th write. The shipped bundle is built without it (the
 * constant below is false there, so nothing of this remains); a test looks.
 */

import type { WriteKind } from '../engine/plan/action.ts'
import type { Perform, Performers } from '../engine/ports.ts'

declare const TENANTFORM_TEST_HOOKS: boolean | undefined

export function hookedPerformers(
  performers: Performers,
  env: Readonly<Record<string, string | undefined>>,
): Performers {
  if (typeof TENANTFORM_TEST_HOOKS === 'undefined' || !TENANTFORM_TEST_HOOKS) return performers
  const [moment, position] = (env['TENANTFORM_KILL_AT'] ?? '').split(':')
  if (moment === '' || position === undefined) return performers
  let count = 0
  const die = (at: string, write: number) => {
    if (at === moment && write === Number(position)) process.kill(process.pid, 'SIGKILL')
  }
  const hook = <K extends WriteKind>(inner: Perform<K>): Perform<K> => ({
    async perform(action, attempt) {
      count += 1
      const mine = count
      die('before-send', mine)
      const outcome = await inner.perform(action, attempt)
      die('after-answer', mine)
      return outcome
    },
    look: (action, attempt) => inner.look(action, attempt),
  })
  return {
    'subscription.create': hook(performers['subscription.create']),
    'subscription.change-seats': hook(performers['subscription.change-seats']),
    'subscription.suspend': hook(performers['subscription.suspend']),
    'subscription.reactivate': hook(performers['subscription.reactivate']),
    'subscription.rename': hook(performers['subscription.rename']),
  }
}
