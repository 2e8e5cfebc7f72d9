/** What the benches measure with: the built command, and the clock on the wall. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EstateSize } from './estate.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url)) // runs as dist/bench/bench.js
const command = join(root, 'dist', 'tenantform.js')

export function words({ customers, productsEach }: EstateSize): string {
  const subscriptions = (customers * productsEach).toLocaleString('en')
  return `${customers.toLocaleString('en')} customers, ${productsEach} products each (${subscriptions} subscriptions)`
}

export function timed(work: () => void): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

export function tenantform(args: readonly string[]): string {
  const done = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: '1' },
  })
  if (done.status !== 0)
    throw new Error(`tenantform ${args.join(' ')} ended with ${done.status}:\n${done.stderr}`)
  return done.stdout
}
