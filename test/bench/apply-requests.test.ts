/**
 * Every request of an apply of one customer with two moves, by the log of the sandbox, and what each is made for. Was 22 of the customer and 4 for offers: three
 * more lists of the source, one of the target, and each offer once more for its licence.
 */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'
import { aWorkspaceOnDisk, type BenchWorkspace } from './workspace.ts'

interface Logged {
  readonly method: string
  readonly path: string
  readonly partner: string
}

test('an apply of one customer with two moves makes 18 requests, and two for what all customers share', async () => {
  const workspace = aWorkspaceOnDisk({ customers: 1, productsEach: 2 })
  try {
    const plan = join(workspace.folder, 'p.plan')
    await run(workspace, 'plan', '--out', plan, '--sandbox')
    const before = (await logged(workspace)).length
    await run(workspace, 'apply', plan, '--auto-approve', '--allow-irreversible', '--sandbox')
    const requests = (await logged(workspace)).slice(before).filter(({ path }) => !path.includes('/oauth2/'))
    const inWords = requests.map(({ partner, method, path }) => `${partner} ${method} ${shortened(path)}`)
    // What is asked for side by side comes in any order.
    expect([...inWords.slice(0, 7).sort(), ...inWords.slice(7)]).toEqual([
      // Every fact of the plan, before anything is written (T11).
      'central GET agreements',
      'central GET customer',
      'central GET offer',
      'central GET offer',
      'central GET subscriptions',
      'central GET transfers',
      'italy GET subscriptions',
      // What was ordered and does not show yet: a journal may have been lost (T15).
      'central GET orders',
      // Two purchases: a cart may be sent again, and says by its id whether it was ordered (T15).
      'central POST carts',
      'central POST checkout',
      'central POST carts',
      'central POST checkout',
      // The gate: what was bought lives (T7), licences suffice (T21), nothing else is on in the source (S5).
      'central GET subscriptions',
      'central GET subscribedskus',
      'italy GET subscriptions',
      // Two switch-offs: all of a subscription is sent back, so it is read right before.
      'italy GET subscription',
      'italy PATCH subscription',
      'italy GET subscription',
      'italy PATCH subscription',
      // Both are suspended (S6).
      'italy GET subscriptions',
    ])
  } finally {
    workspace.remove()
  }
})

async function run({ folder }: BenchWorkspace, ...args: readonly string[]): Promise<string> {
  const done = await runInProcess([...args, '-C', folder])
  expect(done.code, done.err).toBe(0)
  return done.out
}

async function logged(workspace: BenchWorkspace): Promise<readonly Logged[]> {
  return (JSON.parse(await run(workspace, 'sandbox', 'requests')) as { readonly requests: readonly Logged[] })
    .requests
}

/** The last word of a path; an id stands for one of what is named before it. */
function shortened(path: string): string {
  const words = path.replace(/\?.*/, '').split('/')
  const last = words.at(-1) ?? ''
  return last.includes('-') ? (words.at(-2) ?? '').replace(/s$/, '') : last
}
