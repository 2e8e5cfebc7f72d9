/**
 * Opens the partners of a workspace: real tenants under the wall clock, or a sandbox under its own. Where live and sandbox
 * differ is decided here and nowhere else.
 */

import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { rehearsalAccess } from '../../engine/inventory/world-of-snapshot.ts'
import type { Desired } from '../../engine/model/desired.ts'
import type { Progress } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { proxiesOf } from '../../providers/http/proxy.ts'
import type { HttpRequest, Send } from '../../providers/http/request.ts'
import { createTransport, type Transport } from '../../providers/http/transport.ts'
import type { World } from '../../schemas/generated/world.ts'
import { codes } from '../codes.ts'
import { type SandboxControl, sandboxControl } from '../sandbox/control.ts'
import { joinOrStart } from '../sandbox/embedded.ts'
import { repeatableChance } from '../sandbox/repeatable-chance.ts'
import { type SandboxClock, sandboxClock } from '../sandbox/sandbox-clock.ts'
import { accessOf, type SignInContext } from '../secrets/access-of.ts'
import { rehearsalAccessOf, type SeededPartners } from '../secrets/rehearsal-access.ts'
import type { Shell } from '../shell.ts'
import { hookedRandom, hookedTimeout, hookedTransport } from '../test-hooks.ts'
import { accountsOf } from './accounts-of.ts'
import type { OpenWorkspace } from './read-workspace.ts'
import { budgetsOf } from './store/budgets.ts'
import { placeOf } from './store/journal-place.ts'
import type { Tenants } from './tenants-of-command.ts'
import { tenantsOver } from './tenants-over.ts'

/** facts 4.6: the SDK gives up after three minutes; in ms. */
const timeoutMs = 180_000

/** No request takes longer than this; in ms. */
export function requestLimitMs(env: Shell['env']): number {
  return hookedTimeout(timeoutMs, env)
}

export interface OpenTenantsInput {
  readonly shell: Shell
  readonly workspace: OpenWorkspace
  readonly desired: Desired
  readonly world: World | null
  readonly sandbox: string | boolean
  readonly progress: Progress
  /** Requests are given up when it is aborted; a write that was on its way is unknown then. */
  readonly requestsUntil: AbortSignal
  /** A file to read from instead of any account. */
  readonly snapshot?: string
  /** Says what became of the shared request budget. */
  readonly isVerbose?: boolean
  /** Its requests leave room for people: a worker. */
  readonly isJob?: boolean
}

export async function openTenants(input: OpenTenantsInput): Promise<Tenants> {
  if (input.snapshot !== undefined) {
    if (input.sandbox !== false)
      throw new Trouble(
        diagnose(codes.BAD_VALUE, {
          detail: '--snapshot reads from a file, --sandbox from a sandbox; give one.',
        }),
      )
    const { openSnapshot } = await import('./snapshot.ts')
    return openSnapshot(input.snapshot, input.shell.cwd, input.desired.partners)
  }
  if (input.sandbox === false) return openLive(input)
  return openSandboxed(input, input.sandbox)
}

async function openLive({
  shell,
  workspace,
  desired,
  progress,
  requestsUntil,
  isVerbose = false,
  isJob = false,
}: OpenTenantsInput): Promise<Tenants> {
  const proxyFor = proxiesOf(shell.env)
  if (typeof proxyFor !== 'function') throw new Trouble(proxyFor)
  const transport = createTransport({
    timeoutMs: requestLimitMs(shell.env),
    proxyFor,
    onStart: notingWrites(shell),
  })
  const context: SignInContext = {
    signal: requestsUntil,
    env: shell.env,
    root: workspace.root,
    isUntrusted: shell.untrusted !== null,
    clock: shell.clock,
    send: transport.send,
  }
  const partners = desired.partners.map(partner => accessOf(partner, context, desired.workspace.endpoints))
  return tenantsOver({
    partners,
    clock: shell.clock,
    transport,
    random: Math.random,
    progress,
    requestsUntil,
    desired,
    madeIn: accountsOf(desired),
    warnings: [],
    closing: async () => transport.close(),
    budgets: budgetsOf({
      desired,
      place: placeOf(workspace.root, shell, 'run'),
      clock: shell.clock,
      isJob,
      say: text => {
        if (isVerbose) progress({ kind: 'note', text })
      },
    }),
  })
}

async function openSandboxed(
  { shell, workspace, desired, world, progress, requestsUntil }: OpenTenantsInput,
  where: string | true,
): Promise<Tenants> {
  const { env } = shell
  const site = await openSandbox(where, {
    root: workspace.root,
    world,
    env,
    signal: requestsUntil,
    onStart: notingWrites(shell),
  })
  const seeded = (await site.control.credentials()) ?? world?.partners ?? rehearsal(desired)
  const partners = desired.partners.map(partner => rehearsalAccessOf(partner, seeded, site.control.url))
  return tenantsOver({
    partners,
    clock: site.clock,
    transport: hookedTransport(site.transport, env),
    random: repeatableChance(),
    progress,
    requestsUntil,
    desired,
    madeIn: { kind: 'sandbox', world: site.worldId },
    warnings: site.warnings,
    closing: site.close,
  })
}

function notingWrites({ written }: Pick<Shell, 'written'>): (request: HttpRequest) => void {
  return request => {
    if (request.effect === 'write') written.note()
  }
}

/** A sandbox that was seeded from a snapshot lets in whoever has the secrets of a rehearsal. */
function rehearsal(desired: Desired): SeededPartners {
  return desired.partners.map(({ name, tenant }) => ({ name, ...rehearsalAccess(name, tenant) }))
}

export interface SandboxSite {
  readonly control: SandboxControl
  /** Of its world. */
  readonly worldId: string
  readonly clock: SandboxClock
  readonly transport: Transport
  readonly warnings: readonly Diagnostic[]
  close(): Promise<void>
}

export interface SandboxPlace {
  /** Of the workspace. */
  readonly root: string
  readonly world: World | null
  readonly env: Shell['env']
  /** Nothing of it is asked once this is aborted. */
  readonly signal: AbortSignal
  readonly onStart?: (request: HttpRequest) => void
}

/** A sandbox by its URL, or the embedded one. Control requests do not count as in flight. */
export async function openSandbox(
  where: string | true,
  { root, world, env, signal, onStart }: SandboxPlace,
): Promise<SandboxSite> {
  const controlTransport = createTransport({ timeoutMs })
  const send: Send = request => controlTransport.send({ ...request, signal })
  const embedded = where === true ? await joinOrStart({ root, world, send, random: hookedRandom(env) }) : null
  const control = sandboxControl(embedded?.url ?? String(where), send)
  const [worldId, clock] = await Promise.all([control.worldId(), sandboxClock(control)]).catch(
    async error => {
      await embedded?.close()
      controlTransport.close()
      throw error
    },
  )
  const transport = createTransport({
    timeoutMs: requestLimitMs(env),
    onStart(request) {
      clock.requestStarted()
      onStart?.(request)
    },
    onEnd: () => clock.requestEnded(),
  })
  return {
    control,
    worldId,
    clock,
    transport,
    warnings: embedded?.warnings ?? [],
    async close() {
      transport.close()
      controlTransport.close()
      await embedded?.close()
    },
  }
}
