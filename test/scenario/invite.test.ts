/** Invitations (S2): who has not accepted, in which words, since when. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { copyExample } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { violationsOf } from '../support/schemas.ts'

let home = ''
let prepared = ''
let folder = ''
const run = (...args: readonly string[]) => runInProcess([...args, '-C', folder, '--sandbox', '-q'], home)

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-invite-'))
  prepared = join(home, 'prepared')
  folder = prepared
  copyExample('consolidation', prepared)
  expect((await run('import', '--consolidation', 'emea-2026', '--update')).code).toBe(0)
})
beforeEach(({ task }) => {
  folder = join(home, task.id)
  cpSync(prepared, folder, { recursive: true, filter: path => !path.includes('.tenantform') })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const cantina = () => readFileSync(join(folder, 'customers', 'central-emea', 'cantinavecchia.yaml'), 'utf8')
const board = async () => {
  const { out } = await run('status', '--format', 'json')
  const { rows } = JSON.parse(out) as {
    rows: { customer: string; standing: string; invitedDays: number | null }[]
  }
  return rows.find(row => row.customer === 'Cantina Vecchia')
}

describe('invite', () => {
  it('writes nothing into the documents when told so', async () => {
    const before = cantina()
    const { out } = await run('invite', '--no-mark', '--format', 'json')
    expect(violationsOf('Invitations', JSON.parse(out))).toEqual([])
    const { link, invitations } = JSON.parse(out) as { link: string; invitations: Record<string, unknown>[] }
    const anchor = `<a href="${link.replaceAll('&', '&amp;')}">`
    expect(invitations.map(({ html }) => String(html).split(anchor).length - 1)).toEqual([1, 1])
    // Was red: paragraphs were broken at 130 columns, and a phone breaks them again. A paragraph ends with a full stop or a colon.
    const lines = invitations.flatMap(({ text }) => String(text).split('\n'))
    const long = lines.filter(line => line.length > 60 && !/^(REHEARSAL|https:)/.test(line))
    expect(long.filter(line => !/[.:]$/.test(line))).toEqual([])
    expect(long.length).toBe(6)
    expect({ link: link.startsWith('https://'), text: cantina() }).toEqual({ link: true, text: before })
    expect(
      invitations.map(({ name, language, invited, isFirst }) => ({ name, language, invited, isFirst })),
    ).toEqual([
      { name: 'Cantina Vecchia', language: 'it', invited: '2026-12-07', isFirst: true },
      { name: 'Gelateria Alba', language: 'it', invited: '2026-11-25', isFirst: false },
    ])
  })

  it('leaves drafts and a mail merge, in texts of one’s own and to people who are known', async () => {
    mkdirSync(join(home, 'texts'))
    writeFileSync(join(home, 'texts', 'it.txt'), 'Subject: Ciao <%= it.contact %>\n\nPremi: <%= it.link %>\n')
    writeFileSync(
      join(home, 'people.csv'),
      'domain;email;contact\nCantinaVecchia.example;pia@cantina.example;Pia Però\n',
    )
    const args = [
      '--templates',
      'texts',
      '--contacts',
      'people.csv',
      '--from',
      'IT <it@nordwind.example>',
      '--out',
      'mails',
    ]
    expect((await run('invite', '--no-mark', ...args)).code).toBe(0)
    expect(readdirSync(join(home, 'mails')).sort()).toEqual([
      'cantinavecchia.eml',
      'gelateriaalba.eml',
      'invitations.csv',
    ])
    const mail = readFileSync(join(home, 'mails', 'cantinavecchia.eml'), 'utf8')
    expect(mail.split('\r\n').slice(0, 3)).toEqual([
      'From: IT <it@nordwind.example>',
      'To: pia@cantina.example',
      'Subject: =?UTF-8?Q?REHEARSAL_=C2=B7_Ciao_Pia_Per=C3=B2?=',
    ])
    const types = mail.split('\r\n').filter(line => line.startsWith('Content-Type: '))
    expect(types).toEqual([
      'Content-Type: multipart/alternative; boundary="=_tenantform"',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Type: text/html; charset=utf-8',
    ])
    const rows = parse(readFileSync(join(home, 'mails', 'invitations.csv')), {
      bom: true,
      columns: true,
    }) as Record<string, string>[]
    expect(rows.map(row => [row['company name'], row['email'], row['subject']])).toEqual([
      ['Cantina Vecchia', 'pia@cantina.example', 'REHEARSAL · Ciao Pia Però'],
      ['Gelateria Alba', '', 'REHEARSAL · Ciao Gelateria Alba'],
    ])
  })

  // Was red: the real board took customers for invited whom only a rehearsal had invited, and nobody chased them.
  it('marks nobody in a rehearsal unless told so, and says in the answer and in every mail what it is (T29)', async () => {
    const before = cantina()
    const { code, out, err } = await run('invite', '--out', join(folder, 'mails'))
    const banner = /^REHEARSAL in a sandbox \(world [0-9a-f]{8}\): nothing here is about your accounts\n/
    const [said = ''] = banner.exec(out) ?? []
    expect({ code, said: said !== '', text: cantina() }).toEqual({ code: 0, said: true, text: before })
    const subject =
      'Subject: REHEARSAL · Nordlicht Cloud EMEA chiede la Vostra approvazione: passaggio delle licenze Microsoft'
    expect(out.split('\n').filter(line => line.startsWith('Subject: '))).toEqual([subject, subject])
    expect(out.split(said).length - 1).toBe(3)
    expect(err).toContain('A rehearsal: no document is changed; --mark writes `invited:` all the same.\n')
    expect(await board()).toMatchObject({ standing: 'not invited', invitedDays: null })
    const { madeIn } = JSON.parse((await run('invite', '--format', 'json')).out) as {
      madeIn: { kind: string }
    }
    expect(madeIn.kind).toBe('sandbox')
  })

  it('notes the first day in the document, keeps its comments, and so the board shows the age', async () => {
    const before = cantina()
    expect(await board()).toMatchObject({ standing: 'not invited', invitedDays: null })
    await run('invite', '--mark', '--target', 'cantinavecchia.example')
    expect(cantina().replace('invited: "2026-12-07"\n', '')).toBe(before)
    await run('sandbox', 'advance', 'P3D')
    await run('invite', '--mark', '--target', 'cantinavecchia.example')
    expect(cantina()).toContain('invited: "2026-12-07"\n')
    expect(await board()).toMatchObject({ standing: 'invited', invitedDays: 3 })
  })

  it('says whom nobody has written down, and knows no customer by another name', async () => {
    rmSync(join(folder, 'customers', 'central-emea', 'cantinavecchia.yaml'))
    const all = await run('invite', '--no-mark', '--format', 'json')
    const wrong = await run('invite', '--no-mark', '--target', 'cantinavecchia.example')
    expect({
      names: (JSON.parse(all.out) as { invitations: { name: string }[] }).invitations.map(
        entry => entry.name,
      ),
      says: all.err.includes('[INVITE.UNDECLARED]\n  Cantina Vecchia.'),
      wrong: [wrong.code, wrong.err.includes('[INVITE.NO_CUSTOMER]')],
    }).toEqual({ names: ['Gelateria Alba'], says: true, wrong: [3, true] })
  })

  it('no longer invites whom the account shows', async () => {
    const tenant = /tenantId: (\S+)/.exec(cantina())?.[1] ?? ''
    await run('sandbox', 'accept', 'central-emea', tenant)
    const { out } = await run('invite', '--no-mark', '--format', 'json')
    expect(
      (JSON.parse(out) as { invitations: { name: string }[] }).invitations.map(entry => entry.name),
    ).toEqual(['Gelateria Alba'])
  })

  it('saves its texts to be edited, and overwrites none', async () => {
    const first = await runInProcess(['invite', '--save-templates', 'mine'], home)
    expect(first.out.trim().split('\n')).toEqual(
      ['de', 'en', 'es', 'fr', 'it'].flatMap(name => [
        join('mine', `${name}.txt`),
        join('mine', `${name}-admin.txt`),
      ]),
    )
    writeFileSync(join(home, 'mine', 'en.txt'), 'Subject: mine\n\n<%= it.lnk %>\n')
    await runInProcess(['invite', '--save-templates', 'mine'], home)
    expect(readFileSync(join(home, 'mine', 'en.txt'), 'utf8')).toContain('mine')
    const { code, err } = await run('invite', '--no-mark', '--templates', 'mine')
    expect({ code, says: err.includes('there is no `lnk`; did you mean `link`?') }).toEqual({
      code: 1,
      says: true,
    })
  })
})
