/** Spreadsheets that are small on disc and would be large to read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readTable } from '../../../cmd/importing/read-table.ts'
import { spreadsheetTrouble } from '../../../cmd/importing/spreadsheet-limits.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-sheets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

function workbook(cells: string): Uint8Array {
  const parts = {
    'xl/workbook.xml': `<workbook ${ns} xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${ns}><sheetData>${cells}</sheetData></worksheet>`,
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
}

const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`
const row = (number: number, ...cells: readonly string[]) => `<row r="${number}">${cells.join('')}</row>`

async function read(bytes: Uint8Array): Promise<unknown> {
  writeFileSync(join(folder, 'a.xlsx'), bytes)
  try {
    const { table } = await readTable('a.xlsx', folder)
    return [table.headers, ...table.rows.map(entry => entry.cells)]
  } catch (error) {
    return (error as { diagnostic: { code: string; detail: string } }).diagnostic.detail
  }
}

it('an ordinary one is read', async () => {
  const cells =
    row(1, cell('A1', 'Customer'), cell('B1', 'Seats')) + row(2, cell('A2', 'Rossi'), cell('B2', '5'))
  expect(await read(workbook(cells))).toEqual([
    ['Customer', 'Seats'],
    ['Rossi', '5'],
  ])
})

// Red once: two cells made a table of seventeen thousand million.
it.each([
  [
    'two far cells',
    row(1, cell('XFD1', 'x')) + row(1_048_576, cell('A1048576', 'y')),
    'Its cells span 1048576 rows of 16384 columns.',
  ],
  ['a column no sheet has', row(1, cell('ZZZZZZ1', 'x')), 'A cell of it has a place that no sheet has.'],
  [
    'a row no sheet has',
    '<row r=\'99999999\'><c r="A99999999"/></row>',
    'A cell of it has a place that no sheet has.',
  ],
  [
    'a place in other words',
    '<row><c s=">" r="&#65;1"/></row>',
    'A cell of it has a place that no sheet has.',
  ],
])('%s is refused', async (_, cells, words) => {
  expect(await read(workbook(cells))).toBe(`a.xlsx: ${words}`)
})

it('one that unpacks to more than it may is refused while it is unpacked, and a tag without an end too', () => {
  const limits = { bytes: 1024 * 1024, cells: 1_000 }
  const bomb = zipSync({ 'xl/a.bin': new Uint8Array(8 * 1024 * 1024) })
  expect(bomb.length).toBeLessThan(10_000)
  expect(spreadsheetTrouble(bomb, limits)).toBe('Unpacked it has more than 1 MiB.')
  const endless = zipSync({ 'a.xml': strToU8(`<c ${'x="1" '.repeat(20_000)}`) })
  expect(spreadsheetTrouble(endless, limits)).toBe('A tag of it is longer than any of a spreadsheet.')
  expect(spreadsheetTrouble(strToU8('PK, and nothing'), limits)).toBeNull()
})
