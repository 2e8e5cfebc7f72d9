/** What we write holds names of other people's making: it means nothing but their letters, wherever it is opened. */
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { diagnosticsText } from '../../cmd/report/diagnostics.ts'
import { cell } from '../../cmd/report/plan/plan-markdown.ts'
import { printable, printableLines } from '../../cmd/report/printable.ts'
import { encodeTable } from '../../cmd/tables/encode.ts'
import { customerPaths } from '../../engine/documents/slug.ts'
import { commentLines, yamlScalar } from '../../engine/documents/yaml-text.ts'
import { emlText } from '../../engine/invite/eml.ts'
import { instant } from '../../engine/model/ids.ts'
import { column } from '../../engine/tables/table.ts'
import { hostile } from './hostile.ts'
import { hostileTexts } from './hostile-values.ts'

const names = fc.oneof(
  fc.constantFrom<string>(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 30 }),
)
/** Codes that move a cursor, begin an escape sequence or turn the direction of a line. */
const controls: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0a, 0x1f],
  [0x7f, 0x9f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
]
const controlsIn = (text: string) =>
  text
    .split('')
    .filter(one => controls.some(([from, to]) => one.charCodeAt(0) >= from && one.charCodeAt(0) <= to))

/** Half a surrogate pair has no bytes; files hold U+FFFD for it. */
const wellFormed = (text: string) => Buffer.from(text).toString()

describe('a name', () => {
  it('in a CSV is one cell that no spreadsheet takes for a formula, with any separator', async () => {
    await hostile(
      'name in a table: CSV',
      fc.tuple(names, fc.constantFrom(',', ';', '\t', '|')),
      async ([name, separator]) => {
        const table = { name: 'x', columns: [column('a'), column('b')], rows: [[name, 'end']] }
        const text = String(await encodeTable(table, 'csv', { bom: false, separator }))
        const [, row] = parse(text, {
          delimiter: separator,
          relax_column_count: false,
        }) as readonly (readonly string[])[]
        expect(row?.length).toBe(2)
        // What is a number and nothing else stays one.
        expect(row?.[0]).not.toMatch(/^[=@\t\r]|^[+-](?!\d[\d.,]*$)/)
        // Nothing but the marks in front of signs is added, and what nobody sees is shown.
        expect(row?.[0]?.replaceAll("'", '')).toBe(printableLines(wellFormed(name)).replaceAll("'", ''))
        expect(controlsIn(text.replaceAll(/\r?\n/g, ''))).toEqual([])
        return [text]
      },
    )
  })

  it('in JSON is the same value, in characters that no terminal obeys', async () => {
    await hostile('name in a table: JSON', names, async name => {
      const table = { name: 'x', columns: [column('a')], rows: [[name]] }
      const text = String(await encodeTable(table, 'json', { bom: false, separator: ',' }))
      expect(JSON.parse(text)).toEqual({ format: 1, kind: 'x', rows: [{ a: name }] })
      expect(controlsIn(text.replaceAll('\n', ''))).toEqual([])
      expect(text).not.toMatch(/[\u061C\u200B-\u200F\u2028\u2029\u2060-\u206F\uFEFF]|\uDB40[\uDC00-\uDC7F]/)
      return [text]
    })
  })

  it('in a page is text', async () => {
    await hostile('name in a table: page', names, async name => {
      const table = (text: string) => ({ name: 'x', columns: [column('a')], rows: [[text]] })
      const html = String(await encodeTable(table(name), 'html', { bom: false, separator: ',' }))
      const plain = String(await encodeTable(table('plain'), 'html', { bom: false, separator: ',' }))
      const tags = (text: string) => (text.match(/<[^>]*>/g) ?? []).map(tag => tag.replace(/"[^"]*"/g, '""'))
      expect(tags(html)).toEqual(tags(plain))
      return [html]
    })
  })

  it('in Markdown makes no cell, no markup, no mention, no link', async () => {
    await hostile('name in Markdown', names, name => {
      const text = cell(name)
      expect(text).not.toMatch(/\$|\bgh-\d|[!%](?=["\w])/i)
      expect(text).not.toMatch(/(?<!\\)[|`*_~[\]]|[<>]|@(?!&#8203;)|(?<!&)#(?!&#8203;)|https?:\/\/|\n/)
      return [text]
    })
  })

  it('on a terminal moves no cursor and turns no line around', async () => {
    await hostile('name on a terminal', names, name => {
      expect(controlsIn(printable(name))).toEqual([])
      const at = { file: name, line: 1, column: 1, endLine: 1, endColumn: 2 }
      const text = diagnosticsText(
        [
          {
            code: 'X.Y',
            severity: 'error',
            summary: 's',
            detail: name,
            remedies: [{ kind: 'edit', what: name }],
            at,
            related: [{ at, note: name }],
          },
        ],
        new Map([[name, name]]),
      )
      for (const line of text.split('\n')) expect(controlsIn(line)).toEqual([])
      return [text]
    })
  })

  it('in a document is the same text when it is read, and a comment ends where its line does', async () => {
    await hostile('name in a document', names, name => {
      const said = wellFormed(name)
      const text = `${commentLines(name).join('\n')}\nname: ${yamlScalar(said)}\nlast: 1\n`
      const [document, another] = parseAllDocuments(text, { version: '1.2' })
      expect(another).toBeUndefined()
      expect(document?.toJS()).toEqual({ name: said, last: 1 })
      return []
    })
  })

  it('in a mail begins no header and ends no message', async () => {
    await hostile('name in a mail', names, name => {
      const envelope = {
        from: `${name} <a@b.example>`,
        to: 'c@d.example',
        at: instant('2026-12-07T07:00:00Z'),
        language: 'en',
      }
      const body = `${name}\n.\n`
      const text = emlText({ subject: name, text: body, html: body }, envelope)
      const [head = ''] = text.split('\r\n\r\n', 1)
      const begun = head
        .split('\r\n')
        .filter(line => !/^[ \t]/.test(line))
        .map(line => line.split(':')[0])
      const expected = [
        'From',
        'To',
        'Subject',
        'Date',
        'X-Unsent',
        'MIME-Version',
        'Content-Language',
        'Content-Type',
      ]
      expect(begun).toEqual(expected)
      expect(text).toMatch(/^[\t\r\n -~]*$/)
      return [text]
    })
  })

  it('names a file inside its folder, that no other has on any disc, and that is no device', async () => {
    const customers = fc.array(
      fc.record({
        partner: fc.constantFrom('italy', 'central'),
        tenant: fc.oneof(
          fc.uuid(),
          fc.constantFrom('11111111-0000-4000-8000-000000000001', '11111111-0000-4000-8000-000000000002'),
          names,
        ),
        domain: fc.oneof(
          fc.constantFrom(
            'rossi.example',
            'ROSSI.example',
            'rossi-11111111.example',
            'con.example',
            'aux',
            'ς.example',
            'σ.example',
            '',
          ),
          names,
        ),
        name: names,
      }),
      { maxLength: 8 },
    )
    await hostile('name of a file', customers, wanted => {
      const distinct = [...new Map(wanted.map(one => [`${one.partner}/${one.tenant}`, one])).values()].filter(
        one => /^[0-9a-f-]{36}$/.test(one.tenant),
      )
      for (const path of customerPaths(wanted)) {
        expect(path).toMatch(/^customers\/(italy|central)\/[\p{L}\p{N}-]+\.yaml$/u)
        expect(path).not.toMatch(/\/(con|prn|aux|nul|com\d|lpt\d)\.yaml$/i)
      }
      const folded = customerPaths(distinct).map(path => path.toUpperCase().normalize('NFC'))
      expect(new Set(folded).size).toBe(distinct.length)
      return folded
    })
  })
})
