/**
 * What every provider promises the engine, told from easy to hard. Whoever writes a provider makes this green from the top; each
 * chapter needs those before it. It speaks `Reader` and `Performers` only, and looks at the far side through `Site`.
 */
import { afterEach, describe, expect, it } from 'vitest'
import {
  actionId,
  type ProductKey,
  type SubscriptionId,
  seats,
  type TenantId,
} from '../../engine/model/ids.ts'
import type { LiveSubscription } from '../../engine/model/live.ts'
import type { ActionOf } from '../../engine/plan/action.ts'
import type { Attempt, Outcome, Performers, Reader } from '../../engine/ports.ts'
import type { World } from '../../schemas/generated/world.ts'
import { aCreate, aReactivate, aRename, aSeatChange, aSuspend } from '../support/actions.ts'
import {
  accepted,
  agreed,
  archive,
  aWorld,
  living,
  mail,
  partner,
  premium,
  stranger,
  suite,
  type WorldFacts,
} from './provider-world.ts'

export interface Fault {
  readonly match: { readonly method?: string; readonly path?: string }
  readonly do: 'drop-before-commit' | 'drop-after-commit' | 'status' | 'throttle' | 'garble'
  readonly code?: number
  readonly body?: unknown
  readonly retryAfter?: number
  readonly times?: number
}

/** A provider in front of a far side that was seeded, and that can be made to misbehave. */
export interface Site {
  readonly reader: Reader
  readonly performers: Performers
  /** Scripts faults, used up as they are met. */
  faults(faults: readonly Fault[]): Promise<void>
  /** Requests the far side saw that could change something, sign-in left out. */
  writesSeen(): Promise<readonly string[]>
  /** Subscriptions the far side holds that were not seeded. */
  bought(): Promise<number>
  now(): string
  close(): Promise<void>
}

/** Ids derived from a name, as the executor derives them from plan, action and attempt; notes survive in memory. */
function anAttempt(
  name: string,
  facts: { readonly evidence?: Attempt['evidence']; readonly notes?: Attempt['notes'] } = {},
): Attempt {
  const notes: Record<string, Readonly<Record<string, string>>> = { ...facts.notes }
  const uuid = (step: string) => {
    const hex = Buffer.from(`${name}/${step}`.padEnd(16, '.')).toString('hex').slice(-32)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }
  return {
    number: 1,
    requestId: uuid('main'),
    correlationId: uuid('corr'),
    requestIdFor: uuid,
    mayLeave: () => undefined,
    note(step, data) {
      notes[step] = data
      return Promise.resolve()
    },
    notes,
    evidence: facts.evidence ?? {},
  }
}

export function describeProvider(name: string, make: (world: World) => Promise<Site>): void {
  describe(name, () => {
    let site: Site | null = null
    afterEach(async () => {
      await site?.close()
      site = null
    })
    const open = async (facts: WorldFacts = {}): Promise<Site> => {
      site = await make(aWorld(facts))
      return site
    }

    describe('1. sees what is there', () => {
      it('lists the customers that accepted, and no stranger', async () => {
        const read = await (await open()).reader.customers(partner)
        expect(read.kind === 'present' && read.value.map(row => `${row.name} ${row.domain}`).sort()).toEqual([
          'Accepted accepted.example',
          'Agreed agreed.example',
        ])
      })

      it('tells a customer who accepted from one who did not', async () => {
        const { reader } = await open()
        expect(await reader.customer(partner, agreed)).toEqual({
          kind: 'present',
          value: { partner, tenant: agreed, name: 'Agreed', domain: 'agreed.example', country: 'IT' },
        })
        expect(await reader.customer(partner, stranger)).toEqual({ kind: 'absent' })
        expect(await reader.subscriptions(partner, stranger)).toEqual({ kind: 'absent' })
      })

      it('tells who agreed', async () => {
        const { reader } = await open()
        expect(await reader.agreement(partner, agreed)).toMatchObject({ kind: 'present' })
        expect(await reader.agreement(partner, accepted)).toEqual({ kind: 'absent' })
      })

      it('reads a subscription in our words', async () => {
        const read = await (await open()).reader.subscriptions(partner, agreed)
        expect(read.kind === 'present' && read.value).toMatchObject([
          {
            id: living,
            partner,
            customer: agreed,
            product: suite,
            name: 'suite',
            seats: 12,
            status: 'active',
            commerce: 'legacy',
            kind: 'licence',
            term: null,
            trial: false,
          },
        ])
        expect(await site?.reader.subscriptions(partner, accepted)).toEqual({ kind: 'present', value: [] })
      })

      it.each<[string, ProductKey, object]>([
        [
          'legacy commerce',
          mail,
          {
            commerce: 'legacy',
            terms: [
              { term: '', billing: 'monthly' },
              { term: '', billing: 'annual' },
            ],
            addOn: false,
          },
        ],
        ['an add-on', archive, { commerce: 'legacy', addOn: true, prerequisites: [suite] }],
        [
          'new commerce',
          premium,
          { commerce: 'nce', terms: [{ term: 'P1Y', billing: 'monthly' }], maximumSeats: 300 },
        ],
      ])('finds an item of %s in the catalogue', async (_, product, facts) => {
        const read = await (await open()).reader.catalogueItem(partner, 'IT', product)
        expect(read).toMatchObject({
          kind: 'present',
          value: { product, purchasable: true, trial: false, ...facts },
        })
      })

      it('finds nothing that is not sold', async () => {
        const { reader } = await open()
        expect(await reader.catalogueItem(partner, 'IT', 'CFQ7TTC0XXXX:0001' as ProductKey)).toEqual({
          kind: 'absent',
        })
        expect(
          await reader.catalogueItem(partner, 'IT', 'FFFFFFFF-0000-4000-8000-000000000000' as ProductKey),
        ).toEqual({ kind: 'absent' })
      })

      it('reads all of many customers, each once', async () => {
        const read = await (await open({ more: 1_200 })).reader.customers(partner)
        expect(read.kind === 'present' && new Set(read.value.map(row => row.tenant)).size).toBe(1_202)
        expect(read.kind === 'present' && read.value.length).toBe(1_202)
      })

      it('writes nothing by reading', async () => {
        const { reader, writesSeen } = await open()
        await reader.customers(partner)
        await reader.customer(partner, agreed)
        await reader.subscriptions(partner, agreed)
        await reader.agreement(partner, agreed)
        await reader.catalogueItem(partner, 'IT', premium)
        expect(await writesSeen()).toEqual([])
      })
    })

    describe('2. tells not knowing from absence', () => {
      it.each<[string, Fault]>([
        ['fails', { match: { path: '/v1/' }, do: 'status', code: 500, times: 20 }],
        ['cuts the connection', { match: { path: '/v1/' }, do: 'drop-before-commit', times: 20 }],
        ['answers nonsense', { match: { path: '/v1/' }, do: 'garble', times: 20 }],
      ])('when the service %s', async (_, fault) => {
        const { reader, faults } = await open()
        await faults([fault])
        expect(await reader.customer(partner, agreed)).toMatchObject({
          kind: 'unknown',
          because: { severity: 'error' },
        })
        expect(await reader.subscriptions(partner, agreed)).toMatchObject({ kind: 'unknown' })
        expect(await reader.catalogueItem(partner, 'IT', mail)).toMatchObject({ kind: 'unknown' })
      })

      it.each<[string, Fault]>([
        ['fails once', { match: { path: '/subscriptions' }, do: 'status', code: 503, times: 1 }],
        [
          'cuts the connection once',
          { match: { path: '/subscriptions' }, do: 'drop-before-commit', times: 1 },
        ],
        ['answers nonsense once', { match: { path: '/subscriptions' }, do: 'garble', times: 1 }],
        ['throttles', { match: { path: '/subscriptions' }, do: 'throttle', retryAfter: 42, times: 3 }],
        [
          'is in conflict with itself once',
          { match: { path: '/subscriptions' }, do: 'status', code: 409, times: 1 },
        ],
      ])('asks again when the service %s', async (_, fault) => {
        const { reader, faults } = await open()
        await faults([fault])
        expect(await reader.subscriptions(partner, agreed)).toMatchObject({
          kind: 'present',
          value: [{ id: living }],
        })
      })
    })

    describe('3. buys', () => {
      it.each<[string, ProductKey, string | null]>([
        ['legacy commerce', mail, null],
        ['new commerce', premium, 'P1Y'],
      ])('something of %s, and the service shows it', async (_, product, term) => {
        const { reader, performers, bought } = await open()
        const action = create(product, { term })
        const outcome = await performers['subscription.create'].perform(action, anAttempt('buy'))
        expect(outcome).toMatchObject({ kind: 'done' })
        expect(await find(reader, product)).toMatchObject({ seats: 5, name: 'mail', status: 'active', term })
        expect(await bought()).toBe(1)
      })

      it('an add-on for a base that lives', async () => {
        const { reader, performers } = await open()
        const action = create(archive, { base: { kind: 'living', subscription: living, order: null } })
        expect(await performers['subscription.create'].perform(action, anAttempt('add-on'))).toMatchObject({
          kind: 'done',
        })
        expect(await find(reader, archive)).toMatchObject({ parent: living, seats: 5, status: 'active' })
      })

      it('an add-on for a base that the same plan bought', async () => {
        const { reader, performers } = await open()
        const base = await performers['subscription.create'].perform(create(suite), anAttempt('base'))
        const evidence = evidenceOf(base)
        const action = create(archive, {
          name: 'archive',
          base: { kind: 'created by', action: actionId('base') },
        })
        const attempt = anAttempt('add-on', { evidence: { [actionId('base')]: evidence } })
        expect(await performers['subscription.create'].perform(action, attempt)).toMatchObject({
          kind: 'done',
        })
        expect(await find(reader, archive)).toMatchObject({ parent: evidence.subscription })
      })

      it('nothing for a customer without the agreement, and says so', async () => {
        const { performers, bought } = await open()
        const outcome = await performers['subscription.create'].perform(
          create(mail, { customer: accepted }),
          anAttempt('early'),
        )
        expect(outcome).toMatchObject({
          kind: 'refused',
          because: { code: 'PARTNER_CENTER.AGREEMENT_MISSING' },
        })
        expect(await bought()).toBe(0)
      })

      it('nothing for a stranger', async () => {
        const { performers, bought } = await open()
        const outcome = await performers['subscription.create'].perform(
          create(mail, { customer: stranger }),
          anAttempt('stranger'),
        )
        expect(outcome).toMatchObject({ kind: 'refused', because: { code: 'PARTNER_CENTER.NOT_VISIBLE' } })
        expect(await bought()).toBe(0)
      })

      it('nothing in a form that is not sold', async () => {
        const { performers, bought } = await open()
        const outcome = await performers['subscription.create'].perform(
          create(premium, { term: 'P3Y' }),
          anAttempt('form'),
        )
        expect(outcome).toMatchObject({ kind: 'refused', because: { code: 'PARTNER_CENTER.NOT_SOLD_NOW' } })
        expect(await bought()).toBe(0)
      })
    })

    describe('4. changes', () => {
      const each = <A extends Change>(action: A): A => ({
        ...action,
        customer: agreed,
        subscription: living,
        seats: seats(12),
      })
      const changes: readonly (readonly [Change, Partial<LiveSubscription>])[] = [
        [each({ ...aSeatChange(), from: seats(12), to: seats(20) }), { seats: seats(20) }],
        [each({ ...aSeatChange(), from: seats(12), to: seats(3) }), { seats: seats(3) }],
        [each(aSuspend()), { status: 'suspended' }],
        [each({ ...aRename(), from: 'suite', to: 'office' }), { name: 'office' }],
      ]

      it.each(
        changes.map(
          ([action, after]) => [`${action.kind} to ${JSON.stringify(after)}`, action, after] as const,
        ),
      )('%s, whether the answer comes at once or later', async (_, action, after) => {
        for (const asyncPatch of [false, true]) {
          const { reader, performers } = await open({
            settings: { quirks: { asyncPatch } },
          })
          expect(await change(performers, action, 'change')).toMatchObject({ kind: 'done' })
          expect(await find(reader, suite)).toMatchObject({ id: living, ...after })
          await site?.close()
          site = null
        }
      })

      it('on again what was switched off', async () => {
        const { reader, performers } = await open()
        await change(performers, each(aSuspend()), 'off')
        expect(await change(performers, each(aReactivate()), 'on')).toMatchObject({ kind: 'done' })
        expect(await find(reader, suite)).toMatchObject({ status: 'active', seats: 12 })
      })

      it('nothing twice, and nothing that somebody else changed meanwhile', async () => {
        const { performers, writesSeen } = await open()
        const action = each({ ...aSeatChange(), from: seats(12), to: seats(20) })
        await change(performers, action, 'first')
        const before = (await writesSeen()).length
        expect(await change(performers, action, 'second')).toMatchObject({ kind: 'done' })
        expect(await change(performers, { ...action, from: seats(7), to: seats(8) }, 'third')).toMatchObject({
          kind: 'refused',
          because: { code: 'PARTNER_CENTER.MOVED' },
        })
        expect(await writesSeen()).toHaveLength(before)
      })

      it('what went stale under its hands, on what is there now', async () => {
        const { reader, performers, faults } = await open()
        await faults([
          {
            match: { method: 'PATCH' },
            do: 'status',
            code: 400,
            body: { code: '2055', description: 'stale' },
            times: 1,
          },
        ])
        expect(await change(performers, each(aSuspend()), 'stale')).toMatchObject({ kind: 'done' })
        expect(await find(reader, suite)).toMatchObject({ status: 'suspended' })
      })
    })

    describe('5. never does a thing twice, whatever becomes of the answer', () => {
      const lost: readonly (readonly [string, Fault, 'happened' | 'did not happen'])[] = [
        [
          'is lost after the purchase',
          { match: { path: '/checkout' }, do: 'drop-after-commit', times: 1 },
          'happened',
        ],
        [
          'is nonsense after the purchase',
          { match: { path: '/checkout' }, do: 'garble', times: 1 },
          'happened',
        ],
        [
          'never comes, and nothing was bought',
          { match: { path: '/checkout' }, do: 'drop-before-commit', times: 1 },
          'did not happen',
        ],
      ]

      it.each(lost)('when the answer %s', async (_, fault, expected) => {
        const { reader, performers, faults, bought } = await open()
        const create5 = performers['subscription.create']
        const attempt = anAttempt('lost')
        await faults([fault])
        expect(await create5.perform(create(mail), attempt)).toMatchObject({ kind: 'unknown' })
        expect(await create5.look(create(mail), attempt)).toMatchObject({ kind: expected })
        // The executor repeats only what did not happen; a provider must stand the repetition all the same.
        expect(await create5.perform(create(mail), attempt)).toMatchObject({ kind: 'done' })
        expect(await bought()).toBe(1)
        expect(await find(reader, mail)).toMatchObject({ seats: 5 })
      })

      it('when the process died between the purchase and its note of it', async () => {
        const { performers, bought } = await open()
        const create6 = performers['subscription.create']
        const first = anAttempt('crash')
        await create6.perform(create(mail), first)
        const revived = anAttempt('crash', { notes: first.notes })
        expect(await create6.look(create(mail), revived)).toMatchObject({
          kind: 'happened',
          evidence: { subscription: expect.any(String) },
        })
        expect(await create6.perform(create(mail), revived)).toMatchObject({ kind: 'done' })
        expect(await bought()).toBe(1)
      })

      it('when even the note is lost: the ids are derived, so the service recognises them', async () => {
        const { performers, bought } = await open()
        const create7 = performers['subscription.create']
        await create7.perform(create(mail), anAttempt('same'))
        expect(await create7.perform(create(mail), anAttempt('same'))).toMatchObject({ kind: 'done' })
        expect(await bought()).toBe(1)
      })

      it('when the service throttles or fails a while on the way', async () => {
        const { performers, faults, bought } = await open()
        await faults([
          { match: { method: 'POST', path: '/carts' }, do: 'throttle', retryAfter: 30, times: 2 },
          { match: { path: '/checkout' }, do: 'status', code: 503, times: 2 },
          { match: { method: 'PATCH' }, do: 'drop-after-commit', times: 1 },
        ])
        // A purchase is looked for after each answer that settles nothing, and sent again under the same ids.
        const buying = performers['subscription.create']
        const attempt = anAttempt('slow')
        for (let tries = 0; tries < 2; tries += 1) {
          expect(await buying.perform(create(mail), attempt)).toMatchObject({ kind: 'unknown' })
          expect(await buying.look(create(mail), attempt)).toEqual({ kind: 'did not happen' })
        }
        expect(await buying.perform(create(mail), attempt)).toMatchObject({ kind: 'done' })
        const suspend = { ...aSuspend(), customer: agreed, subscription: living, seats: seats(12) }
        expect(await change(performers, suspend, 'slow-off')).toMatchObject({ kind: 'done' })
        expect(await bought()).toBe(1)
      })
    })

    describe('6. waits on the clock it was given', () => {
      it('for a base that takes five minutes to exist', async () => {
        const { performers, reader, now } = await open({
          settings: { provisioningDelay: 'PT5M', orderListDelay: 'PT15M' },
        })
        const base = await performers['subscription.create'].perform(create(suite), anAttempt('base'))
        const action = create(archive, {
          name: 'archive',
          base: { kind: 'created by', action: actionId('base') },
        })
        const attempt = anAttempt('add-on', { evidence: { [actionId('base')]: evidenceOf(base) } })
        expect(await performers['subscription.create'].perform(action, attempt)).toMatchObject({
          kind: 'done',
        })
        expect(now() >= '2026-12-07T06:05:00Z').toBe(true)
        expect(await reader.subscriptions(partner, agreed)).toMatchObject({ kind: 'present' })
      })
    })
  })
}

type Change = ActionOf<
  'subscription.change-seats' | 'subscription.suspend' | 'subscription.reactivate' | 'subscription.rename'
>

function create(
  product: ProductKey,
  facts: Partial<ActionOf<'subscription.create'>> = {},
): ActionOf<'subscription.create'> {
  const customer: TenantId = facts.customer ?? agreed
  const action = aCreate({ product, customer, ...facts })
  return {
    ...action,
    proves: action.proves.map(check =>
      check.kind === 'new subscription lives' ? { ...check, customer, notAmong: [living] } : check,
    ),
  }
}

function change(performers: Performers, action: Change, name: string): Promise<Outcome> {
  switch (action.kind) {
    case 'subscription.change-seats':
      return performers[action.kind].perform(action, anAttempt(name))
    case 'subscription.suspend':
      return performers[action.kind].perform(action, anAttempt(name))
    case 'subscription.reactivate':
      return performers[action.kind].perform(action, anAttempt(name))
    case 'subscription.rename':
      return performers[action.kind].perform(action, anAttempt(name))
  }
}

async function find(reader: Reader, product: ProductKey): Promise<LiveSubscription | undefined> {
  const read = await reader.subscriptions(partner, agreed)
  return read.kind === 'present' ? read.value.find(entry => entry.product === product) : undefined
}

function evidenceOf(
  outcome: Outcome,
): Extract<Outcome, { kind: 'done' }>['evidence'] & { readonly subscription?: SubscriptionId } {
  if (outcome.kind !== 'done') throw new Error(`not bought: ${JSON.stringify(outcome)}`)
  return outcome.evidence
}
