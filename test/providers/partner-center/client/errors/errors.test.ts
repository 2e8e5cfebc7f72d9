import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { errorRows } from '../../../../../providers/partner-center/client/errors/error-rows.ts'
import { errorOf, kindOf } from '../../../../../providers/partner-center/client/errors/errors.ts'
import { ApiFailure } from '../../../../../providers/partner-center/client/errors/failure.ts'
import { rowOf } from '../../../../../providers/partner-center/client/errors/service-error.ts'
import { aRequest, aResponse } from '../../../../support/requests.ts'
import { aToken, spellings } from '../../../../support/tokens.ts'

const answered = (status: number, body: unknown, headers = {}) =>
  errorOf(
    aRequest({ headers: { Authorization: `Bearer ${aToken()}` } }),
    aResponse({ status, body, headers }),
  )

const rows = errorRows.flatMap(row =>
  row.statuses.flatMap(status => row.codes.map(code => [status, code, row.meaning, row.retry] as const)),
)

describe('an error row', () => {
  // That the rows are those of the page, and no others, is seen in test/conformance/error-page.test.ts.
  it.each(rows)('%i/%s: %s (%s)', (status, code, meaning, retry) => {
    const error = answered(status, { code, description: 'their words', data: [], source: 'PartnerFD' })
    expect(error).toMatchObject({ kind: kindOf(status, code), status, code, meaning, retry })
    expect(error?.diagnostic.detail).toBe(
      `italy: customers.get answered ${status}/${code}: ${meaning} ("their words").`,
    )
    expect(error?.diagnostic.remedies).toEqual(rowOf(status, code)?.remedies)
    expect(error?.diagnostic.remedies.length).toBeGreaterThan(0)
    expect(answered(status, { Code: Number(code), Description: 'their words' })?.meaning).toBe(meaning)
  })

  it('exists once per status and code', () => {
    const keys = rows.map(([status, code]) => `${status}/${code}`)
    expect(keys.filter((key, position) => keys.indexOf(key) !== position)).toEqual([])
  })
})

describe('the kind of an error', () => {
  it.each([
    [403, '20002', 'not-visible'],
    [404, '60003', 'not-visible'],
    [404, '1000', 'not-visible'],
    [404, '20003', 'refused'],
    [400, '2055', 'stale'],
    [401, '900420', 'unauthorised'],
    [409, '900278', 'conflict'],
    [500, '800003', 'unavailable'],
    [400, '2001', 'refused'],
    [403, '13605', 'refused'],
    [417, '800036', 'refused'],
  ])('%i/%s is %s', (status, code, kind) => {
    expect(kindOf(status, code)).toBe(kind)
  })

  it.each([
    [400, 'unknown-code', 'N', 'PARTNER_CENTER.UNKNOWN_CODE'],
    [401, 'unknown-code', 'N', 'PARTNER_CENTER.UNKNOWN_CODE'],
    [409, 'unknown-code', 'N', 'PARTNER_CENTER.UNKNOWN_CODE'],
    [429, 'throttled', 'A', 'PARTNER_CENTER.THROTTLED'],
    [500, 'unavailable', 'A', 'PARTNER_CENTER.UNAVAILABLE'],
    [504, 'unavailable', 'A', 'PARTNER_CENTER.UNAVAILABLE'],
  ])('of an unknown code under %i is %s, %s, %s, and settles nothing', (status, kind, retry, code) => {
    const body = { code: 999_999, description: 'new words' }
    expect(answered(status, body)).toMatchObject({ settles: false, kind, retry, diagnostic: { code } })
  })

  it.each([
    [302, 'foreign', 'PARTNER_CENTER.FOREIGN_ANSWER'],
    [401, 'unauthorised', 'PARTNER_CENTER.UNAUTHORISED'],
    [403, 'foreign', 'PARTNER_CENTER.FOREIGN_ANSWER'],
    [404, 'foreign', 'PARTNER_CENTER.FOREIGN_ANSWER'],
    [408, 'unavailable', 'PARTNER_CENTER.UNAVAILABLE'],
    [409, 'foreign', 'PARTNER_CENTER.FOREIGN_ANSWER'],
    [412, 'foreign', 'PARTNER_CENTER.FOREIGN_ANSWER'],
    [429, 'throttled', 'PARTNER_CENTER.THROTTLED'],
    [503, 'unavailable', 'PARTNER_CENTER.UNAVAILABLE'],
  ])('without a code under %i is %s, and settles nothing', (status, kind, code) => {
    for (const body of [undefined, { message: 'The request is invalid.' }, { error: { code: '2001' } }])
      expect(answered(status, body)).toMatchObject({ settles: false, kind, code: '', diagnostic: { code } })
  })

  it.each(rows.filter(([status]) => status >= 300))('%i/%s settles where its status does', (status, code) => {
    const body = { code, description: 'their words' }
    expect(answered(status, body)?.settles).toBe(status < 500)
    const repeats = aResponse({ status, body })
    expect(errorOf(aRequest(), { ...repeats, repeats: true })?.settles).toBe(false)
  })

  it.each([
    ['13605', 403, 'PARTNER_CENTER.AGREEMENT_MISSING'],
    ['900329', 403, 'PARTNER_CENTER.APP_ONLY_REFUSED'],
    ['900150', 403, 'PARTNER_CENTER.ROLE_MISSING'],
    ['800069', 403, 'PARTNER_CENTER.NEEDS_SOMEBODY'],
    ['800082', 400, 'PARTNER_CENTER.LATER'],
    ['2002', 400, 'PARTNER_CENTER.REFUSED'],
  ])('%s becomes a diagnostic of its own: %i → %s', (code, status, name) => {
    expect(answered(status, { code, description: 'no' })?.diagnostic.code).toBe(name)
  })
})

describe('every shape of body', () => {
  it.each([
    ['standard', 400, { code: '2001', description: 'd', data: [], source: 'PartnerFD' }, '2001'],
    [
      'extended',
      400,
      { code: 600061, message: 'm', errorName: 'e', isRetryable: false, parameters: {} },
      '600061',
    ],
    ['gateway', 429, { statusCode: 429, message: 'Rate limit is exceeded.' }, ''],
    ['framework', 400, { message: 'The request is invalid.' }, ''],
    ['of the token endpoint', 400, { error: 'invalid_request', error_description: 'd' }, ''],
    ['framework with details', 400, { message: 'm', messageDetail: 'd', modelState: { size: ['s'] } }, ''],
    ['empty', 403, undefined, ''],
    ['a bare list', 500, ['2001'], ''],
    ['a text', 503, '2001', ''],
    ['HTML', 502, undefined, ''],
    ['a 200 that says no', 200, { code: '400072', description: 'd' }, '400072'],
  ])('is understood: %s', (_, status, body, code) => {
    expect(answered(status, body)).toMatchObject({ status, code })
  })

  it('is a success otherwise, also with a code of its own', () => {
    expect(answered(200, { id: 'a', code: 'EUR' })).toBeNull()
    expect(answered(204, undefined)).toMatchObject({ settles: false, kind: 'unreadable' })
  })
})

describe('what is said of an error', () => {
  it('carries the id the service answered with, for a support ticket', () => {
    expect(answered(500, undefined, { 'ms-correlationid': 'theirs' })?.diagnostic.correlationId).toBe(
      'theirs',
    )
    expect(answered(500, undefined)?.diagnostic.correlationId).toBe('c-1')
  })

  it('never holds a token, although a front end echoes the request', () => {
    for (const spelling of spellings(aToken())) {
      const error = answered(502, {
        message: `could not forward Authorization: Bearer ${spelling} to the backend`,
      })
      expect(error).not.toBeNull()
      if (error === null) return
      const thrown = new ApiFailure(error)
      const shown = [
        JSON.stringify(thrown),
        JSON.stringify(error),
        inspect(thrown, { depth: 20, showHidden: true }),
        String(thrown),
        thrown.stack,
      ].join(' ')
      for (const form of spellings(aToken())) expect(shown).not.toContain(form)
    }
  })
})
