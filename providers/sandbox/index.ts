/**
 * The sandbox: a Partner Center of its own over real HTTP on a loopback port. What can be seen from outside is specified in
 * BEHAVIOUR.md. It shares wire types with the client and no logic.
 */
import { serve } from '@hono/node-server'
import type { World } from '../../schemas/generated/world.ts'
import { createApp } from './app.ts'
import { createFaults } from './faults.ts'
import { runJobs } from './jobs.ts'
import { seedWorld } from './seed.ts'
import { createService, type Service } from './service.ts'
import { openStore, type Store } from './store.ts'
import { createMeter } from './throttle.ts'
import { liveTime, type SandboxTime, virtualTime } from './time.ts'

export interface SandboxOptions {
  /** Validated against its schema. */
  readonly world: World
  readonly port?: number
  /** Keeps the state here; an existing one is gone on with and the seed is left aside. */
  readonly stateDir?: string
  readonly latencyMs?: number
  readonly throttlePerMinute?: number
  readonly clock?: 'virtual' | 'live'
  /** Epoch milliseconds; used under a live clock. */
  readonly wallClock: () => number
}

export interface RunningSandbox {
  readonly url: string
  close(): Promise<void>
}

/** Requests a minute (E14). */
const usualThrottle = 500

export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const store = openStore(options.stateDir)
  const time = timeOf(options, store)
  const kept = store.get('meta', 'world')
  const world = kept === undefined ? options.world : (JSON.parse(kept.value) as World) // written below from a validated World
  const service = createService(world, store, rememberingTime(time, store))
  if (store.isEmpty) {
    seedWorld(service)
    store.put('meta', 'world', { value: JSON.stringify(world) })
    store.put('meta', 'now', { value: time.now() })
  }
  runJobs(service)
  store.commit()
  const faults = createFaults()
  if (world.faults !== undefined && kept === undefined) faults.add(world.faults)
  const app = createApp({
    service,
    faults,
    meter: createMeter(options.throttlePerMinute ?? world.settings?.throttle ?? usualThrottle),
    latencyMs: options.latencyMs ?? world.settings?.latency ?? 0,
    wait: ms => new Promise(resolve => setTimeout(resolve, ms)),
  })
  return listen(app.fetch, options.port ?? 0, store)
}

function timeOf({ world, clock, wallClock }: SandboxOptions, store: Store): SandboxTime {
  const start = store.get('meta', 'now')?.value ?? world.clock
  return clock === 'live' ? liveTime(start, wallClock) : virtualTime(start)
}

/** Time is part of the state: a sandbox that is started again goes on where it stood. */
function rememberingTime(time: SandboxTime, store: Store): Service['time'] {
  return {
    kind: time.kind,
    now: () => time.now(),
    moveTo(at) {
      time.moveTo(at)
      store.put('meta', 'now', { value: time.now() })
    },
  }
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  port: number,
  store: Store,
): Promise<RunningSandbox> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1', overrideGlobalObjects: false }, address => {
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        close: () =>
          new Promise(closed => {
            server.close(() => {
              store.close()
              closed()
            })
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
    server.on('error', reject)
  })
}
