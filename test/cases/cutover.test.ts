/** What partners met on the days of a cutover: each once, small, with what was right. Each was seen wrong; controls are their neighbours. */
import { expect, it } from 'vitest'
import { amendWorld, aSite, blockers, steps } from '../support/cases/site.ts'
import { basic, id, line, mail, moved, office, premium, untouched } from '../support/cases/subscriptions.ts'
import { central, italy, type WorkspaceWish } from '../support/workspaces/a-workspace.ts'

it('add-on left behind its base: blocked by the plan, nothing half done', async () => {
  const site = await aSite(
    {
      customers: [
        {
          name: 'alpha',
          sources: mail,
          living: [office, { ...office, id: id(2), product: 'basic', name: 'phone', parent: id(1) }],
          lines: [line],
        },
      ],
      consolidation: {
        leave: [
          {
            partner: 'italy',
            customer: '3d6f0c5e-0000-4000-8000-000000000001',
            subscription: id(2),
            reason: 'telephony stays until spring',
          },
        ],
      },
    },
    amendWorld(world => {
      const { products } = world['catalogue'] as {
        products: { id: string; skus: Record<string, unknown>[] }[]
      }
      Object.assign(products.find(entry => basic.startsWith(entry.id))?.skus[0] ?? {}, {
        isAddOn: true,
        prerequisites: [premium],
      })
    }),
  )
  const plan = await site.planned()
  expect([steps(plan), blockers(plan)]).toEqual([[], [['PLAN.ADD_ON_PARTED']]])
  expect((await site.apply()).code).toBe(0)
  expect(await site.writes()).toBe(0)
})

const repurchased: WorkspaceWish = {
  customers: [{ name: 'alpha', sources: [], living: [{ ...office, started: '2026-12-01' }], lines: [line] }],
  methods: [{ when: { commerce: 'nce' }, do: 'repurchase' }],
}

it('cancel window closes before apply: nothing is bought after it', async () => {
  const site = await aSite(repurchased)
  await site.until('2026-12-07T23:00:00Z')
  const saved = await site.save()
  await site.until('2026-12-08T00:30:00Z')
  const applied = await site.apply(...(saved.code === 0 ? [site.file] : []))
  expect([applied.code === 4 || applied.code === 0, await site.writes()]).toEqual([true, 0])
})

it('control, well inside the window: bought, cancelled, no day billed twice', async () => {
  const site = await aSite(repurchased)
  await site.save()
  await site.until('2026-12-07T11:00:00Z')
  expect((await site.apply(site.file)).code).toBe(0)
  expect(await site.standing()).toEqual([
    'central m365-business-premium 10 active',
    'italy m365-business-premium 10 deleted',
  ])
  expect((await site.run('plan', '--detailed-exitcode')).code).toBe(0)
  await site.sandbox.advance('P3D')
  expect(await site.daysBilledTwice()).toBe(0)
})

const waves: WorkspaceWish['consolidation'] = {
  waves: [
    { name: 'pilot', customers: { labels: ['pilot'] } },
    { name: 'all', customers: { partner: 'italy' }, needs: 'pilot' },
  ],
}

const twoCustomers = (pilot: object, other: object = {}): WorkspaceWish => ({
  customers: [
    { name: 'alpha', sources: mail, ...pilot },
    { name: 'beta', sources: mail, ...other },
  ],
  consolidation: waves ?? {},
})

const labelled = async (pilot: object, other?: object) => {
  const site = await aSite(twoCustomers(pilot, other))
  site.edit('customers/alpha.yaml', 'invited:', 'labels: [pilot]\ninvited:')
  return site
}

it('control, a pilot that never accepted holds nobody up', async () => {
  const site = await labelled({ accepted: false })
  expect((await site.apply('--wave', 'all')).code).toBe(0)
  expect(await site.standing()).toEqual([moved[0], ...untouched, moved[1]])
})

it('control, the next wave after the pilot: both are moved', async () => {
  const site = await labelled({})
  expect([(await site.apply('--wave', 'pilot')).code, (await site.apply('--wave', 'all')).code]).toEqual([
    0, 0,
  ])
  expect(await site.standing()).toEqual([moved[0], moved[0], moved[1], moved[1]])
})

it('a wave waits for an accepted pilot without an agreement, and status says so', async () => {
  const site = await labelled({ agreement: false })
  site.edit('customers/alpha.yaml', 'invited:', 'agreement: required\ninvited:')
  await site.apply('--wave', 'all')
  expect(await site.writes()).toBe(0)
  const board = JSON.parse((await site.run('status', '--format', 'json')).out) as {
    waves: { wave: string; isDone: boolean }[]
  }
  expect(board.waves.map(({ wave, isDone }) => [wave, isDone])).toEqual([
    ['pilot', false],
    ['all', false],
  ])
})

it('a wave of which nobody has accepted is not done before the one that it needs', async () => {
  const site = await labelled({}, { accepted: false })
  const done = async () => {
    const board = JSON.parse((await site.run('status', '--format', 'json')).out) as {
      waves: { wave: string; isDone: boolean }[]
    }
    return board.waves.map(({ wave, isDone }) => [wave, isDone])
  }
  expect(await done()).toEqual([
    ['pilot', false],
    ['all', false],
  ])
  expect((await site.apply('--wave', 'pilot')).code).toBe(0)
  expect(await done()).toEqual([
    ['pilot', true],
    ['all', true],
  ])
})

it('a day that does not exist is a mistake of use', async () => {
  const site = await aSite({ customers: [{ name: 'alpha', sources: mail }] })
  const { code, err } = await site.run('plan', '--on', '2026-02-30')
  expect([code, err.includes('2026-02-30'), err.includes('bug')]).toEqual([1, true, false])
})

it('a day that is over is refused', async () => {
  const site = await aSite({ customers: [{ name: 'alpha', sources: mail }] })
  const { code, err, out } = await site.run('plan', '--on', '2026-12-05')
  expect([code, out, err.includes('2026-12-07')]).toEqual([1, '', true])
})

it('a lapse planned for a day after the term: no step takes effect before the day of the plan', async () => {
  const site = await aSite({
    customers: [
      { name: 'alpha', sources: [], living: [{ ...office, started: '2025-12-11' }], lines: [line] },
    ],
    methods: [{ when: { commerce: 'nce' }, do: 'lapse' }],
  })
  const plan = await site.planned('--on', '2026-12-20')
  expect([steps(plan), blockers(plan)]).toEqual([[], [['PLAN.RENEWAL_LOCKED']]])
})

it('a transfer already asked for by hand: nothing is bought while it is pending', async () => {
  const site = await aSite({ customers: [{ name: 'alpha', sources: mail, living: [office], lines: [line] }] })
  expect((await site.save()).code).toBe(0)
  const token = await site.sandbox.token(central.tenantId, central.clientId, central.secret)
  const asked = await fetch(
    `${site.sandbox.url}/v1/customers/${site.workspace.tenantOf('alpha')}/transfers`,
    {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        sourcePartnerTenantId: italy.tenantId,
        sourcePartnerName: 'Italy',
        targetPartnerTenantId: central.tenantId,
        targetPartnerEmailId: 'ops@central.example',
        sourcePartnerEmailId: 'ops@italy.example',
        customerEmailId: 'it@alpha.example',
        customerName: 'alpha',
        transferType: '5',
        // More than we would ask for, so it is of somebody else.
        targetProductTypes: ['OnlineServicesNCE', 'Software'],
      }),
    },
  )
  expect([asked.status, await asked.text()]).toEqual([201, expect.any(String)])
  const before = await site.writes()
  expect((await site.apply(site.file)).code).toBe(4)
  expect(await site.writes()).toBe(before)
  expect(blockers(await site.planned())).toEqual([['PLAN.TRANSFER_OPEN']])
})

it('a transfer locked on the planned day: nothing is bought on it', async () => {
  const site = await aSite({
    customers: [
      { name: 'alpha', sources: mail, living: [{ ...office, started: '2025-12-11' }], lines: [line] },
    ],
  })
  const plan = await site.planned('--on', '2026-12-10')
  expect([steps(plan), blockers(plan).flat().length > 0]).toEqual([[], true])
  await site.until('2026-12-10T09:00:00Z')
  await site.apply()
  expect(await site.standing()).toEqual([...untouched, 'italy m365-business-premium 10 active'])
})
