/** Approvals that end, and seats that nothing backs: seen to pass. */
import { expect, it } from 'vitest'
import { aSite, steady, steps, writeDocuments } from '../support/cases/site.ts'
import { line, mail, moved, office } from '../support/cases/subscriptions.ts'

/** Two seats more of new commerce, which cannot be undone, approved until the 7th. */
async function approved() {
  const site = await aSite(
    {
      customers: [
        {
          name: 'alpha',
          sources: [],
          living: [{ ...office, partner: 'central' }],
          lines: [{ ...line, seats: 12 }],
        },
      ],
      policies: [{ id: 'blast', scope: 'apply', needsApproval: { customersOver: 0 } }],
    },
    steady,
  )
  writeDocuments(site.workspace, 'workspace.yaml', {
    kind: 'Workspace',
    exceptions: [{ rule: 'guards/blast', scope: '*', reason: 'signed by the board', until: '2026-12-07' }],
  })
  expect((await site.save()).code).toBe(0)
  return site
}

it('an exception that ends before the plan is carried out lets nothing pass', async () => {
  const site = await approved()
  await site.until('2026-12-08T05:00:00Z')
  const before = await site.writes()
  expect((await site.apply(site.file)).code).toBe(4)
  expect(await site.writes()).toBe(before)
})

it('control, an exception on its last day: carried out', async () => {
  const site = await approved()
  await site.until('2026-12-07T23:00:00Z')
  expect((await site.apply(site.file)).code).toBe(0)
  expect(await site.standing()).toEqual(['central m365-business-premium 12 active'])
})

const seatsSane = [{ id: 'seats-sane', scope: 'subscription', deny: { increasePercentOver: 25 } }]

it('a purchase that no source backs grows from nothing, and is declined', async () => {
  const site = await aSite({
    customers: [
      {
        name: 'alpha',
        sources: mail,
        declared: [
          { offer: 'mail', seats: 10 },
          { offer: 'e3', seats: 5000 },
        ],
      },
    ],
    policies: seatsSane,
  })
  const { code, out } = await site.run('plan')
  expect([code, out]).toEqual([
    3,
    expect.stringContaining('5000 seats are bought that no source and nothing on the target has'),
  ])
})

it('control, a move passes the guard about seats', async () => {
  const site = await aSite({ customers: [{ name: 'alpha', sources: mail }], policies: seatsSane })
  expect(steps(await site.planned())).toEqual(['create', 'gate.customer', 'suspend'])
  expect((await site.apply()).code).toBe(0)
  expect(await site.standing()).toEqual(moved)
})
