/** Tables that people hand over: exports of the portal, price lists, invoices, contacts. A row is taken or refused at its line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTable } from '../../cmd/importing/read-table.ts'
import { readContacts } from '../../cmd/inviting/contacts.ts'
import { diagnosticsText } from '../../cmd/report/diagnostics.ts'
import type { Diagnostic } from '../../engine/diagnostic.ts'
import { mailOf, templateTrouble } from '../../engine/invite/templates.ts'
import { priceFile } from '../../engine/load/prices/prices.ts'
import { partnerName, productKey } from '../../engine/model/ids.ts'
import { noVocabulary } from '../../engine/portal/columns.ts'
import { readExport } from '../../engine/portal/read-export.ts'
import { readInvoiceFile } from '../../engine/reconcile/invoices/invoice-files.ts'
import { Trouble } from '../../engine/trouble.ts'
import { hostile } from './hostile.ts'
import { hostileTexts } from './hostile-values.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-tables-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const headers = [
  'Microsoft ID',
  'Company name',
  'Primary domain name',
  'Subscription ID',
  'Offer ID',
  'Product ID',
  'SKU ID',
  'Quantity',
  'Status',
  'Term',
  'item',
  'term',
  'billing',
  'currency',
  'price',
  'UnitPrice',
  'ChargeStartDate',
  'Subtotal',
  'SubscriptionId',
  'email',
  'domain',
]
const cells = fc.oneof(
  fc.constantFrom<string>(
    ...hostileTexts,
    ...headers,
    '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001',
    'CFQ7TTC0LCHC:0002',
    '5',
    '1,50',
    'Active',
    'a@b.example',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const sheets = fc
  .tuple(
    fc.constantFrom(',', ';', '\t', '|'),
    fc.array(fc.oneof(fc.constantFrom(...headers), cells), { minLength: 1, maxLength: 8 }),
    fc.array(fc.array(cells, { maxLength: 9 }), { maxLength: 4 }),
    fc.boolean(),
    fc.constantFrom('', '\uFEFF', 'sep=;\n', '\u0000'),
  )
  .map(
    ([mark, head, rows, isQuoted, before]) =>
      before +
      [head, ...rows].map(row => row.map(cell => (isQuoted ? quoted(cell) : cell)).join(mark)).join('\r\n'),
  )
const texts = fc.oneof(sheets, fc.string({ unit: 'binary', maxLength: 200 }))

/** The work's diagnostics; trouble of ours is one of them, anything else goes up. */
async function saidBy(work: () => Promise<readonly Diagnostic[]>): Promise<readonly Diagnostic[]> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Trouble) return error.diagnostics
    throw error
  }
}

const readers: Readonly<Record<string, (name: string) => Promise<readonly Diagnostic[]>>> = {
  'the portal': async name => {
    const { table } = await readTable(name, folder)
    return readExport(partnerName('italy'), [table], noVocabulary).diagnostics
  },
  invoices: async name => {
    const { table } = await readTable(name, folder)
    return readInvoiceFile(table, { partners: new Map(), partner: partnerName('italy') }).diagnostics
  },
  contacts: async name => {
    await readContacts(name, folder)
    return []
  },
}

describe('a file of', () => {
  it.each(Object.entries(readers))('%s is read, or refused with a code', async (_, read) => {
    await hostile(
      'tables: portal, invoices, contacts',
      fc.oneof(texts, fc.uint8Array({ maxLength: 200 })),
      async content => {
        writeFileSync(join(folder, 'table.csv'), content)
        const said = await saidBy(() => read('table.csv'))
        for (const { code, at } of said)
          expect({ code, line: at === undefined || at.line >= 1 }).toEqual({
            code: expect.stringMatching(/^[A-Z]+\.[A-Z_]+$/),
            line: true,
          })
        return [diagnosticsText(said, new Map())]
      },
    )
  })

  it('prices is read, or told at a line', async () => {
    const at = { file: 'a.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 }
    await hostile('tables: prices', texts, text => {
      const list = priceFile('p.csv', { read: () => text, at })
      const told = list.check()
      expect(told.every(entry => entry.severity !== 'error' && (entry.at?.line ?? 0) >= 1)).toBe(true)
      for (const { pricePerSeat } of list.pricesOf(productKey('195416C1-3447-423A-B37B-EE59A99A19C4')))
        expect(pricePerSeat).toMatch(/^\d+(\.\d+)?$/)
      return [diagnosticsText(told, new Map())]
    })
  })
})

describe('a spreadsheet', () => {
  it.each([
    ['nothing but its first letters', Buffer.from('PK')],
    ['cut', Buffer.from('504b0304140000000800', 'hex')],
    ['noise', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(5000, 0xa5)])],
  ])('that is none is refused: %s', async (_, bytes) => {
    writeFileSync(join(folder, 'table.xlsx'), bytes)
    const said = await saidBy(async () => {
      await readTable('table.xlsx', folder)
      return []
    })
    expect(said.map(entry => entry.code)).toEqual(['IMPORT.NOT_A_TABLE'])
  })
})

describe('a template', () => {
  it('of any text is refused, or filled in without running anything and without a line more in its subject', async () => {
    const pieces = fc.constantFrom(
      'Subject: x\n\n',
      '<%= it.link %>',
      '<%= it.name %>',
      '<% throw 1 %>',
      '<%',
      '%>',
      '<%~ it.x %>',
      '\r\n',
      '`',
      '${',
      '\\',
      '<%= it.constructor %>',
      'Bcc: a@b\n',
    )
    await hostile(
      'templates',
      fc.tuple(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 8 }),
        fc.constantFrom<string>(...hostileTexts),
      ),
      ([parts, name]) => {
        const template = parts.join('')
        const trouble = templateTrouble('en.txt', template)
        if (trouble !== null) return [diagnosticsText([trouble], new Map())]
        const facts = {
          name,
          domain: name,
          tenantId: 't',
          contact: name,
          sender: name,
          link: 'https://l.example',
          adminLink: 'https://a.example',
          date: '2026-12-07',
        }
        const mail = mailOf(template, facts, 'en')
        expect(mail.subject).not.toMatch(/[\r\n]/)
        return []
      },
    )
  })
})
