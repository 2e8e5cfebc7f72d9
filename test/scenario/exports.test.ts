/** Tables after a move: for spreadsheets, for scripts, for Microsoft, for auditors. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aMovedPilot, type MovedPilot } from '../support/moved-pilot.ts'
import { violationsOf } from '../support/schemas.ts'

let pilot: MovedPilot
const run = (...args: readonly string[]) => pilot.run(...args)

beforeAll(async () => {
  pilot = await aMovedPilot()
})
afterAll(() => pilot.remove())

describe('export', () => {
  it('shows what each apply did with the ids of a support ticket, in CSV for Excel', async () => {
    const { code, err } = await run('export', 'evidence', '--out', 'e.csv', '--bom', '--separator', ';')
    const digest = createHash('sha256')
      .update(readFileSync(join(pilot.home, 'e.csv')))
      .digest('hex')
    expect(err).toBe(`10 rows in e.csv · SHA-256 ${digest}\n`)
    const text = readFileSync(join(pilot.home, 'e.csv'), 'utf8')
    const rows = parse(text, { bom: true, delimiter: ';', columns: true }) as Record<string, string>[]
    expect({ code, mark: text.charCodeAt(0), rows: rows.length }).toEqual({ code: 0, mark: 0xfeff, rows: 10 })
    const [first] = rows
    expect(first).toMatchObject({
      customer: 'Panificio Rossi',
      action: 'subscription.create',
      seats: '5',
      outcome: 'done',
      irreversible: 'no',
      'record status': 'succeeded',
    })
    const suspended = rows.find(row => row['action'] === 'subscription.suspend')
    expect(suspended).toMatchObject({
      commerce: 'legacy',
      method: 'reprovision',
      'effect from': '2026-12-07',
      billing: 'italy stops 2026-12-07',
      'expected credit': '14.52',
      'price per period': '18.00',
      currency: 'EUR',
    })
    expect(rows.filter(row => row["Microsoft's record"] === 'not recorded')).toEqual([])
    expect(new Set(rows.map(row => row['request id'])).size).toBe(10)
  })

  it('writes a workbook with typed columns', async () => {
    const { code } = await run(
      'export',
      'subscriptions',
      '--partner',
      'italy',
      '--status',
      'active',
      '--out',
      's.xlsx',
    )
    const [head = [], ...rows] = await readSheet(readFileSync(join(pilot.home, 's.xlsx')))
    const at = (name: string) => head.indexOf(name)
    expect({ code, partners: [...new Set(rows.map(row => row[at('partner')]))] }).toEqual({
      code: 0,
      partners: ['italy'],
    })
    expect(rows.every(row => typeof row[at('seats')] === 'number')).toBe(true)
    expect(rows.some(row => row[at('bought')] instanceof Date)).toBe(true)
    expect(rows.every(row => row[at('product')] === String(row[at('product')]))).toBe(true)
  })

  it('hands Microsoft the customers whose Azure usage can be moved', async () => {
    const { out } = await run('export', 'azure-handoff', '--status', 'ready', '--format', 'json')
    expect(violationsOf('Table', JSON.parse(out))).toEqual([])
    expect(JSON.parse(out)).toEqual({
      format: 1,
      kind: 'azure-handoff',
      rows: [
        {
          consolidation: 'emea-2026',
          'company name': 'Vetreria Murano',
          'tenant id': '8a8d929c-aa3c-4946-abab-ab20b4ed2ec6',
          domain: 'vetreriamurano.example',
          from: 'italy',
          to: 'central-emea',
          'azure subscriptions there': '55a5a8dd-0d42-4dce-aac0-8cba1b83b391 (active)',
          'azure subscriptions here': null,
          'azure subscription ids there': '55a5a8dd-0d42-4dce-aac0-8cba1b83b391 (active)',
          'azure subscription ids here': null,
          state: 'ready',
        },
      ],
    })
  })

  it('says which customer there is none of', async () => {
    const { code, out, err } = await run('export', 'subscriptions', '--customer', 'Nessuno')
    expect([code, out, err.includes('[IMPORT.NO_MATCH]\n  `nessuno` is none.')]).toEqual([3, '', true])
  })

  it('counts the customers of an account, and tells those that are only listed from those with something', async () => {
    const { out } = await run(
      'export',
      'customers',
      '--partner',
      'central-emea',
      '--status',
      'active',
      '--format',
      'json',
    )
    const rows = (JSON.parse(out) as { rows: Record<string, unknown>[] }).rows
    expect(rows.map(row => [row['company name'], row['country'], row['active seats']])).toEqual([
      ['Panificio Rossi', 'IT', 5],
      ['Cooperativa Lagune', 'IT', 12],
      ['Officina Verdi', 'IT', 12],
      ['Studio Blu', 'IT', 14],
    ])
  })
  it('keeps customers of a retired account listed, as retired once nothing of theirs is active', async () => {
    const studio = async () => {
      const { out } = await run('export', 'customers', '--customer', 'Studio Blu', '--format', 'json')
      return (JSON.parse(out) as { rows: Record<string, unknown>[] }).rows.map(row => [
        row['partner'],
        row['status'],
      ])
    }
    expect(await studio()).toEqual([
      ['central-emea', 'active'],
      ['italy', 'suspended'],
    ])
    await pilot.sandbox.advance('P30D')
    expect(await studio()).toEqual([
      ['central-emea', 'active'],
      ['italy', 'retired'],
    ])
  })
})
