/** A fault as it is written in POST /sandbox/faults and in a World. What is wrong, or without effect, is refused. */
import {
  asFields,
  countField,
  type Fields,
  field,
  isFields,
  onlyFields,
  optionalText,
} from '../body-reader.ts'
import { statusOfCode } from '../error-codes.ts'
import { refuse } from '../refusal.ts'
import type { FaultRow } from '../state/trace-rows.ts'
import { endlessPages, type FaultKind, faultKinds, optionsOfFaults } from './kinds.ts'

export function readFault(value: unknown): Omit<FaultRow, 'number'> {
  const fields = asFields(value, 'A fault')
  const kind = faultKinds.find(entry => entry === field(fields, 'do'))
  if (kind === undefined) throw refuse(400, 2000, `do must be one of ${faultKinds.join(', ')}.`)
  onlyFields(fields, ['match', 'do', 'times', ...optionsOfFaults[kind]], `A ${kind} fault`)
  const match = asFields(field(fields, 'match') ?? {}, 'match')
  onlyFields(match, ['method', 'path', 'partner'], 'match')
  return {
    method: optionalText(match, 'method')?.toUpperCase() ?? null,
    path: optionalText(match, 'path'),
    partner: optionalText(match, 'partner'),
    kind,
    left: timesOf(fields),
    ...answerOf(fields, kind),
    headers: headersOf(fields, kind),
    retryAfter: retryAfterOf(fields),
    ms: numberOr(fields, 'ms', 1000),
    bytes: numberOr(fields, 'bytes', kind === 'huge-body' ? 100_000_000 : 1),
    gzip: flagOf(fields, 'gzip'),
    length: lengthOf(fields, kind),
    pages: pagesOf(fields),
    skew: skewOf(fields),
  }
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
  if (kind === 'status') checkStatus(status, 400, 'A status fault')
  if (isReplacing(kind)) checkStatus(status, 200, `A ${kind} fault`)
  const named = isFields(body) ? field(body, 'code') : undefined
  return {
    status: typeof status === 'number' ? status : 0,
    code: [code, named, status].map(wordOf).find(word => word !== '') ?? '',
    body,
  }
}

const isReplacing = (kind: FaultKind) => kind === 'replace-before-commit' || kind === 'replace-after-commit'

function checkStatus(status: unknown, least: number, what: string): void {
  const isRight =
    typeof status === 'number' && Number.isInteger(status) && status >= least && status <= largestStatus
  if (!isRight) throw refuse(400, 2000, `${what} needs a status from ${least} to ${largestStatus}.`)
}

function wordOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}

/** A header's name and value as HTTP carries them. */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

/** Null: the header is left out. */
function headersOf(fields: Fields, kind: FaultKind): Readonly<Record<string, string | null>> {
  const written = field(fields, 'headers')
  const asks = kind === 'throttle' || field(fields, 'retryAfter') !== undefined
  const headers: Record<string, string | null> = asks ? { 'retry-after': retryAfterOf(fields) } : {}
  for (const [name, value] of Object.entries(written === undefined ? {} : asFields(written, 'headers'))) {
    const isValue = value === null || (typeof value === 'string' && headerValue.test(value))
    if (!headerName.test(name) || !isValue)
      throw refuse(400, 2000, `The header ${name} needs a text that HTTP can carry, or null.`)
    headers[name.toLowerCase()] = value
  }
  return headers
}

/** Seconds, or any other text: a date, something negative, nonsense. */
function retryAfterOf(fields: Fields): string {
  const value = field(fields, 'retryAfter') ?? 30
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || !headerValue.test(value))
    throw refuse(400, 2000, 'retryAfter must be a number, or a text that HTTP can carry.')
  return value
}

function numberOr(fields: Fields, name: string, otherwise: number): number {
  return field(fields, name) === undefined ? otherwise : countField(fields, name, 'A fault')
}

function flagOf(fields: Fields, name: string): boolean {
  const value = field(fields, name) ?? false
  if (typeof value !== 'boolean') throw refuse(400, 2000, `${name} must be true or false.`)
  return value
}

function lengthOf(fields: Fields, kind: FaultKind): number {
  if (kind === 'wrong-length' && field(fields, 'length') === undefined)
    throw refuse(400, 2000, 'A wrong-length fault needs the length it tells.')
  return numberOr(fields, 'length', 0)
}

function pagesOf(fields: Fields): (typeof endlessPages)[number] {
  const value = field(fields, 'pages') ?? 'repeated'
  const pages = endlessPages.find(entry => entry === value)
  if (pages === undefined) throw refuse(400, 2000, `pages must be one of ${endlessPages.join(', ')}.`)
  return pages
}

function skewOf(fields: Fields): string {
  const skew = optionalText(fields, 'skew') ?? 'PT1H'
  if (!/^-?PT?[0-9HMSD]+$/.test(skew)) throw refuse(400, 2000, 'skew must be a duration, such as -PT3H.')
  return skew
}
