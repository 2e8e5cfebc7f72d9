/** Modern invoices by their export over Graph, which takes its time; where it is refused, by the older call, which is said. */
import { afterEach, expect, it } from 'vitest'
import type { Reconciliation } from '../../engine/reconcile/reconciliation.ts'
import { tenantform } from '../support/built-command.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, productKeyOf, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

async function bought(settings: Readonly<Record<string, unknown>>): Promise<void> {
  const office = {
    key: 'office',
    product: productKeyOf('premium'),
    term: 'P1Y',
    billing: 'monthly',
    seats: 12,
  }
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [], lines: [office] }], settings })
  sandbox = await startSandboxHere(workspace.seed)
  expect((await run('apply', '--auto-approve', '--allow-irreversible')).code).toBe(0)
  await sandbox.advance('P40D')
}

async function reconciled() {
  const before = (await sandbox.requests()).length
  const { code, out, err } = await run('reconcile', '--format', 'json')
  const asked = (await sandbox.requests())
    .slice(before)
    .map(({ method, path }) => `${method} ${path.split('?')[0]}`)
  const { lines, setAside } = JSON.parse(out) as Reconciliation
  return {
    code,
    lines: lines.map(({ verdict, seen }) => `${verdict} ${seen?.amount}`),
    setAside,
    exports: asked.filter(line => line.startsWith('POST') && line.endsWith('/export')).length,
    lists: asked.filter(line => /\/manifests\//.test(line)).length,
    lineCalls: asked.filter(line => line.endsWith('/lineitems')).length,
    said: err.split('\n').filter(line => line.includes('RECONCILE.')),
  }
}

it.each([
  ['that is ready at once', {}, 0],
  [
    'that takes three minutes and names its files by a link',
    { exportDelay: 'PT3M', quirks: { linkedManifests: true } },
    1,
  ],
])('an export %s holds the lines of the invoice', async (_, settings, lists) => {
  await bought(settings)
  expect(await reconciled()).toEqual({
    code: 0,
    lines: ['matched 223.20'],
    setAside: [],
    exports: 1,
    lists,
    lineCalls: 0,
    said: [],
  })
})

it('where an export is refused the older call is asked, and that is said', async () => {
  await bought({})
  await sandbox.post('faults', [
    {
      match: { method: 'POST', path: '/reports/partners/billing' },
      times: 9,
      do: 'status',
      code: 403,
      body: {
        error: {
          code: 'Forbidden',
          message: 'No.',
          innerError: { date: '2026-12-07T06:00:00', 'request-id': 'x' },
        },
      },
    },
  ])
  expect(await reconciled()).toMatchObject({
    code: 0,
    lines: ['matched 223.20'],
    lineCalls: 1,
    said: [expect.stringContaining('[RECONCILE.NO_EXPORT]')],
  })
})
