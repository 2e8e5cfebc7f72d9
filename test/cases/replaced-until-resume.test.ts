/**
 * A replacement that is told, between an interrupted apply and its resume, to end or to shrink with its term replaces nothing (T25): was red, as the
 * gate asked only whether it lives, and the source was cancelled, or told to end too.
 */
import { expect, it } from 'vitest'
import { changedByHand } from '../support/cases/by-hand.ts'
import { aSite, type Site } from '../support/cases/site.ts'
import { basic, line, office } from '../support/cases/subscriptions.ts'
import { offers, type WorkspaceWish } from '../support/workspaces/a-workspace.ts'

const repurchased: WorkspaceWish = {
  customers: [{ name: 'alpha', sources: [], living: [{ ...office, started: '2026-12-05' }], lines: [line] }],
  methods: [{ when: { commerce: 'nce' }, do: 'repurchase' }],
}
const overlapping: WorkspaceWish = {
  customers: [{ name: 'alpha', sources: [], living: [{ ...office, started: '2026-09-15' }], lines: [line] }],
  methods: [{ when: { commerce: 'nce' }, do: 'reprovision', acceptOverlap: { EUR: 100_000 } }],
}
const mapped: WorkspaceWish = {
  customers: [
    {
      name: 'alpha',
      sources: [{ offer: 'e1', seats: 10 }],
      declared: [],
      lines: [{ ...line, product: basic }],
    },
  ],
  consolidation: { map: [{ offer: offers.e1.id, to: basic, licenceReassignment: 'acknowledged' }] },
}

const toldToEnd = {
  autoRenewEnabled: false,
  scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
}
const toldToShrink = { scheduledNextTermInstructions: { quantity: 3 } }

/** Everything is bought, and nothing of the source was done; hours later somebody changes what was bought. */
async function interrupted(wish: WorkspaceWish, fields: Readonly<Record<string, unknown>>): Promise<Site> {
  const site = await aSite(wish)
  await site.fault({
    match: { method: 'PATCH', path: '/subscriptions/' },
    do: 'status',
    status: 503,
    times: 9,
  })
  expect((await site.apply()).code).toBe(5)
  await site.noFaults()
  await site.sandbox.advance('PT5H')
  await changedByHand(site, { partner: 'central', status: 'active' }, fields)
  return site
}

it.each([
  ['repurchased', 'told to end', repurchased, toldToEnd, 'italy m365-business-premium 10 active'],
  ['repurchased', 'told to shrink', repurchased, toldToShrink, 'italy m365-business-premium 10 active'],
  ['mapped', 'told to end', mapped, toldToEnd, 'italy office-e1 10 active'],
])('%s, and the twin %s: the source goes on', async (_, __, wish, fields, source) => {
  const site = await interrupted(wish, fields)
  const writes = await site.writes()
  const { code, out } = await site.run('resume', '--allow-irreversible')
  expect([code, (await site.standing()).includes(source), await site.writes()]).toEqual([5, true, writes])
  expect(out).toContain('the new subscription office should go on after its term with at least 10 seats')
})

it('charged on both sides to the end of a term, and the twin told to end: the source is told nothing', async () => {
  const site = await interrupted(overlapping, toldToEnd)
  const writes = await site.writes()
  expect((await site.run('resume', '--allow-irreversible')).code).toBe(5)
  expect(await site.writes()).toBe(writes)
})

it('control: a twin that goes on month by month keeps the service', async () => {
  const site = await interrupted(repurchased, { autoRenewEnabled: false })
  expect((await site.run('resume', '--allow-irreversible')).code).toBe(0)
  expect(await site.standing()).toEqual([
    'central m365-business-premium 10 active',
    'italy m365-business-premium 10 deleted',
  ])
})

it('control: a line that lets its service end with the term asks for nothing more', async () => {
  const ending = { ...line, endOfTerm: 'cancel' }
  const site = await interrupted(
    { ...repurchased, customers: [{ ...repurchased.customers[0]!, lines: [ending] }] },
    toldToEnd,
  )
  expect((await site.run('resume', '--allow-irreversible')).code).toBe(0)
})
