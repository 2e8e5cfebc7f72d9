/** Who to write to: a CSV or Excel file with a tenant id or a domain, an address, and maybe a name. */
import { diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/invite/codes.ts'
import { isAddress } from '../../engine/invite/eml.ts'
import type { Contact } from '../../engine/invite/invitations.ts'
import { idIn } from '../../engine/portal/spelling.ts'
import { plainWords } from '../../engine/portal/words.ts'
import { Trouble } from '../../engine/trouble.ts'
import { readTable } from '../importing/read-table.ts'

const columns = {
  tenant: ['tenant id', 'Microsoft ID', 'customer id', 'ID Microsoft'],
  domain: ['domain', 'primary domain name', 'dominio'],
  email: ['email', 'e-mail', 'mail', 'address', 'indirizzo'],
  name: ['contact', 'name', 'contatto', 'nome'],
}

/** By tenant id and by domain, lower case. */
export async function readContacts(
  path: string | undefined,
  cwd: string,
): Promise<ReadonlyMap<string, Contact>> {
  const contacts = new Map<string, Contact>()
  if (path === undefined) return contacts
  const { table } = await readTable(path, cwd)
  const headers = table.headers.map(plainWords)
  const at = (words: readonly string[]) => headers.findIndex(header => words.map(plainWords).includes(header))
  const positions = {
    tenant: at(columns.tenant),
    domain: at(columns.domain),
    email: at(columns.email),
    name: at(columns.name),
  }
  const place = (line: number) => ({ file: table.file, line, column: 1, endLine: line, endColumn: 2 })
  if (positions.email === -1 || (positions.tenant === -1 && positions.domain === -1))
    throw new Trouble(
      diagnose(codes.BAD_CONTACT, {
        detail: 'It needs a column `email`, and one of `tenant id` and `domain`.',
        at: place(table.headerLine),
      }),
    )
  const wrong = []
  for (const { line, cells } of table.rows) {
    const cell = (position: number) => (position === -1 ? '' : (cells[position] ?? '').trim())
    const email = cell(positions.email)
    if (!isAddress(email))
      wrong.push(diagnose(codes.BAD_CONTACT, { detail: `\`${email}\` is no address.`, at: place(line) }))
    for (const key of [idIn(cell(positions.tenant)), cell(positions.domain)])
      if (key !== '') contacts.set(key.toLowerCase(), { email, name: cell(positions.name) })
  }
  const [first, ...others] = wrong
  if (first !== undefined) throw new Trouble(first, ...others)
  return contacts
}
