import { describe, expect, it } from 'vitest'
import { filterStatus } from '../../../engine/cutover/filter-status.ts'
import { statusTable } from '../../../engine/cutover/status-table.ts'
import { objectsOf } from '../../../engine/tables/table.ts'
import { aBoard } from '../../support/boards.ts'

describe('the readiness board, filtered', () => {
  it('shows who stands there or whose turn it is, and counts what is shown', () => {
    const board = aBoard(20)
    const shown = filterStatus(board, { standings: ['invited', 'blocked'], next: [] })
    expect({ rows: shown.rows.map(row => row.standing), totals: shown.totals }).toEqual({
      rows: ['invited', 'blocked', 'invited', 'blocked'],
      totals: [
        { standing: 'invited', count: 2 },
        { standing: 'blocked', count: 2 },
      ],
    })
    expect(filterStatus(board, { standings: [], next: ['customer'] }).rows).toEqual([])
    expect(filterStatus(board, { standings: [], next: [] })).toBe(board)
  })

  it('is a table with a row per customer', () => {
    expect(objectsOf(statusTable(aBoard(2)))[1]).toEqual({
      customer: 'Kunde 1 GmbH',
      'tenant id': '00000000-0000-4000-8000-000000000002',
      partner: 'central',
      consolidation: 'emea-2026',
      wave: 'wave 1',
      standing: 'invited',
      'invited days': 1,
      next: 'partner',
      seats: 1,
      'on sources': 1,
      'on target': 0,
      methods: '2 reprovision',
      'at risk': '',
      azure: null,
      admin: null,
      'admin next': null,
      'admin asked': null,
      'admin until': null,
      since: null,
      why: '',
    })
  })
})
