/** The final invoice (S10): what was switched off is credited, nothing comes after, and nothing is billed twice. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { Reconciliation } from '../../engine/reconcile/reconciliation.ts'
import { copyExample } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { violationsOf } from '../support/schemas.ts'

let home = ''
let folder = ''
/** What each write of the journal is about: verdict of a moment at which nothing is invoiced. */
let early: Reconciliation
const run = (...args: readonly string[]) => runInProcess([...args, '-C', folder, '-q'], home)

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-reconcile-'))
  folder = join(home, 'workspace')
  copyExample('consolidation', folder)
  await run('apply', '--wave', 'pilot', '--auto-approve', '--allow-irreversible', '--sandbox')
  early = JSON.parse((await run('reconcile', '--format', 'json', '--sandbox')).out) as Reconciliation
  await run('sandbox', 'advance', 'P60D')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const header =
  'PartnerId,CustomerId,CustomerName,SubscriptionId,SyndicationPartnerSubscriptionNumber,ChargeStartDate,ChargeEndDate,ChargeType,Amount,Currency'
const italy = '1b0f0000-0000-4000-8000-00000000aa02'
const central = '7d3a0c5e-0000-4000-8000-00000000aa01'

/** Rossi's mail, as downloaded files of both accounts would say it. */
async function withFile(rows: readonly string[]) {
  const writes = early.lines.map(line => line.write).filter(write => write.customerName === 'Panificio Rossi')
  const idOf = (partner: string) => writes.find(write => write.action.partner === partner)?.subscription ?? ''
  const text = rows
    .map(row =>
      row
        .replace('OLD', `${italy},,Rossi,x,${idOf('italy')}`)
        .replace('NEW', `${central},,Rossi,x,${idOf('central-emea')}`),
    )
    .join('\n')
  writeFileSync(join(home, 'recon.csv'), `${header}\n${text}\n`)
  const { code, out } = await run('reconcile', '--from', 'recon.csv', '--format', 'json', '--sandbox')
  const answer: unknown = JSON.parse(out)
  const found = code === 1 ? null : (answer as Reconciliation)
  const { diagnostics } = (code === 1 ? answer : { diagnostics: [] }) as {
    diagnostics: readonly Diagnostic[]
  }
  const lines = (found?.lines ?? [])
    .filter(line => line.write.customerName === 'Panificio Rossi')
    .map(({ verdict, seen }) => `${verdict} ${seen?.amount ?? '-'}`)
  const setAside = (found?.setAside ?? []).map(({ because, detail }) => `${because}: ${detail ?? ''}`)
  return { code, diagnostics, lines, setAside, rows: found?.rows }
}
const month = 'NEW,12/7/2026,1/6/2027,Purchase fee,18.00,EUR'
const cycle = 'OLD,12/1/2026,12/31/2026,Cycle fee,18.00,EUR'
const credit = 'OLD,12/7/2026,12/31/2026,Accredito,-14.52,EUR'

describe('reconcile', () => {
  it('waits for invoices that are not there yet', () => {
    expect(early.totals).toEqual([{ verdict: 'not invoiced yet', count: 10 }])
  })

  it('matches every charge and every credit once the invoices are there, in money per currency', async () => {
    const { code, out } = await run('reconcile', '--format', 'json', '--sandbox')
    expect(violationsOf('Reconciliation', JSON.parse(out))).toEqual([])
    const { totals, money } = JSON.parse(out) as Reconciliation
    expect({ code, totals, money }).toEqual({
      code: 0,
      totals: [{ verdict: 'matched', count: 10 }],
      money: [
        {
          currency: 'EUR',
          creditsExpected: '193.30',
          creditsSeen: '193.30',
          chargedAfter: '0.00',
          billedTwice: '0.00',
          chargedLate: '0.00',
        },
      ],
    })
  })

  it('reads downloaded files, in days and words of any language', async () => {
    expect((await withFile([month, cycle, credit])).lines).toEqual(['matched 18.00', 'matched 14.52'])
  })

  it('reads files that an Italian spreadsheet has saved again, and sets aside days that can be read two ways', async () => {
    const quoted = (row: string) =>
      row.replace(/(\d+)\/(\d+)\/(\d{4})/g, '$2/$1/$3').replace(/(-?\d+)[.](\d\d),EUR$/, '"$1,$2",EUR')
    expect((await withFile([month, cycle, credit].map(quoted))).lines).toEqual([
      'matched 18.00',
      'matched 14.52',
    ])
    const { code, setAside, rows } = await withFile([quoted(month)])
    expect({ code, setAside, rows }).toEqual({
      code: 0,
      setAside: ['ambiguous dates: `7/12/2026` is no day that can be read one way'],
      rows: { read: 1, explained: 0, variances: 0, recurring: 0, notCompared: 0, setAside: 1, repeated: 0 },
    })
  })

  it('takes cents for rounding, and more for a difference', async () => {
    expect((await withFile([month, cycle, credit.replace('14.52', '14.49')])).lines).toEqual([
      'matched 18.00',
      'matched 14.49',
    ])
    expect((await withFile([month, cycle, credit.replace('14.52', '13.00')])).lines).toEqual([
      'matched 18.00',
      'differs 13.00',
      'billed under two partners 1.52',
    ])
  })

  it('raises a missing credit, a charge after the switch-off, and days billed under two partners', async () => {
    expect(await withFile([month, cycle])).toMatchObject({
      code: 2,
      lines: ['matched 18.00', 'missing credit -', 'billed under two partners 14.52'],
    })
    expect(
      await withFile([month, cycle, credit, 'OLD,1/1/2027,1/31/2027,Cycle fee,18.00,EUR']),
    ).toMatchObject({
      code: 2,
      lines: [
        'matched 18.00',
        'matched 14.52',
        'charged after switch-off 18.00',
        'billed under two partners 18.00',
      ],
    })
    expect((await withFile([cycle, credit, month.replace('NEW', `${central},,Other,x,y`)])).lines).toEqual([
      'missing charge -',
      'matched 14.52',
    ])
  })

  it('shows every line of a file that cannot be used', async () => {
    const { code, diagnostics } = await withFile([
      cycle.replace('12/1/2026', '1 dicembre'),
      credit.replace('-14.52', '"14,52-"'),
      cycle.replace('OLD', 'someone,,,,'),
    ])
    expect({ code, where: diagnostics.map(({ code: why, at }) => `${at?.file}:${at?.line} ${why}`) }).toEqual(
      {
        code: 1,
        where: [
          'recon.csv:2 RECONCILE.BAD_LINE',
          'recon.csv:3 RECONCILE.BAD_LINE',
          'recon.csv:4 RECONCILE.NO_PARTNER',
        ],
      },
    )
  })
})

describe('reconcile, of customers that no apply has touched', () => {
  it('asks both sides of a consolidation, and tells what a colleague has bought beside a source', async () => {
    const own = mkdtempSync(join(tmpdir(), 'tenantform-reconcile-'))
    const moving = join(own, 'workspace')
    copyExample('consolidation', moving)
    const world = join(moving, 'world.yaml')
    const bought = [
      '  - id: 5b1f4a52-0000-4000-8000-0000000000c1',
      '    partner: central-emea',
      '    customer: b2ce2bb3-adb9-4a14-a34e-49c4c20936cd',
      '    offer: 91FD106F-4B2C-4938-95AC-F54F74E9A239',
      '    seats: 17',
      '    billing: monthly',
      '    started: "2026-12-01"',
    ]
    writeFileSync(
      world,
      readFileSync(world, 'utf8').replace('  # Clinica San Marco\n', `${bought.join('\n')}\n$&`),
    )
    const asked = (...args: readonly string[]) => runInProcess([...args, '-C', moving, '-q'], own)
    await asked('sandbox', 'advance', 'P40D')
    const { code, out } = await asked('reconcile', '--format', 'json', '--sandbox')
    const { lines, variances, money } = JSON.parse(out) as Reconciliation
    const twice = variances.filter(({ kind }) => kind === 'billed in two accounts')
    rmSync(own, { recursive: true, force: true })
    const shown = twice.map(({ partner, other, from, lastDay, money: paid }) =>
      [partner, other, from, lastDay, paid?.amount].join(' '),
    )
    expect({
      code,
      lines,
      shown,
      billedTwice: money.map(one => `${one.currency} ${one.billedTwice}`),
    }).toEqual({
      code: 2,
      lines: [],
      shown: [
        'germany central-emea 2026-12-18 2026-12-31 24.97',
        'italy central-emea 2026-12-01 2026-12-31 79.00',
      ],
      billedTwice: ['EUR 103.97'],
    })
  })
})

describe('reconcile, in a workspace without a consolidation', () => {
  it('asks every account, and tells what somebody bought by hand', async () => {
    const own = mkdtempSync(join(tmpdir(), 'tenantform-reconcile-'))
    const steady = join(own, 'workspace')
    copyExample('steady-state', steady)
    const world = join(steady, 'world.yaml')
    const byHand = [
      '  - id: 5b1f4a52-0000-4000-8000-0000000000c2',
      '    partner: tirol',
      '    customer: 41740b9d-d2de-46a7-a9a1-2dd5f0a31030',
      '    product: "CFQ7TTC0LCHC:0002"',
      '    seats: 3',
      '    billing: monthly',
      '    term: P1Y',
      '    started: "2026-11-24"',
    ]
    writeFileSync(
      world,
      readFileSync(world, 'utf8').replace('  # Bergbahn Hochstein\n', `${byHand.join('\n')}\n$&`),
    )
    const asked = (...args: readonly string[]) => runInProcess([...args, '-C', steady, '-q'], own)
    await asked('sandbox', 'advance', 'P20D')
    const { code, out } = await asked('reconcile', '--format', 'json', '--sandbox')
    const { lines, variances, rows } = JSON.parse(out) as Reconciliation
    rmSync(own, { recursive: true, force: true })
    const shown = variances.map(({ kind, customerName, from, lastDay, money }) =>
      [kind, customerName, from, lastDay, money?.amount].join(' '),
    )
    expect({ code, lines, shown, rows }).toEqual({
      code: 2,
      lines: [],
      shown: [
        'not explained Gasthof Post 2026-11-24 2026-12-23 65.70',
        // Bought three days before the clock starts.
        'not explained Werbeagentur Funke 2026-11-21 2026-12-20 148.80',
      ],
      rows: {
        read: 12,
        explained: 0,
        variances: 2,
        recurring: 0,
        notCompared: 10,
        setAside: 0,
        repeated: 0,
      },
    })
  })
})
