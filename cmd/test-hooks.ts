/**
 * For the crash suite only: kills this very process at the n-th write request it sends, before it leaves or as its answer
 * arrives, when nothing of it is in the journal yet. The shipped bundle is built without it (the constant below is false
 * there, so nothing of this remains); a test looks.
 */
import type { Transport } from '../providers/http/transport.ts'

declare const TENANTFORM_TEST_HOOKS: boolean | undefined

export function hookedTransport(
  transport: Transport,
  env: Readonly<Record<string, string | undefined>>,
): Transport {
  if (typeof TENANTFORM_TEST_HOOKS === 'undefined' || !TENANTFORM_TEST_HOOKS) return transport
  const [moment, position] = (env['TENANTFORM_KILL_AT'] ?? '').split(':')
  let count = 0
  return {
    ...transport,
    async send(request) {
      if (request.effect !== 'write') return transport.send(request)
      count += 1
      const isIt = count === Number(position)
      if (isIt && moment === 'before-send') process.kill(process.pid, 'SIGKILL')
      const outcome = await transport.send(request)
      if (isIt && moment === 'after-answer') process.kill(process.pid, 'SIGKILL')
      return outcome
    },
  }
}
