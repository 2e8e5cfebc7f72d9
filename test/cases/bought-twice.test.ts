/** Answers of somebody else after a checkout, runs that were killed, and locks that nobody holds: seen to end with a product bought twice, or not at all. */
import { mkdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { aSite, consent, type Site } from '../support/cases/site.ts'
import { central, italy } from '../support/workspaces/a-workspace.ts'

/** New orders show in the list after fifteen minutes, as they do in life. */
const twoCustomers = () =>
  aSite({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] },
      { name: 'beta', sources: [{ offer: 'e1', seats: 12 }] },
    ],
    settings: { orderListDelay: 'PT15M', provisioningDelay: 'PT10M' },
  })
const movedOnce = [
  'central exchange-p1 5 active',
  'central office-e1 12 active',
  'italy exchange-p1 5 suspended',
  'italy office-e1 12 suspended',
]

/** Of each checkout, and of every look at its cart meanwhile. */
const answered = (over: object) => [
  { match: { method: 'POST', path: '/checkout' }, do: 'replace-after-commit', times: 'always', ...over },
  { match: { method: 'GET', path: '/carts/' }, do: 'replace-before-commit', times: 'always', ...over },
]
const html = { 'Content-Type': 'text/html' }

/** Goes on until it is done, waiting in between, as somebody would. */
async function goOn(site: Site): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    if ((await site.run('resume', '--allow-irreversible')).code === 0) return 0
    await site.sandbox.advance('PT20M')
  }
  return (await site.run('resume', '--allow-irreversible')).code
}

it("a gateway's 403 after the checkout is no refusal: gone on with, each customer has one subscription", async () => {
  const site = await twoCustomers()
  await site.fault(...answered({ status: 403, headers: html, body: '<h1>Blocked by the web filter</h1>' }))
  expect((await site.apply()).code).toBe(5)
  await site.noFaults()
  expect(await goOn(site)).toBe(0)
  expect(await site.standing()).toEqual(movedOnce)
})

it('a redirect after the checkout keeps a new plan from buying the same, until somebody has looked', async () => {
  const site = await twoCustomers()
  await site.fault(...answered({ status: 302, headers: { ...html, location: '/login' }, body: 'moved' }))
  expect((await site.apply()).code).toBe(5)
  await site.noFaults()
  expect((await site.save()).code).toBe(0)
  expect((await site.apply(site.file)).code).toBe(1)
  expect(await goOn(site)).toBe(0)
  expect(await site.standing()).toEqual(movedOnce)
})

it('control, the answer of a checkout is lost: looked for, and bought once', async () => {
  const site = await twoCustomers()
  await site.fault({ match: { method: 'POST', path: '/checkout' }, do: 'drop-after-commit', times: 2 })
  if ((await site.apply()).code !== 0) expect(await goOn(site)).toBe(0)
  expect(await site.standing()).toEqual(movedOnce)
})

it('control, an apply that ended before anything was bought is resumed', async () => {
  const site = await twoCustomers()
  await site.fault({ match: { method: 'POST', path: '/carts' }, do: 'status', code: 503, times: 'always' })
  expect((await site.apply()).code).toBe(5)
  await site.noFaults()
  expect(await goOn(site)).toBe(0)
  expect(await site.standing()).toEqual(movedOnce)
})

it('a lock that names nobody stops nobody once it has been silent', async () => {
  const site = await twoCustomers()
  const locks = join(site.workspace.folder, '.tenantform', 'journal', 'locks')
  const anHourAgo = new Date(Date.now() - 3_600_000)
  for (const { tenantId } of [central, italy]) {
    const lock = join(locks, `partner-${tenantId}.lock`)
    mkdirSync(lock, { recursive: true, mode: 0o700 })
    utimesSync(lock, anHourAgo, anHourAgo)
  }
  const applied = await site.run('apply', ...consent)
  expect([applied.code, applied.err]).toEqual([0, ''])
  expect(await site.standing()).toEqual(movedOnce)
})
