/**
 * Somebody on the way answers in the service's place after a checkout was carried out, and looking is answered by them too. Whatever is typed
 * next, resume or a plan made anew, it ends as planned, bought once. Red once: the redirect counted as a refusal, and the new plan bought
 * the same again.
 */
import { describe, expect, it, onTestFinished } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'
import { startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace } from '../support/workspaces/a-workspace.ts'

const html = { 'content-type': 'text/html' }
const consent = ['--auto-approve', '--allow-irreversible']

async function site() {
  const workspace = aWorkspace({
    customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 7 }] }],
    settings: { provisioningDelay: 'PT10M', orderListDelay: 'PT15M' },
  })
  const sandbox = await startSandboxHere(workspace.seed)
  onTestFinished(async () => {
    await sandbox.stop()
    workspace.remove()
  })
  return {
    sandbox,
    run: (...args: readonly string[]) =>
      runInProcess([...args, '--sandbox', sandbox.url, '-q'], workspace.folder),
    async bought() {
      const rows = await sandbox.subscriptions()
      return rows.filter(row => row.partner === 'central').map(row => `${row.family} ${row.seats}`)
    },
  }
}

/** Of the checkout three times, and of every look at the cart while the first run lasts. */
const answers = (over: object) => [
  { match: { method: 'POST', path: '/checkout' }, do: 'replace-after-commit', times: 3, ...over },
  { match: { method: 'GET', path: '/carts/' }, do: 'replace-before-commit', times: 'always', ...over },
]

describe('an answer of somebody else after a checkout', () => {
  it.each([
    ['a redirect', { status: 302, headers: { ...html, location: '/login' }, body: 'moved' }],
    ['a page', { status: 403, headers: html, body: '<h1>Blocked</h1>' }],
    ['JSON of no shape of the service', { status: 404, body: { error: { code: '800008' } } }],
    ['a known code under another status', { status: 400, body: { code: '20002', description: 'no' } }],
    ['a success without an order', { status: 201, body: { orders: [], orderErrors: [] } }],
  ])('(%s) buys once, by whichever way it is gone on with', async (_, over) => {
    const { sandbox, run, bought } = await site()
    await sandbox.post('faults', answers(over))
    expect((await run('apply', ...consent)).code).toBe(5)
    await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' })

    // Nothing of it shows yet, so a new plan would buy it again.
    expect((await run('plan', '--out', 'again.json')).code).toBe(0)
    const again = await run('apply', 'again.json', ...consent)
    expect([again.code, again.err.includes('APPLY.UNFINISHED')]).toEqual([1, true])

    expect((await run('resume', '--allow-irreversible')).code).toBe(0)
    await sandbox.advance('PT40M')
    expect(await bought()).toEqual(['exchange-p1 7'])
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  })
})
