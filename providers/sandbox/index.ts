/**
 * The sandbox: a Partner Center of its own over real HTTP on a loopback port. What can be seen from outside is specified in
 * BEHAVIOUR.md. It shares wire types with the client and no logic.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type HttpBindings, serve } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { configure } from 'safe-stable-stringify'
import type { World } from '../../schemas/generated/world.ts'
import { type App, createApp } from './app.ts'
import type { AskedRequest } from './call.ts'
import { readFault } from './faults/read-fault.ts'
import { runJobs } from './lifecycle/jobs.ts'
import { createCatalogue } from './market/catalogue.ts'
import { Refusal } from './refusal.ts'
import { seedWorld } from './seed.ts'
import { type Service, settingsOf } from './service.ts'
import { type Random, showProof, worldIdOf } from './state/identity.ts'
import { openStore, type Store } from './state/store.ts'
import { createMeter } from './throttle.ts'
import { createTime } from './time/sandbox-time.ts'
import { createSigner } from './webhooks/certificate.ts'
import { createDeliveries, type Post } from './webhooks/deliver.ts'

export { StateInUse } from './state/owner.ts'
export type { World }

export interface SandboxOptions {
  /** Validated against its schema. */
  readonly world: World
  /** 0, or absent: any free one. */
  readonly port?: number
  /** Keeps the state here. A folder that holds one is gone on with, and `world` is left aside. */
  readonly stateDir?: string
  /** Milliseconds of wall time before each request is looked at. */
  readonly latencyMs?: number
  /** Requests a minute per partner and resource family. */
  readonly throttlePerMinute?: number
  readonly clock?: 'virtual' | 'live'
  /** Milliseconds since 1970; what a live clock ticks with. */
  readonly wallClock: () => number
  /** Where the id of a new world and the key of the proof come from; the system unless given. */
  readonly random?: Random
}

export interface RunningSandbox {
  readonly url: string
  /** Tells worlds apart: it stays while the state lives, and a fresh start has another. */
  readonly worldId: string
  /** The folder's world was seeded from another World document than the one given. */
  readonly worldChanged: boolean
  /** Answers a request without a socket. A cut connection is a TypeError, as from the built-in fetch. */
  fetch(request: AskedRequest): Promise<Response>
  /** Ends open connections and closes the state; once, however often it is asked. */
  close(): Promise<void>
}

/** Throws StateInUse when another process has the state folder open, and WorldRefused. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  checkFaults(options.world)
  const { service, worldChanged } = openWorld(options)
  const deliveries = createDeliveries(service, createSigner(), posted)
  const app = createApp(
    {
      service,
      meter: createMeter(service.settings.throttle),
      wait: ms => new Promise(resolve => setTimeout(resolve, ms)),
    },
    deliveries,
  )
  const { identity, store } = service
  const { stateDir, random = randomBytes } = options
  let hideProof = () => {}
  const listening = await listen(app, options, url => {
    if (stateDir !== undefined) hideProof = showProof(stateDir, identity, { url, pid: process.pid, random })
  }).catch((error: unknown) => {
    store.close()
    throw error
  })
  let closing: Promise<void> | null = null
  return {
    url: listening.url,
    worldId: identity.worldId,
    worldChanged,
    async fetch(request) {
      const response = await app(request)
      if (response === null) throw new TypeError('fetch failed')
      return response
    },
    close() {
      hideProof()
      closing ??= listening
        .close()
        .then(() => deliveries.close())
        .then(() => store.close())
      return closing
    },
  }
}

/** Whoever takes longer gave no answer. */
const receiverTimeoutMs = 10_000

const posted: Post = async (url, { headers, body }, given) => {
  const signal = AbortSignal.any([given, AbortSignal.timeout(receiverTimeoutMs)])
  const init = { method: 'POST', headers, body: new Uint8Array(body), redirect: 'manual', signal } as const
  return (await fetch(url, init)).status
}

/** The World asks for what the sandbox does not have; its schema does not tell that. */
export class WorldRefused extends Error {
  override readonly name = 'WorldRefused'
}

/** Before anything is written: a folder keeps the World it was seeded from. */
function checkFaults(world: World): void {
  try {
    for (const fault of world.faults ?? []) readFault(fault)
  } catch (error) {
    throw error instanceof Refusal ? new WorldRefused(`faults: ${error.description}`) : error
  }
}

const canonical = configure({ deterministic: true })

function openWorld(options: SandboxOptions): { readonly service: Service; readonly worldChanged: boolean } {
  const seed = createHash('sha256')
    .update(canonical(options.world) ?? '')
    .digest('hex')
  const { store, kept } = openStore(options.stateDir, seed, options.world)
  const world = kept?.world ?? options.world
  const start = store.clock.get('now')?.now ?? world.clock
  const remember = (now: string) => store.clock.put({ now })
  const time = createTime(options.clock ?? 'virtual', start, options.wallClock, remember)
  const service: Service = {
    world,
    settings: settingsOf(world, options),
    catalogue: createCatalogue(world),
    store: time.kind === 'virtual' ? store : ticking(store, () => remember(time.now())),
    time,
    due: world.clock,
    identity: { worldId: worldIdOf(store, options.random ?? randomBytes), prove: null },
  }
  // A folder whose first start was cut short holds no partners yet.
  if (store.partners.size === 0) seedWorld(service)
  store.clock.put({ now: time.now() })
  service.due = time.now()
  runJobs(service)
  store.commit()
  return { service, worldChanged: kept !== null && kept.seed !== seed }
}

/** A live clock goes on from the last answer when the folder is opened again; it never goes back behind what was told. */
function ticking(store: Store, remember: () => void): Store {
  return {
    ...store,
    commit() {
      remember()
      store.commit()
    },
  }
}

function listen(
  app: App,
  { port }: SandboxOptions,
  listening: (url: string) => void,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const fetch = async (request: Request, bindings: unknown) =>
    (await app(request, bindings as HttpBindings)) ?? RESPONSE_ALREADY_SENT // the server hands over its own bindings
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch, port: port ?? 0, hostname: '127.0.0.1', overrideGlobalObjects: false },
      address => {
        const url = `http://127.0.0.1:${address.port}`
        const close = () =>
          new Promise<void>(closed => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          })
        try {
          listening(url)
          resolve({ url, close })
        } catch (error) {
          void close().then(() => reject(error))
        }
      },
    )
    server.on('error', reject)
  })
}
