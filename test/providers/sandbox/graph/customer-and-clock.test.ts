/** G4, G5: what the customer does, and what happens by the clock; the records of both. */
import { describe, expect, it } from 'vitest'
import type { World } from '../../../../schemas/generated/world.ts'
import { aWorld, blu, rossi, verdi } from '../rig.ts'
import {
  active,
  aGraphRig,
  asked,
  base,
  type GraphRig,
  pending,
  readers,
  records,
  roles,
  withGroups,
} from './graph-rig.ts'

const statusOf = async (rig: GraphRig, id: string) =>
  (await (await rig.graphApp('central')).get(`${base}/${id}`)).body.status

describe('G4: the customer', () => {
  it('approves, and the service goes on by itself', async () => {
    const rig = await aGraphRig()
    const id = await pending(rig)
    const { status, body } = await rig.customer('approve', id)
    expect([status, body.status, body.activatedDateTime]).toEqual([200, 'approved', null])
    const seen = [await statusOf(rig, id)]
    for (let step = 0; step < 2; step += 1) {
      await rig.advance('PT10S')
      seen.push(await statusOf(rig, id))
    }
    expect(seen).toEqual(['approved', 'activating', 'active'])
    const app = await rig.graphApp('central')
    expect((await app.get(`${base}/${id}`)).body).toMatchObject({
      createdDateTime: '2026-12-07T06:00:00.0000000Z',
      lastModifiedDateTime: '2026-12-07T06:00:30.0000000Z',
      activatedDateTime: '2026-12-07T06:00:30.0000000Z',
      endDateTime: '2028-12-06T06:00:30.0000000Z',
    })
    expect(await records(rig)).toEqual([
      ['2026-12-07T06:00:10', 'granular_admin_relationship_approved'],
      ['2026-12-07T06:00:30', 'granular_admin_relationship_activated'],
    ])
  })

  it('stands in the record of the relationship', async () => {
    const rig = await aGraphRig()
    const id = await active(rig)
    const { items } = (await (await rig.app('central')).get('/v1/auditrecords')).body
    expect([
      items[0].customerId,
      items[0].resourceType,
      items[0].operationStatus,
      JSON.parse(items[0].resourceNewValue),
    ]).toEqual([
      rossi,
      'granular_admin_relationship',
      'succeeded',
      { Id: id, DisplayName: 'central 2026-12 rossi', Status: 'active' },
    ])
    expect(items[0].id).toContain(`_${id}_granularadminrelationshipactivated_`)
  })

  it('is the one the relationship names, or the first where it names none', async () => {
    const rig = await aGraphRig()
    const named = await pending(rig)
    expect((await rig.customer('approve', named, blu)).status).toBe(409)
    const open = await pending(rig, { displayName: 'open', customer: undefined })
    expect((await rig.customer('approve', open)).status).toBe(404)
    expect((await rig.customer('approve', open, verdi)).body.customer).toEqual({
      tenantId: verdi,
      displayName: 'Officina Verdi',
    })
    expect((await rig.customer('approve', open, rossi)).status).toBe(409)
    expect(await statusOf(rig, named)).toBe('approvalPending')
  })

  it('who refuses leaves it pending, and it is cleaned up in the end', async () => {
    const rig = await aGraphRig()
    const id = await pending(rig)
    expect((await rig.customer('refuse', id)).body.status).toBe('approvalPending')
    expect((await rig.customer('approve', id)).status).toBe(409)
    await rig.advance('P90D')
    expect(await statusOf(rig, id)).toBe(undefined)
  })

  it('ends it', async () => {
    const rig = await aGraphRig()
    const id = await active(rig)
    expect((await rig.customer('terminate', id)).body.status).toBe('terminationRequested')
    await rig.advance('PT20S')
    expect(await statusOf(rig, id)).toBe('terminated')
    expect(
      (await records(rig)).map(([, operation]) => operation.slice('granular_admin_relationship_'.length)),
    ).toEqual(['approved', 'activated', 'termination_requested', 'terminated'])
  })

  it('cannot approve while it has the older rights of that partner', async () => {
    const customers = (aWorld().customers ?? []).map(customer => ({
      ...customer,
      relationships: (customer.relationships ?? []).map(entry => ({ ...entry, delegatedAccess: true })),
    }))
    const rig = await aGraphRig(withGroups({ customers }))
    const id = await pending(rig)
    expect((await rig.customer('approve', id)).status).toBe(409)
    const user = await rig.user('central')
    const shown = (await user.get(`/v1/customers/${rossi}`)).body
    expect(shown.allowDelegatedAccess).toBe(true)
    const changed = await user.patch(`/v1/customers/${rossi}`, { ...shown, allowDelegatedAccess: false })
    expect([changed.status, changed.body.allowDelegatedAccess]).toEqual([200, false])
    expect((await user.get(`/v1/customers/${rossi}`)).body.allowDelegatedAccess).toBe(false)
    expect((await rig.customer('approve', id)).status).toBe(200)
  })

  it.each([
    [{ do: 'approve' }, 400],
    [{ do: 'approve', relationship: 'none' }, 404],
    [{ do: 'shrug', relationship: '' }, 400],
    [{ do: 'approve', relationship: 'x', colour: 'red' }, 400],
  ])('is not asked by %j', async (body, status) => {
    const rig = await aGraphRig()
    expect((await rig.control('POST', 'delegated-admin', body)).status).toBe(status)
  })

  it('does only what the state allows', async () => {
    const rig = await aGraphRig()
    const app = await rig.graphApp('central')
    const { id } = (await app.post(base, asked())).body
    expect((await rig.customer('approve', id)).status).toBe(409)
    expect((await rig.customer('terminate', id)).status).toBe(409)
    expect((await rig.customer('shrug', id)).status).toBe(400)
  })
})

describe('G5: the clock', () => {
  type Relationship = NonNullable<NonNullable<World['delegatedAdmin']>['relationships']>[number]
  const seeded = async (over: Partial<Relationship>) => {
    const relationships = [{ partner: 'central', name: 'seeded', customer: rossi, roles: [readers], ...over }]
    const rig = await aGraphRig(withGroups({ delegatedAdmin: { groups: [], relationships } }))
    const { delegatedAdmin } = await rig.state()
    return { rig, id: delegatedAdmin.relationships[0].id as string }
  }

  it('cleans up what nobody answered after 90 days, and frees the name', async () => {
    const rig = await aGraphRig()
    const id = await pending(rig)
    await rig.until('2027-03-07T06:00:09Z')
    expect(await statusOf(rig, id)).toBe('approvalPending')
    await rig.until('2027-03-07T06:00:10Z')
    const app = await rig.graphApp('central')
    expect((await app.get(`${base}/${id}`)).status).toBe(404)
    expect((await app.get(`${base}/${id}/requests`)).status).toBe(404)
    expect((await app.post(base, asked())).status).toBe(201)
    expect(await records(rig)).toEqual([['2027-03-07T06:00:10', 'granular_admin_relationship_cleaned_up']])
  })

  it('ends what has no auto-extend, and cleans it up a year later', async () => {
    const { rig, id } = await seeded({ activated: '2026-11-07T06:00:00Z', duration: 'P31D' })
    await rig.until('2026-12-08T05:59:59Z')
    expect(await statusOf(rig, id)).toBe('active')
    await rig.advance('PT1S')
    expect(await statusOf(rig, id)).toBe('expiring')
    await rig.advance('PT10S')
    expect(await statusOf(rig, id)).toBe('expired')
    await rig.until('2027-12-08T06:00:09Z')
    expect(await statusOf(rig, id)).toBe('expired')
    await rig.advance('PT1S')
    expect(await statusOf(rig, id)).toBe(undefined)
    expect((await rig.state()).delegatedAdmin.relationships).toEqual([])
  })

  it('extends by 180 days, again and again, until it is switched off', async () => {
    const { rig, id } = await seeded({ ends: '2026-12-10T00:00:00Z', autoExtend: true })
    const endOf = async () => (await (await rig.graphApp('central')).get(`${base}/${id}`)).body.endDateTime
    await rig.until('2026-12-10T00:00:00Z')
    expect(await endOf()).toBe('2027-06-08T00:00:00.0000000Z')
    await rig.until('2027-06-08T00:00:00Z')
    expect(await endOf()).toBe('2027-12-05T00:00:00.0000000Z')
    await (await rig.graphApp('central')).patch(`${base}/${id}`, { autoExtendDuration: 'PT0S' })
    await rig.until('2027-12-05T00:00:10Z')
    expect(await statusOf(rig, id)).toBe('expired')
    expect((await records(rig)).at(-1)).toEqual([
      '2027-12-05T00:00:10',
      'granular_admin_relationship_expired',
    ])
  })

  it('takes all steps that are due, each at its own time', async () => {
    const { rig, id } = await seeded({ activated: '2026-11-07T06:00:00Z', duration: 'P31D' })
    await rig.until('2027-12-31T00:00:00Z')
    expect(await statusOf(rig, id)).toBe(undefined)
    const italy = await rig.app('central')
    const of = async (day: string) =>
      (await italy.get(`/v1/auditrecords?startDate=${day}&endDate=${day}`)).body.items.map(
        (item: { operationType: string }) => item.operationType,
      )
    expect(await of('2027-12-08')).toEqual(['granular_admin_relationship_cleaned_up'])
  })

  it('leaves alone a status nobody knows', async () => {
    const { rig, id } = await seeded({ status: 'onHold', ends: '2026-12-10T00:00:00Z' })
    await rig.until('2028-01-01T00:00:00Z')
    expect(await statusOf(rig, id)).toBe('onHold')
    const app = await rig.graphApp('central')
    expect((await app.patch(`${base}/${id}`, { accessDetails: roles(readers) })).status).toBe(409)
  })

  it('can be an empty text, or a date that does not count', async () => {
    const rig = await aGraphRig(withGroups({ settings: { quirks: { emptyDates: true } } }))
    const app = await rig.graphApp('central')
    const { body } = await app.post(base, asked())
    expect([body.activatedDateTime, body.endDateTime]).toEqual(['', '2028-12-06T06:00:00.0000000Z'])
    const id = await active(rig, { displayName: 'second' })
    expect((await app.get(`${base}/${id}`)).body.activatedDateTime).toBe('2026-12-07T06:00:30.0000000Z')
  })
})
