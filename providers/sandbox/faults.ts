/** Scripted trouble, consumed as it happens (E15). It is part of the state: a restart does not forget it. */
import { type FaultKind, faultKinds } from './faults/kinds.ts'
import { readFault } from './faults/read-fault.ts'
import { nextCount } from './ids.ts'
import { refuse } from './refusal.ts'
import type { Service } from './service.ts'
import type { FaultRow } from './state/trace-rows.ts'

export interface Fault extends FaultRow {
  readonly kind: FaultKind
}

/** Adds faults as they are written in POST /sandbox/faults and in a World; refuses all when one is wrong. */
export function addFaults(service: Service, written: unknown): number {
  if (!Array.isArray(written)) throw refuse(400, 2000, 'The body must be an array of faults.')
  const read = written.map(readFault)
  for (const fault of read) service.store.faults.put({ ...fault, number: nextCount(service, 'fault') })
  return read.length
}

export function clearFaults(service: Service): number {
  const count = service.store.faults.size
  for (const row of service.store.faults.all()) service.store.faults.remove(String(row.number))
  return count
}

/** The oldest fault that fits this request, used up once; null: none does. */
export function takeFault(
  service: Service,
  method: string,
  path: string,
  partner: string | null,
): Fault | null {
  for (const row of service.store.faults.all()) {
    const fits =
      (row.method === null || row.method === method) &&
      (row.path === null || path.includes(row.path)) &&
      (row.partner === null || row.partner === partner)
    const kind = faultKinds.find(entry => entry === row.kind)
    if (!fits || kind === undefined) continue
    if (row.left !== null && row.left <= 1) service.store.faults.remove(String(row.number))
    else if (row.left !== null) service.store.faults.put({ ...row, left: row.left - 1 })
    return { ...row, kind }
  }
  return null
}
