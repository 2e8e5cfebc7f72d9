/**
 * Opens the partners of a workspace: real tenants under the wall clock, or a sandbox under its own. Where live and sandbox
 * differ is decided here and nowhere else.
 */

import { type Diagnostic, diagnose } from '../engine/diagnostic.ts'
import { rehearsalAccess } from '../engine/inventory/world-of-snapshot.ts'
import type { DeclaredPartner, Desired } from '../engine/model/desired.ts'
import type { Clock, Performers, Progress, Reader } from '../engine/ports.ts'
import { createTransport, type Transport } from '../providers/http/transport.ts'
import { connect, type PartnerAccess } from '../providers/partner-center/index.ts'
import type { World } from '../schemas/generated/world.ts'
import { codes } from './codes.ts'
import type { Shell } from './program.ts'
import { type SandboxControl, sandboxControl } from './sandbox/control.ts'
import { joinOrStart } from './sandbox/embedded.ts'
import { repeatableChance } from './sandbox/repeatable-chance.ts'
import { type SandboxClock, sandboxClock } from './sandbox/sandbox-clock.ts'
import { resolveSecret, type SecretContext, storeSecret } from './secrets/resolve-secret.ts'
import { wallClock } from './terminal/wall-clock.ts'
import { hookedTransport } from './test-hooks.ts'
import type { OpenWorkspace } from './workspace.ts'

/** api.md 4.6: the SDK gives up after three minutes; in ms. */
const timeoutMs = 180_000

export interface Tenants {
  readonly clock: Clock
  readonly reader: Reader
  readonly warnings: readonly Diagnostic[]
  /** Only after somebody decided to write. */
  performers(): Performers
  close(): Promise<void>
}

export interface OpenTenantsInput {
  readonly shell: Shell
  readonly workspace: OpenWorkspace
  readonly desired: Desired
  readonly world: World | null
  readonly sandbox: string | boolean
  readonly progress: Progress
  /** A file to read from instead of any account. */
  readonly snapshot?: string
}

export async function openTenants(input: OpenTenantsInput): Promise<Tenants> {
  if (input.snapshot !== undefined) {
    const { openSnapshot } = await import('./snapshot.ts')
    return openSnapshot(input.snapshot, input.shell.cwd)
  }
  if (input.sandbox === false) return openLive(input)
  return openSandboxed(input, input.sandbox)
}

async function openLive({ shell, workspace, desired, progress }: OpenTenantsInput): Promise<Tenants> {
  const transport = createTransport({ timeoutMs })
  const context = { env: shell.env, root: workspace.root }
  const partners = desired.partners.map(partner =>
    accessOf(partner, context, null, desired.workspace.endpoints),
  )
  return tenantsOver({
    partners,
    clock: wallClock,
    transport,
    random: Math.random,
    progress,
    desired,
    warnings: [],
    closing: async () => transport.close(),
  })
}

async function openSandboxed(
  { shell, workspace, desired, world, progress }: OpenTenantsInput,
  where: string | true,
): Promise<Tenants> {
  const site = await openSandbox(where, workspace.root, world)
  const context = { env: shell.env, root: workspace.root }
  const partners = desired.partners.map(partner =>
    accessOf(partner, context, world ?? rehearsal(desired), {
      api: site.control.url,
      authority: site.control.url,
    }),
  )
  return tenantsOver({
    partners,
    clock: site.clock,
    transport: hookedTransport(site.transport, shell.env),
    random: repeatableChance(),
    progress,
    desired,
    warnings: site.warnings,
    closing: site.close,
  })
}

/** A sandbox that was seeded from a snapshot lets in whoever has the secrets of a rehearsal. */
function rehearsal(desired: Desired): Pick<World, 'partners'> {
  const partners = desired.partners.map(({ name, tenant }) => ({
    name,
    tenantId: tenant,
    country: '',
    currency: '',
    ...rehearsalAccess(name, tenant),
  }))
  return { partners }
}

export interface SandboxSite {
  readonly control: SandboxControl
  readonly clock: SandboxClock
  readonly transport: Transport
  readonly warnings: readonly Diagnostic[]
  close(): Promise<void>
}

/** A sandbox by its URL, or the embedded one. Control requests do not count as in flight. */
export async function openSandbox(
  where: string | true,
  root: string,
  world: World | null,
): Promise<SandboxSite> {
  const controlTransport = createTransport({ timeoutMs })
  const embedded = where === true ? await joinOrStart(root, world, controlTransport.send) : null
  const control = sandboxControl(embedded?.url ?? String(where), controlTransport.send)
  const clock = await sandboxClock(control).catch(async error => {
    await embedded?.close()
    controlTransport.close()
    throw error
  })
  const transport = createTransport({
    timeoutMs,
    onStart: () => clock.requestStarted(),
    onEnd: () => clock.requestEnded(),
  })
  return {
    control,
    clock,
    transport,
    warnings: embedded?.worldChanged
      ? [diagnose(codes.WORLD_CHANGED, { detail: 'The sandbox goes on with the world it has.' })]
      : [],
    async close() {
      transport.close()
      controlTransport.close()
      await embedded?.close()
    },
  }
}

interface TenantsParts {
  readonly partners: readonly PartnerAccess[]
  readonly clock: Clock
  readonly transport: Transport
  readonly random: () => number
  readonly progress: Progress
  readonly desired: Desired
  readonly warnings: readonly Diagnostic[]
  readonly closing: () => Promise<void>
}

function tenantsOver({
  partners,
  clock,
  transport,
  random,
  progress,
  desired,
  warnings,
  closing,
}: TenantsParts): Tenants {
  const connection = connect({
    partners,
    clock,
    transport,
    progress,
    random,
    requestsPerMinute: desired.workspace.requestsPerMinute,
  })
  return {
    clock,
    reader: connection.reader,
    warnings,
    performers: () => connection.performers(),
    close: closing,
  }
}

/** Where a partner's secrets come from. With a World, what does not resolve is taken from the World. */
export function accessOf(
  partner: DeclaredPartner,
  context: SecretContext,
  world: Pick<World, 'partners'> | null,
  endpoints: { readonly api?: string; readonly authority?: string } | null,
): PartnerAccess {
  const seeded = world?.partners.find(entry => entry.name === partner.name)
  const [app] = seeded?.apps ?? []
  const [user] = seeded?.users ?? []
  const orSeeded = async (read: () => Promise<string>, fallback: string | undefined) => {
    try {
      return await read()
    } catch (error) {
      if (fallback === undefined) throw error
      return fallback
    }
  }
  const identity =
    (reference: NonNullable<DeclaredPartner['app']>['clientId'], fallback: string | undefined) => () =>
      reference.kind === 'literal'
        ? Promise.resolve(reference.value)
        : orSeeded(() => resolveSecret(reference, context), fallback)
  const { app: declaredApp, user: declaredUser } = partner
  const rotated = declaredUser?.store
  return {
    name: partner.name,
    tenantId: partner.tenant,
    cloud: partner.cloud,
    endpoints,
    credentials: {
      ...(declaredApp !== null && {
        app: {
          clientId: identity(declaredApp.clientId, app?.clientId),
          clientSecret: () =>
            orSeeded(() => resolveSecret(declaredApp.clientSecret, context), app?.clientSecret),
        },
      }),
      ...(declaredUser !== null && {
        user: {
          clientId: identity(declaredUser.clientId, user?.clientId),
          refreshToken: () =>
            orSeeded(() => resolveSecret(declaredUser.refreshToken, context), user?.refreshToken),
          ...(declaredUser.clientSecret !== undefined || user?.clientSecret !== undefined
            ? {
                clientSecret: () =>
                  orSeeded(
                    () =>
                      declaredUser.clientSecret === undefined
                        ? Promise.reject(new Error('none'))
                        : resolveSecret(declaredUser.clientSecret, context),
                    user?.clientSecret,
                  ),
              }
            : {}),
          ...(rotated !== undefined &&
            world === null && { store: (token: string) => storeSecret(rotated, token, context) }),
        },
      }),
    },
  }
}
