/** Facts that a plan relied on without looking at them again: each moved between plan and apply, and was not noticed. */
import { expect, it } from 'vitest'
import { changedByHand } from '../support/cases/by-hand.ts'
import { aSite, type Site } from '../support/cases/site.ts'
import { id, line, mail, moved, premium } from '../support/cases/subscriptions.ts'

const applied = async (site: Site, ...more: readonly string[]) => {
  const before = await site.writes()
  const { code, err } = await site.apply(site.file, ...more)
  return [code, (await site.writes()) - before, /\b(active|seats):(\w+)\//.exec(err)?.slice(1) ?? []]
}

/** A pilot that has moved, and a plan for everybody else. */
async function afterThePilot(): Promise<Site> {
  const site = await aSite({
    customers: [
      { name: 'alpha', sources: mail },
      { name: 'beta', sources: mail },
    ],
    consolidation: {
      waves: [
        { name: 'pilot', customers: { labels: ['pilot'] } },
        { name: 'all', customers: { partner: 'italy' }, needs: 'pilot' },
      ],
    },
  })
  site.edit('customers/alpha.yaml', 'invited:', 'labels: [pilot]\ninvited:')
  expect((await site.apply('--wave', 'pilot')).code).toBe(0)
  expect((await site.save('--wave', 'all')).code).toBe(0)
  return site
}

it('a pilot whose old mailboxes are on again holds the next wave up', async () => {
  const site = await afterThePilot()
  await changedByHand(site, { partner: 'italy', status: 'suspended' }, { status: 'active' })
  expect(await applied(site)).toEqual([4, 0, ['active', 'italy']])
  expect(await applied(site, '--skip-moved')).toEqual([4, 0, ['active', 'italy']])
})

it('a pilot whose new mailboxes are off holds it up too', async () => {
  const site = await afterThePilot()
  await changedByHand(site, { partner: 'central' }, { status: 'suspended' })
  expect(await applied(site)).toEqual([4, 0, ['active', 'central']])
})

it('control, a pilot that stays moved: everybody else moves', async () => {
  const site = await afterThePilot()
  expect((await site.apply(site.file)).code).toBe(0)
  expect(await site.standing()).toEqual([moved[0], moved[0], moved[1], moved[1]])
})

/** 200 seats are to be bought of an item that is sold to 300 a customer; another account, which is no part of the move, has sold ten. */
async function beside(): Promise<Site> {
  const site = await aSite({
    customers: [
      {
        name: 'alpha',
        sources: mail,
        declared: [{ offer: 'mail', seats: 10 }],
        living: [
          {
            id: id(9),
            partner: 'germany',
            product: 'premium',
            name: 'other',
            seats: 10,
            started: '2026-03-15',
          },
        ],
        lines: [{ ...line, product: premium, seats: 200 }],
      },
    ],
    consolidation: { from: ['italy'] },
  })
  expect((await site.save()).code).toBe(0)
  return site
}

it('a pool that was filled under a third account: nothing of the customer is bought', async () => {
  const site = await beside()
  await changedByHand(site, { partner: 'germany' }, { quantity: 150 })
  expect(await applied(site)).toEqual([4, 0, ['seats', 'germany']])
})

it('control, another name there is no change of the pool: bought', async () => {
  const site = await beside()
  await changedByHand(site, { partner: 'germany' }, { friendlyName: 'Renamed by hand' })
  expect((await site.apply(site.file)).code).toBe(0)
})
