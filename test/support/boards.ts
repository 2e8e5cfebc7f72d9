/** Readiness boards of any size, all made up, with names that try to be more than names. */

import { type Standing, standings } from '../../engine/cutover/standing.ts'
import type { StatusReport, StatusRow } from '../../engine/cutover/status.ts'
import { currency, decimal, instant, utcDate } from '../../engine/model/ids.ts'
import { central, italy, tenant } from './builders/index.ts'
import { planned } from './story.ts'

export const hostileName =
  '<img src=x onerror="window.broken=1"> & "Söhne" </script><script>window.broken=1</script>'

const heldAs: Partial<Record<Standing, StatusRow['held']>> = {
  'not invited': 'waiting',
  invited: 'waiting',
  'agreement missing': 'waiting',
  'qualification missing': 'blocked',
  unknown: 'blocked',
  blocked: 'blocked',
}

export function aBoard(customers: number): StatusReport {
  const rows = Array.from({ length: customers }, (_, at): StatusRow => {
    const standing = standings[at % standings.length] ?? 'ready'
    return {
      customer: at === 0 ? hostileName : `Kunde ${at} ${at % 7 === 0 ? '株式会社' : 'GmbH'}`,
      tenant: tenant(at + 1),
      partner: central,
      consolidation: 'emea-2026',
      wave: `wave ${at % 5}`,
      standing,
      held: heldAs[standing] ?? null,
      remedies: [],
      invitedDays: standing === 'invited' ? at % 40 : null,
      since: null,
      next: 'partner',
      why:
        standing === 'blocked' ? [`Kunde ${at} is held up by something that takes a sentence to say.`] : [],
      seats: at,
      onSources: at,
      onTarget: 0,
      methods: [{ method: 'reprovision', count: (at % 3) + 1 }],
      sources: [{ partner: italy, method: 'reprovision', seats: at }],
      atRisk: { known: [], unknown: 0 },
      azure: null,
    }
  })
  return {
    format: 1,
    at: instant('2026-12-07T06:00:00Z'),
    madeIn: planned().madeIn,
    on: utcDate('2026-12-07'),
    window: null,
    rows,
    waves: [
      { consolidation: 'emea-2026', wave: 'wave 0', customers: 10, accepted: 6, moved: 2, isDone: false },
    ],
    totals: standings
      .map(standing => ({ standing, count: rows.filter(row => row.standing === standing).length }))
      .filter(entry => entry.count > 0),
    summary: planned().summary,
    notes: [],
  }
}

/** Every column has something to say: reasons, remedies, money, Azure usage, delegated administration. */
export function aFullBoard(customers: number): StatusReport {
  const board = aBoard(customers)
  const waves = ['pilot', 'wave of the northern subsidiaries']
  return {
    ...board,
    rows: board.rows.map(
      (row, at): StatusRow => ({
        ...row,
        wave: waves[at % waves.length] ?? null,
        since: utcDate('2026-11-30'),
        why: [`${row.customer.slice(0, 20)} is blocked by something that takes a sentence to say.`],
        remedies: [
          { kind: 'run', command: `tenantform invite --target ${row.tenant} -C emea --sandbox` },
          { kind: 'ask', whom: 'the Global Admin of the customer', what: 'to accept the invitation' },
        ],
        methods: [
          { method: 'reprovision', count: 2 },
          { method: 'transfer', count: 1 },
        ],
        atRisk: { known: [{ amount: decimal('1234.56'), currency: currency('EUR') }], unknown: 1 },
        azure: at % 2 === 0 ? ('waiting for Microsoft' as const) : null,
        admin: {
          state: 'asked',
          turn: 'customer',
          relationship: 'r',
          name: 'Tenantform',
          asked: { on: utcDate('2026-12-01'), days: 6, link: 'https://admin.microsoft.com/' },
          until: null,
          autoExtend: false,
          groups: { complete: 1, declared: 2 },
          why: null,
        },
      }),
    ),
  }
}
