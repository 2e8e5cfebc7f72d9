import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Verification } from '../../engine/activity/verify.ts'
import { aMovedPilot, type MovedPilot } from '../support/moved-pilot.ts'
import { isWrite } from '../support/sandbox-process.ts'
import { violationsOf } from '../support/schemas.ts'

const italy = {
  tenant: '1b0f0000-0000-4000-8000-00000000aa02',
  app: '0c1f7a40-5a02-4c39-9c3f-6f3f0e6b1a02',
}

let pilot: MovedPilot
const run = (...args: readonly string[]) => pilot.run(...args)
const verified = async () => {
  const { code, out } = await run('activity', 'verify', '--format', 'json')
  expect(violationsOf('Verification', JSON.parse(out))).toEqual([])
  return { code, ...(JSON.parse(out) as Verification) }
}

beforeAll(async () => {
  pilot = await aMovedPilot()
})
afterAll(() => pilot.remove())

/** A change by somebody who goes round Tenantform, straight through the API. */
async function changedByHand(
  customer: string,
  subscription: string,
  change: Readonly<Record<string, unknown>>,
) {
  const secret = /clientId: 0c1f7a40-5a02-4c39-9c3f-6f3f0e6b1a02, clientSecret: (\S+) }/.exec(
    readFileSync(join(pilot.folder, 'world.yaml'), 'utf8'),
  )?.[1]
  const token = await pilot.sandbox.token(italy.tenant, italy.app, secret ?? '')
  const url = `${pilot.sandbox.url}/v1/customers/${customer}/subscriptions/${subscription}`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const before = (await (await fetch(url, { headers })).json()) as Record<string, unknown>
  const tag = (before['attributes'] as { etag?: string } | undefined)?.etag
  const answer = await fetch(url, {
    method: 'PATCH',
    headers: { ...headers, ...(tag !== undefined && { 'if-match': tag }) },
    body: JSON.stringify({ ...before, ...change }),
  })
  expect(answer.ok).toBe(true)
}

describe('S11: activity verify', () => {
  it('confirms every write of the journal by a record; what others did is not ours, or changed since', async () => {
    const clean = await verified()
    expect({ code: clean.code, totals: clean.totals, unread: clean.unread }).toEqual({
      code: 0,
      totals: {
        confirmed: 10,
        'not recorded yet': 0,
        'no longer kept': 0,
        'not ours': 0,
        'changed since': 0,
      },
      unread: [],
    })
    const writes = (await pilot.sandbox.requests()).filter(
      request => isWrite(request) && !request.path.endsWith('/carts'),
    )
    expect(clean.lines.length).toBe(writes.length)

    await pilot.sandbox.advance('PT1H')
    const untouched = (await pilot.sandbox.subscriptions()).find(
      row =>
        row.partner === 'italy' && row.customer === '8a8d929c-aa3c-4946-abab-ab20b4ed2ec6' && row.seats === 6,
    )
    await changedByHand('8a8d929c-aa3c-4946-abab-ab20b4ed2ec6', untouched?.id ?? '', { quantity: 16 })
    const suspended = clean.lines.find(line => line.write?.action.kind === 'subscription.suspend')
    await changedByHand(suspended?.customer ?? '', suspended?.subscription ?? '', { status: 'active' })

    const found = await verified()
    expect({ code: found.code, totals: found.totals }).toEqual({
      code: 2,
      totals: {
        confirmed: 10,
        'not recorded yet': 0,
        'no longer kept': 0,
        'not ours': 1,
        'changed since': 1,
      },
    })
    const strange = found.lines.filter(line => line.verdict !== 'confirmed')
    expect(
      strange.map(({ verdict, customerName, subscription, record }) => ({
        verdict,
        customerName,
        subscription,
        what: record?.operation,
        by: record?.application,
        at: record?.at,
      })),
    ).toEqual([
      {
        verdict: 'changed since',
        customerName: suspended?.customerName,
        subscription: suspended?.subscription,
        what: 'update_subscription',
        by: italy.app,
        at: '2026-12-07T07:00:00Z',
      },
      {
        verdict: 'not ours',
        customerName: 'Vetreria Murano',
        subscription: untouched?.id,
        what: 'update_subscription',
        by: italy.app,
        at: '2026-12-07T07:00:00Z',
      },
    ])
  })

  it('says which applies there are none of', async () => {
    const { code, err } = await run('activity', 'verify', '20200101T000000Z-00000000')
    expect({ code, says: err.includes('There is no journal of 20200101T000000Z-00000000.') }).toEqual({
      code: 1,
      says: true,
    })
  })
})

describe('an account whose log gives no answer', () => {
  it('is said, is no account without records, and is no success', async () => {
    const fault = {
      match: { method: 'GET', path: '/auditrecords' },
      do: 'status',
      code: 403,
      times: 'always',
    }
    await run('sandbox', 'fault', JSON.stringify([fault]))
    const list = await run('activity', 'list', '--format', 'json', '--partner', 'italy')
    const records = await run('export', 'evidence', '--format', 'json')
    const checked = await run('activity', 'verify', '--format', 'json')
    await fetch(`${pilot.sandbox.url}/sandbox/faults`, { method: 'DELETE' })
    expect([list.code, records.code, checked.code]).toEqual([5, 5, 5])
    expect(JSON.parse(list.out)).toEqual({ format: 1, kind: 'activity', records: [], unread: ['italy'] })
    expect(violationsOf('Table', JSON.parse(records.out))).toEqual([])
    const { rows } = JSON.parse(records.out) as { rows: Record<string, unknown>[] }
    expect(new Set(rows.map(row => row["Microsoft's record"]))).toEqual(new Set(['unknown']))
    expect(JSON.parse(checked.out)).toMatchObject({ lines: [], unread: ['central-emea', 'italy'] })
  })
})

describe('activity list and export', () => {
  it('filters by days, customer and kind', async () => {
    const records = async (...args: readonly string[]) => {
      const { out } = await run('activity', 'list', '--format', 'json', '--to', '2026-12-07', ...args)
      expect(violationsOf('Activity', JSON.parse(out))).toEqual([])
      return (JSON.parse(out) as { records: { customerName: string; resource: string }[] }).records
    }
    const orders = await records('--type', 'order', '--customer', 'studioblu.example')
    expect(orders.map(({ customerName, resource }) => `${customerName} ${resource}`)).toEqual([
      'Studio Blu order',
      'Studio Blu order',
    ])
    expect(
      new Set((await records('--customer', 'blu', '--partner', 'italy')).map(entry => entry.resource)),
    ).toEqual(new Set(['subscription']))
    const { out } = await run(
      'activity',
      'list',
      '--format',
      'json',
      '--from',
      '2026-10-20',
      '--to',
      '2026-12-06',
    )
    expect(JSON.parse(out).records).toEqual([])
  })

  it('explains the 90 days that Microsoft keeps, and shows what there is', async () => {
    const { code, out, err } = await run('activity', 'export', '--from', '2026-01-01', '--type', 'order')
    expect({ code, rows: out.trim().split('\r\n').length }).toEqual({ code: 0, rows: 6 })
    expect(err).toContain('Nothing before 2026-09-08 is shown; 2026-01-01 was asked for.')
  })

  it('refuses days that are none, or that end before they begin', async () => {
    for (const days of [
      ['--from', '2026-02-30x'],
      ['--from', '2026-12-02', '--to', '2026-12-01'],
    ])
      expect((await run('activity', 'list', ...days)).code).toBe(1)
  })
})
