/** Exports of the portal become documents, in whatever language they speak; what cannot be used is shown where it stands. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import { runInProcess } from '../support/run-in-process.ts'

const rossi = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'
const verdi = '8db5b3d9-d9b1-4ce7-a119-8a7b35f88f7f'
const mail = '195416C1-3447-423A-B37B-EE59A99A19C4'
const ids = [1, 2, 3, 4, 5].map(number => `00000000-0000-4000-9000-00000000000${number}`)

const english = {
  customers: `Microsoft ID,Company name,Primary domain name,Relationship
${rossi},"Panificio Rossi, figli & Co.",PanificioRossi.example,Cloud Reseller
${verdi},=SUM(1) Verdi,officinaverdi.example,Cloud Reseller
`,
  subscriptions: `Microsoft ID,Subscription,Subscription ID,Offer ID,Offer name,Quantity,Status,Term,Billing frequency,Auto renew
${rossi},Ufficio,${ids[0]},CFQ7TTC0LCHC:0002,Microsoft 365 Business Premium,20,Active,1 Year,Monthly,On
${rossi},NO,${ids[1]},${mail.toLowerCase()},Exchange Online (Plan 1),"1,250",Suspended,,Annual,
${verdi},,${ids[2]},${mail},Exchange Online (Plan 1),3,Active,,Monthly,Yes
${verdi},,${ids[3]},MS-AZR-0145P,Microsoft Azure,1,Active,,,
${verdi},old,${ids[4]},${mail},Exchange Online (Plan 1),3,Deprovisioned,,Monthly,
`,
}
const italian = {
  customers: `\uFEFFID Microsoft;Nome società;Nome di dominio primario;Relazione\r
${rossi};Panificio Rossi, figli & Co.;panificiorossi.example;Rivenditore cloud\r
${verdi};=SUM(1) Verdi;officinaverdi.example;Rivenditore cloud\r
`,
  subscriptions: `\uFEFFID Microsoft;Sottoscrizione;ID sottoscrizione;ID prodotto;ID SKU;Nome offerta;Quantità;Stato;Durata;Frequenza di fatturazione;Rinnovo automatico\r
${rossi};Ufficio;${ids[0]};CFQ7TTC0LCHC;2;Microsoft 365 Business Premium;20;Attivo;1 anno;Mensile;Attivato\r
${rossi};NO;${ids[1]};${mail};;Exchange Online (Plan 1);1.250;Sospesa;;Annuale;\r
{${verdi}};;{${ids[2]}};{${mail}};;Exchange Online (Plan 1);3;Attiva;;Mensile;Sì\r
${verdi};;${ids[3]};MS-AZR-0145P;;Microsoft Azure;1;Attiva;;;\r
${verdi};old;${ids[4]};${mail};;Exchange Online (Plan 1);3;Eliminata;;Mensile;\r
`,
}

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-portal-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const account = ['--partner', 'italy', '--tenant-id', '1b0f0000-0000-4000-8000-00000000aa02']

async function imported(
  name: string,
  files: Readonly<Record<string, string | Buffer>>,
  ...extra: readonly string[]
) {
  const paths = Object.entries(files).map(([file, content]) => {
    writeFileSync(join(home, `${name}-${file}`), content)
    return `${name}-${file}`
  })
  const out = join(home, name)
  const ran = await runInProcess(
    ['import', '--from', ...paths, ...account, ...extra, '-C', join(home, 'none'), '--out', out, '-q'],
    home,
  )
  let texts: Readonly<Record<string, string>> = {}
  try {
    const found = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter(path =>
      path.endsWith('.yaml'),
    )
    texts = Object.fromEntries(found.sort().map(path => [path, readFileSync(join(out, path), 'utf8')]))
  } catch {}
  return { ...ran, out, texts }
}

describe('import --from', () => {
  it('makes the same documents of an English and an Italian export of the same data', async () => {
    const first = await imported('en', { 'c.csv': english.customers, 's.csv': english.subscriptions })
    const second = await imported('it', { 'c.csv': italian.customers, 's.csv': italian.subscriptions })
    expect([first.code, second.code]).toEqual([0, 0])
    const silent = (file: string) =>
      `note: a list leaves something out, which is not written and stays unmanaged [IMPORT.NOT_SAID]
  ${file} does not say: how a term ends (auto-renew alone does not tell: renewed, or extended by the month); what is a trial; what is an add-on to what; the reseller on record.
  → write \`endOfTerm:\` and the like where you want them managed, or import from the account, which says them
`
    expect([first.err, second.err]).toEqual([silent('en-s.csv'), silent('it-s.csv')])
    expect(second.texts).toEqual(first.texts)
    await expect(
      Object.entries(first.texts)
        .map(([path, text]) => `--- ${path}\n${text}`)
        .join(''),
    ).toMatchFileSnapshot('../golden/import/portal.yaml')
    expect((await runInProcess(['validate', '-C', first.out])).code).toBe(0)
  })

  it('reads what spreadsheet programs of several countries make of the same export', async () => {
    const text = italian.subscriptions.replace('\uFEFF', '')
    const wide = Buffer.from(text, 'utf16le')
    const files: Readonly<Record<string, Buffer | string>> = {
      'windows-1252': Buffer.from(text, 'latin1'),
      'utf-16le': Buffer.concat([Buffer.from([0xff, 0xfe]), wide]),
      'utf-16be': Buffer.concat([Buffer.from([0xff, 0xfe]), wide]).swap16(),
      'utf-16 without a mark': wide,
      'named separator': `sep=;\r\n${text}`,
      tabs: text.replaceAll(';', '\t'),
      'old line ends': text.replaceAll('\r\n', '\r'),
      'blank rows': `;;;\r\n\r\n${text};;;;\r\n`,
      decimals: text.replace(';20;', ';20,00;').replace('1.250', '1.250,00'),
    }
    const plain = await imported('plain', { 's.csv': text })
    expect([plain.code, plain.err]).toEqual([0, expect.stringContaining('[IMPORT.NOT_SAID]')])
    for (const [name, content] of Object.entries(files)) {
      const { code, err, texts } = await imported(name, { 's.csv': content })
      expect({ name, code, err, texts }).toEqual({
        name,
        code: 0,
        err: plain.err.replace('plain-', `${name}-`),
        texts: plain.texts,
      })
    }
  })

  it('reads a spreadsheet and another language by a mapping file', async () => {
    const text = (value: string) => ({ type: String, value })
    const rows = [
      ['Mandanten-Nr.', 'Firma', 'Abo-Nr.', 'Angebot', 'Lizenzen', 'Zustand'].map(text),
      [text(rossi), text('Rossi'), text(ids[0] ?? ''), text(mail), { type: Number, value: 7 }, text('Läuft')],
    ]
    const workbook = await writeXlsx(rows).toBuffer()
    const mapping = {
      customerId: ['Mandanten-Nr.'],
      customerName: ['Firma'],
      subscriptionId: ['Abo-Nr.'],
      offerId: ['Angebot'],
      seats: ['Lizenzen'],
      status: { headers: ['Zustand'], values: { läuft: 'active' } },
    }
    writeFileSync(join(home, 'german.json'), JSON.stringify(mapping))
    const { code, err, texts } = await imported('de', { 's.xlsx': workbook }, '--headers', 'german.json')
    expect({ code, err, text: texts['customers/italy/rossi.yaml'] }).toEqual({
      code: 0,
      err: '',
      text: `apiVersion: tenantform/v1
kind: Customer
partner: italy
customer:
  tenantId: ${rossi}
  name: Rossi
subscriptions:
  - key: ${mail.toLowerCase()}
    offer: ${mail}
    seats: 7
    subscriptionId: ${ids[0]}
`,
    })
  })

  it('shows every column and row that cannot be used, where it stands; a row becomes a comment, a column stops it', async () => {
    const csv = `Microsoft ID;Company name;Customer name;Quantity;Status;Subscription ID;Offer ID;Shoe size
${rossi};A;A;5;Active;${ids[0]};${mail};42
`
    const columns = await imported('columns', { 's.csv': csv })
    expect({ code: columns.code, texts: columns.texts, out: columns.err }).toEqual({
      code: 1,
      texts: {},
      out: expect.stringContaining(
        'columns-s.csv:1:27: error: two columns mean the same [IMPORT.AMBIGUOUS_COLUMN]',
      ),
    })
    expect(columns.err).toContain(
      'columns-s.csv:1:82: warning: a column is not known and is not read [IMPORT.UNKNOWN_COLUMN]',
    )

    const bad = english.subscriptions
      .replace('20,Active', 'many,Active')
      .replace('Suspended', 'Resting')
      .replace(`${verdi},,${ids[2]}`, `verdi,,${ids[0]}`)
      .replace(`,${ids[4]},`, `,${ids[3]},`)
    const rows = await imported('rows', { 's.csv': bad })
    const where = rows.err.split('\n').filter(line => line.includes('IMPORT.'))
    expect({ code: rows.code, where }).toEqual({
      code: 0,
      where: [2, 3, 4, 6].map(
        line => `rows-s.csv:${line}:1: warning: a row cannot be used and becomes a comment [IMPORT.BAD_ROW]`,
      ),
    })
    const comments = Object.entries(rows.texts)
      .flatMap(([path, text]) => (path.startsWith('customers/') ? [text] : []))
      .join('')
      .replaceAll(/\n# /g, ' ')
      .split(' not managed: ')
      .slice(1)
      .map(comment => comment.split('\n')[0])
    expect(comments).toEqual([
      `Ufficio, many seats, ${ids[0]}: \`many\` is no number of seats`,
      `NO, 1,250 seats, ${ids[1]}: \`Resting\` is no known status`,
      `Microsoft Azure (MS-AZR-0145P), 1 seat, ${ids[3]}: Azure usage is only verified, Microsoft moves it`,
    ])
    expect(rows.err).toContain('`many` is no number of seats.')
    expect(rows.err).toContain('`Resting` is no known status.')
    expect(rows.err).toContain(`Subscription ${ids[3]} stands in line 5 of rows-s.csv already.`)
  })

  it('writes what the short export of one customer says, and what is missing as comments', async () => {
    const thin = `Subscription ID,Subscription,Quantity,Status,Reseller\n${ids[0]},Exchange Online (Plan 1),5,Active,\n${ids[1]},,,,\n`
    const only = `Microsoft ID,Company name,Primary domain name\n${rossi},Rossi,rossi.example\n`
    const { code, texts } = await imported('thin', { 's.csv': thin, 'c.csv': only })
    expect([code, texts['customers/italy/rossi.yaml']]).toEqual([
      0,
      `apiVersion: tenantform/v1
kind: Customer
partner: italy
customer:
  tenantId: ${rossi}
  domain: rossi.example
  name: Rossi
subscriptions: []
# not managed: Exchange Online (Plan 1), 5 seats, ${ids[0]}: nothing says its product or
# offer
# not managed: a subscription, ${ids[1]}: nothing says its product or offer, the status is
# empty
`,
    ])
    const both = await imported('thin-two', { 's.csv': thin, 'c.csv': english.customers })
    expect([both.code, both.err]).toEqual([
      1,
      expect.stringContaining('and beside it stand 2 customers: give the list of customers too'),
    ])
  })

  const rossiIn = (texts: Readonly<Record<string, string>>) =>
    Object.values(texts).find(text => text.includes(`tenantId: ${rossi}`)) ?? ''

  // Rows that said too little would have made comments of lines that are there, and a list of customers alone of all of them.
  it('takes nothing out of a document for what the export does not say', async () => {
    const files = { 'c.csv': english.customers, 's.csv': english.subscriptions }
    const first = await imported('part', files)
    for (const again of [
      { 'c.csv': english.customers },
      { 's.csv': english.subscriptions.replace('20,Active', 'many,Active') },
    ]) {
      const { code, texts } = await imported('part', again, '--update')
      expect([code, rossiIn(texts).includes('# - key')]).toEqual([0, false])
    }
    expect(first.code).toBe(0)
    const whole = english.subscriptions
      .split('\n')
      .filter(line => !line.includes(ids[0] ?? ''))
      .join('\n')
    const { texts } = await imported('part', { 's.csv': whole }, '--update')
    expect(rossiIn(texts)).toContain('# - key: ufficio')
  })

  it('takes no key out of a document that no column says', async () => {
    const files = { 'c.csv': english.customers, 's.csv': english.subscriptions }
    await imported('silent', files)
    const path = join(home, 'silent', 'customers/italy/panificiorossi.yaml')
    const written = readFileSync(path, 'utf8').replace(
      '    billing: monthly\n',
      '    billing: monthly\n    endOfTerm: cancel\n    friendlyName: Ufficio\n    partnerOfRecord: "4711"\n',
    )
    writeFileSync(path, written)
    const thin = english.subscriptions
      .replace('Subscription,', '')
      .replace(/^([^,]+),[^,]*,/gm, (row, id) => (row.startsWith('Microsoft') ? row : `${id},`))
    const { code, texts } = await imported('silent', { 's.csv': thin }, '--update')
    expect([code, texts['customers/italy/panificiorossi.yaml']]).toEqual([0, written])
  })

  it('asks whose export it is', async () => {
    writeFileSync(join(home, 'c.csv'), english.customers)
    const { code, err } = await runInProcess(
      ['import', '--from', 'c.csv', '-C', join(home, 'none'), '--out', join(home, 'nobody')],
      home,
    )
    expect({ code, says: err.includes('name it with --partner') }).toEqual({ code: 1, says: true })
  })
})
