/** Purchases that were looked for and are absent, and what resume makes of them later: seen to be bought after everything had closed. */
import { expect, it } from 'vitest'
import { aSite, type Site, steady, writeDocuments } from '../support/cases/site.ts'
import { basic, line, office } from '../support/cases/subscriptions.ts'
import type { WorkspaceWish } from '../support/workspaces/a-workspace.ts'

/** Nothing comes of a checkout three times, which is as often as one attempt is sent; `before` purchases of the customer come through. */
async function tried(site: Site, before = 0): Promise<void> {
  const match = { method: 'POST', path: '/checkout' }
  const harmless = before === 0 ? [] : [{ match, do: 'delay', ms: 1, times: before }]
  await site.fault(...harmless, { match, do: 'status', status: 500, times: 3 })
  expect((await site.apply()).code).toBe(5)
  await site.noFaults()
}

async function resumed(site: Site): Promise<readonly (number | readonly string[])[]> {
  const { code } = await site.run('resume', '--allow-irreversible')
  return [code, await site.standing()]
}

const repurchased: WorkspaceWish = {
  customers: [{ name: 'alpha', sources: [], living: [{ ...office, started: '2026-12-01' }], lines: [line] }],
  methods: [{ when: { commerce: 'nce' }, do: 'repurchase' }],
}

it('after the cancellation window of its source: not bought', async () => {
  const site = await aSite(repurchased)
  await site.until('2026-12-07T22:00:00Z')
  await tried(site)
  await site.until('2026-12-08T01:00:00Z')
  expect(await resumed(site)).toEqual([5, ['italy m365-business-premium 10 active']])
})

it('control, inside that window: bought, and the source cancelled', async () => {
  const site = await aSite(repurchased)
  await tried(site)
  await site.until('2026-12-07T09:00:00Z')
  expect(await resumed(site)).toEqual([
    0,
    ['central m365-business-premium 10 active', 'italy m365-business-premium 10 deleted'],
  ])
})

const two = [line, { ...line, key: 'small', product: basic }] as const

async function underAPolicy(
  rule: Readonly<Record<string, unknown>>,
  lines: readonly Readonly<Record<string, unknown>>[] = [line],
): Promise<Site> {
  const site = await aSite(
    {
      customers: [{ name: 'alpha', sources: [], lines }],
      policies: [{ id: 'guard', scope: 'apply', ...rule }],
    },
    steady,
  )
  writeDocuments(site.workspace, 'workspace.yaml', {
    kind: 'Workspace',
    exceptions: [{ rule: 'guards/guard', scope: '*', reason: 'signed by the board', until: '2026-12-07' }],
  })
  return site
}

const approved = { needsApproval: { customersOver: 0 } }
const frozen = { deny: { freeze: [{ from: '2026-12-07', to: '2027-01-06' }] } }

it.each([
  ['an approval', approved],
  ['an exception from frozen days', frozen],
])('on the day after the last one of %s: not bought', async (_, rule) => {
  const site = await underAPolicy(rule)
  await tried(site)
  await site.until('2026-12-08T05:00:00Z')
  expect(await resumed(site)).toEqual([5, []])
})

it('control, on that last day: bought', async () => {
  const site = await underAPolicy(approved)
  await tried(site)
  await site.until('2026-12-07T23:00:00Z')
  expect(await resumed(site)).toEqual([0, ['central m365-business-premium 10 active']])
})

it('the second of two purchases on the day after: what the policies no longer let pass is not added to what was begun', async () => {
  const site = await underAPolicy(approved, two)
  await tried(site, 1)
  await site.until('2026-12-08T05:00:00Z')
  expect(await resumed(site)).toEqual([5, ['central m365-business-premium 10 active']])
})
