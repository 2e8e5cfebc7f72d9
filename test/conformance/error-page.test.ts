/**
 * The error table held against the page it was written from, row by row and in both directions: its sections 18.2 to 18.6.
 * Without the page this is skipped, and says so.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorRows } from '../../providers/partner-center/client/errors/error-rows.ts'

/** Where the page lies; it is no part of the repository. */
const file = process.env['TENANTFORM_CONTRACT']
const page = file === undefined ? null : readFileSync(file, 'utf8')
const title = page === null ? 'is not here (TENANTFORM_CONTRACT names it), so nothing is compared' : 'agrees'

/** `403/20002`: what the page says of its class. */
type Classes = ReadonlyMap<string, string>

function codesIn(cell: string): readonly string[] {
  return cell.split(',').flatMap(part => {
    const [from = '', to] = part.trim().split('-')
    if (to === undefined) return [from]
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, step) => String(Number(from) + step))
  })
}

function classesOn(text: string): Classes {
  const tables = text.slice(text.indexOf('### 18.2'), text.indexOf('## 19.'))
  const found = new Map<string, string>()
  for (const line of tables.split('\n')) {
    const [, http = '', codes = '', meaning = '', said = ''] = line.split('|').map(cell => cell.trim())
    const statuses = http.split(/\/| or /).filter(status => /^\d{3}$/.test(status))
    for (const status of statuses) for (const code of codesIn(codes)) found.set(`${status}/${code}`, said)
    // One row names a second status in its words: "(403/2006: …)".
    for (const [key] of meaning.matchAll(/\d{3}\/\d{4,}/g)) found.set(key, said)
  }
  return found
}

/** Words of the page that are no letter. `A/H` covers three upgrades: what is pending or runs ends by itself, what failed does not. */
const letters: Readonly<Record<string, readonly string[]>> = {
  'treat as success': ['N'],
  'treat as none': ['N'],
  'read result': ['N'],
  'A/H': ['A', 'H'],
}
const means: Readonly<Record<string, string>> = {
  'treat as success': 'done',
  'treat as none': 'none',
  'read result': 'read',
}

describe('the page of errors', () => {
  const onPage = classesOn(page ?? '')
  const ours: ReadonlyMap<string, (typeof errorRows)[number]> = new Map(
    errorRows.flatMap(row =>
      row.statuses.flatMap(status => row.codes.map(code => [`${status}/${code}`, row] as const)),
    ),
  )

  it.skipIf(page === null)(`${title}: the table has every code of it, and no other`, () => {
    expect(onPage.size).toBeGreaterThan(180)
    expect([...ours.keys()].sort()).toEqual([...onPage.keys()].sort())
  })

  it.skipIf(page === null)(`${title}: every class is that of the page`, () => {
    const different = [...onPage].flatMap(([key, said]) => {
      const row = ours.get(key)
      const allowed = letters[said] ?? [said.slice(0, 1)]
      const isSame =
        row !== undefined && allowed.includes(row.retry) && (means[said] ?? row.means) === row.means
      return isSame ? [] : [`${key}: the page says ${said}, the table ${row?.retry} ${row?.means ?? ''}`]
    })
    expect(different).toEqual([])
  })
})
