import { afterEach, describe, expect, it } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'
import { aWorkspaceOnDisk, type BenchWorkspace } from './workspace.ts'

let workspace: BenchWorkspace | null = null
afterEach(() => {
  workspace?.remove()
  workspace = null
})

/** What docs/performance.md promises: eight a customer, besides lists, tokens and two requests for each product and market. */
function promised(customers: number, products: number): number {
  const lists = 2 * Math.ceil(customers / 500)
  const tokens = 3
  return 8 * customers + lists + tokens + 2 * products
}

async function answer(...args: readonly string[]): Promise<unknown> {
  const done = await runInProcess(args)
  expect(done.code, done.err).toBe(0)
  return JSON.parse(done.out)
}

describe('a live plan', () => {
  it.each([
    { customers: 1, productsEach: 1 },
    { customers: 30, productsEach: 3 },
  ])(
    'of $customers customers with $productsEach products each makes no more requests than promised',
    async size => {
      workspace = aWorkspaceOnDisk(size)
      await answer('plan', '-C', workspace.folder, '--sandbox', '--format', 'json')
      const log = await answer('sandbox', 'requests', '-C', workspace.folder, '--count')
      expect(log).toMatchObject({ total: expect.any(Number) })
      expect((log as { readonly total: number }).total).toBeLessThanOrEqual(
        promised(size.customers, size.productsEach),
      )
    },
  )
})
