/** Scripted trouble, consumed as it happens (E15). It is part of the state: a restart does not forget it. */
import {
  asFields,
  countField,
  type Fields,
  field,
  isFields,
  onlyFields,
  optionalText,
} from './body-reader.ts'
import { nextCount } from './ids.ts'
import { refuse } from './refusal.ts'
import type { Service } from './service.ts'
import type { FaultRow } from './state/trace-rows.ts'
import { statusOfCode } from './status-of-code.ts'

export const faultKinds = [
  'drop-before-commit',
  'drop-after-commit',
  'status',
  'throttle',
  'delay',
  'garble',
  'hold-before-commit',
  'hold-after-commit',
  'reset-before-commit',
  'reset-after-commit',
  'truncate',
  'cut-body',
  'slow-body',
  'partial-checkout',
  'skew',
] as const
export type FaultKind = (typeof faultKinds)[number]

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

function readFault(value: unknown): Omit<FaultRow, 'number'> {
  const fields = asFields(value, 'A fault')
  onlyFields(
    fields,
    ['match', 'do', 'times', 'status', 'code', 'body', 'retryAfter', 'ms', 'skew'],
    'A fault',
  )
  const match = asFields(field(fields, 'match') ?? {}, 'match')
  onlyFields(match, ['method', 'path', 'partner'], 'match')
  const kind = faultKinds.find(entry => entry === field(fields, 'do'))
  if (kind === undefined) throw refuse(400, 2000, `do must be one of ${faultKinds.join(', ')}.`)
  return {
    method: optionalText(match, 'method')?.toUpperCase() ?? null,
    path: optionalText(match, 'path'),
    partner: optionalText(match, 'partner'),
    kind,
    left: timesOf(fields),
    ...answerOf(fields, kind),
    retryAfter: numberOr(fields, 'retryAfter', 30),
    ms: numberOr(fields, 'ms', 1000),
    skew: skewOf(fields),
  }
}

function skewOf(fields: Fields): string {
  const skew = optionalText(fields, 'skew') ?? 'PT1H'
  if (!/^-?PT?[0-9HMSD]+$/.test(skew)) throw refuse(400, 2000, 'skew must be a duration, such as -PT3H.')
  return skew
}

function timesOf(fields: Fields): number | null {
  const times = field(fields, 'times') ?? 1
  if (times === 'always') return null
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1)
    throw refuse(400, 2000, 'times must be a whole number from 1, or "always".')
  return times
}

/** HTTP status codes end here; larger codes are the service's own. */
const largestStatus = 599

/** `status` is the HTTP status, `code` the service's; a `code` alone is an HTTP status, or brings the one it always comes with. */
function answerOf(fields: Fields, kind: FaultKind): Pick<FaultRow, 'status' | 'code' | 'body'> {
  const body = field(fields, 'body') ?? null
  const code = field(fields, 'code')
  if (code !== undefined && typeof code !== 'number' && typeof code !== 'string')
    throw refuse(400, 2000, 'code must be a number or text.')
  const number = Number(code ?? Number.NaN)
  const isStatus = number >= 100 && number <= largestStatus
  const told = isStatus ? number : code === undefined ? undefined : statusOfCode(number)
  const status = field(fields, 'status') ?? told
  if (kind === 'status' && (typeof status !== 'number' || status < 400 || status > largestStatus))
    throw refuse(400, 2000, 'A status fault needs a status from 400 to 599.')
  const named = isFields(body) ? field(body, 'code') : undefined
  return {
    status: typeof status === 'number' ? status : 0,
    code: [code, named, status].map(wordOf).find(word => word !== '') ?? '',
    body,
  }
}

function wordOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}

function numberOr(fields: Fields, name: string, otherwise: number): number {
  return field(fields, name) === undefined ? otherwise : countField(fields, name, 'A fault')
}
