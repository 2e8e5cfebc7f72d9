/** Relationships of delegated administration as a table: a row for each group of each, or one row where it has none. */
import { type AdminActual, type AdminAssignment, isMicrosofts } from '../model/admin.ts'
import { roleName } from '../model/admin-roles.ts'
import { dayOf } from '../model/ids.ts'
import type { CustomerRow } from '../model/live.ts'
import { groupsOf } from '../plan/admin/admin-checks.ts'
import { type Cell, column, type DataTable } from '../tables/table.ts'
import { isWanted, type TableFilter } from './table-filter.ts'

export interface AdminEntry {
  readonly row: CustomerRow
  readonly seen: AdminActual
}

export function adminTable(entries: readonly AdminEntry[], filter: TableFilter): DataTable {
  return {
    name: 'admin',
    columns: [
      column('partner'),
      column('tenant id'),
      column('company name'),
      column('domain'),
      column('relationship'),
      column('relationship id'),
      column('led by'),
      column('roles'),
      column('active since', 'day'),
      column('ends', 'day'),
      column('auto-extend'),
      column('group'),
      column('group roles'),
      column('group status'),
      column('status'),
    ],
    rows: entries.flatMap(entry => rowsOf(entry, filter)),
  }
}

function rowsOf({ row, seen }: AdminEntry, filter: TableFilter): readonly (readonly Cell[])[] {
  const { relationships } = seen
  const { partner, tenant, name, domain } = row
  const customer = [partner, tenant, name, domain]
  if (relationships.kind !== 'present') {
    const status = relationships.kind === 'unknown' ? 'unknown' : 'none'
    return isWanted(filter, status)
      ? [[...customer, ...Array.from<null, Cell>({ length: 10 }, () => null), status]]
      : []
  }
  return relationships.value
    .filter(entry => isWanted(filter, entry.status))
    .flatMap(entry => {
      const read = groupsOf(seen, entry.id)
      const groups = read?.kind === 'present' ? read.value.filter(group => group.status !== 'deleted') : []
      const unread = read?.kind === 'unknown' ? 'unknown' : null
      return (groups.length === 0 ? [null] : groups).map(group => [
        ...customer,
        entry.name,
        entry.id,
        isMicrosofts(entry) ? 'Microsoft' : 'the partner',
        namesOf(entry.roles),
        entry.activatedAt === null ? null : dayOf(entry.activatedAt),
        entry.endsAt === null ? null : dayOf(entry.endsAt),
        entry.autoExtend,
        ...groupCells(group, unread),
        entry.status,
      ])
    })
}

function groupCells(group: AdminAssignment | null, status: string | null): readonly Cell[] {
  return group === null ? [null, null, status] : [group.group, namesOf(group.roles), group.status]
}

function namesOf(roles: readonly string[]): string {
  return roles.map(roleName).sort().join(', ')
}
