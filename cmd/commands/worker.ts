import { hostname } from 'node:os'
import { diagnose } from '../../engine/diagnostic.ts'
import { notForHere } from '../../engine/execute/facts/preflight.ts'
import { work } from '../../engine/execute/workers/work.ts'
import type { DeclaredPartner } from '../../engine/model/desired.ts'
import type { PartnerName } from '../../engine/model/ids.ts'
import { Trouble } from '../../engine/trouble.ts'
import { serveHealth } from '../../providers/page-server/health.ts'
import { codes } from '../codes.ts'
import { exitCodes } from '../exit-codes.ts'
import type { TenantOptions } from '../program/global-options.ts'
import type { Run } from '../shell.ts'
import { elapsedMs } from '../terminal/elapsed.ts'
import { UnmatchedScope } from '../unmatched-scope.ts'
import { wholeNumber } from '../whole-number.ts'
import { createWorkerLog } from '../working/worker-log.ts'
import { portsOf } from '../workspace/apply-ports.ts'
import { leaseMs, sharedHere } from '../workspace/store/shared-here.ts'
import { requestLimitMs } from '../workspace/tenants.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions {
  readonly accounts?: readonly string[]
  readonly concurrency: string
  readonly health?: string
}

/** Takes customers of running applies, until it is stopped. */
export const run: Run<Options> = ({ shell, options }) => {
  const lease = leaseMs(shell.env)
  shell.patience?.extendBy(lease)
  return withWorkspace(
    shell,
    options,
    async site => {
      const { loaded, progress } = site
      const concurrency = wholeNumber('--concurrency', options.concurrency, { least: 1, most: 64 }) ?? 1
      const port = wholeNumber('--health', options.health, { most: 65_535 })
      const accounts = accountsOf(options.accounts, loaded.desired.partners)
      const ports = portsOf(site, shell, undefined)
      const shared = await sharedHere(site, shell)
      const log = createWorkerLog({ shell, progress, leaseMs: lease, elapsedMs })
      const health = port === undefined ? null : await serveHealth(port, log.health).catch(portTaken)
      if (health !== null) progress({ kind: 'note', text: `Health at ${health.url}` })
      progress({
        kind: 'note',
        text: `Waiting for customers of ${accounts.join(', ')}. Stop it with Ctrl-C.`,
      })
      try {
        await work({
          ...ports,
          shared,
          worker: `${hostname()}/${process.pid}`,
          version: shell.version,
          accounts,
          judge: plan => notForHere({ ...ports, plan, version: shell.version }),
          concurrency,
          leaseMs: lease,
          requestLimitMs: requestLimitMs(shell.env),
          elapsedMs,
          pause: (ms, until) => shell.clock.sleep(ms, until).catch(() => undefined),
          report: log.report,
        })
        return exitCodes.done
      } finally {
        await health?.close()
        await shared.end()
      }
    },
    { stopsItself: true, isJob: true },
  )
}

/** Throws where a name is no account of this workspace. */
function accountsOf(
  wanted: readonly string[] | undefined,
  partners: readonly DeclaredPartner[],
): readonly PartnerName[] {
  const known = partners.map(({ name }) => name)
  if (wanted === undefined) return known
  const strange = wanted.find(name => !known.some(one => one === name))
  if (strange !== undefined)
    throw new UnmatchedScope(
      diagnose(codes.BAD_VALUE, {
        detail: `--accounts is \`${strange}\`; the accounts of this workspace are ${known.join(', ')}.`,
      }),
    )
  return known.filter(name => wanted.includes(name))
}

function portTaken(error: unknown): never {
  if (!(error instanceof Error)) throw error
  throw new Trouble(diagnose(codes.PORT_TAKEN, { detail: `${error.message}.` }))
}
