/**
 * Whether a body is an error of the service, and which. The shapes are those of the page of errors (read 2026-11-30): the standard one
 * has a code and a description, the extended one a code, a name and a message. The gateway's, the framework's and the sign-in service's
 * have no code of their own, and nobody else's is read for one: a web filter also writes JSON.
 */

import { property, textAt } from '../read-value.ts'
import { type ErrorRow, errorRows } from './error-rows.ts'

const byKey = new Map(
  errorRows.flatMap(row =>
    row.statuses.flatMap(status => row.codes.map(code => [`${status}/${code}`, row] as const)),
  ),
)

/** Of the table; null: nobody told us about this pair. */
export function rowOf(status: number, code: string): ErrorRow | null {
  return byKey.get(`${status}/${code}`) ?? null
}

/** `code` may be text or a number (Q5), in any letter case; empty: the body is no error of the service. */
export function codeOf(body: unknown): string {
  const isStandard = typeof property(body, 'description') === 'string'
  const isExtended = textAt(body, 'errorName') !== null && textAt(body, 'message') !== null
  return isStandard || isExtended ? (textAt(body, 'code') ?? '') : ''
}
