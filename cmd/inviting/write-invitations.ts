/** Invitations as drafts to be sent and as a table for a mail merge, in a folder; and the answer of `invite`. */
import { join, resolve } from 'node:path'
import { customerPaths } from '../../engine/documents/slug.ts'
import { emlText } from '../../engine/invite/eml.ts'
import { type Invitation, invitationsTable } from '../../engine/invite/invitations.ts'
import { jsonText } from '../../engine/json-text.ts'
import type { Instant } from '../../engine/model/ids.ts'
import type { MadeIn } from '../../engine/model/made-in.ts'
import { counted } from '../../engine/plural.ts'
import { reportOptions } from '../answer.ts'
import { writeOutput } from '../files/write-output.ts'
import type { FormatOf } from '../formats.ts'
import { mailHtml } from '../report/html/mail.ts'
import { inviteText } from '../report/invite-text.ts'
import { bannerOf } from '../report/world.ts'
import type { Shell } from '../shell.ts'
import { encodeTable } from '../tables/encode.ts'

export interface Drafts {
  /** The folder, as it was named. */
  readonly out: string
  /** An address; null: left to whoever sends them. */
  readonly from: string | null
  readonly at: Instant
}

export async function writeInvitations(
  invitations: readonly Invitation[],
  { out, from, at }: Drafts,
  shell: Shell,
): Promise<void> {
  const folder = resolve(shell.cwd, out)
  const paths = customerPaths(
    invitations.map(({ customer }) => ({ ...customer, domain: customer.domain ?? '' })),
  )
  for (const [position, invitation] of invitations.entries()) {
    const { customer, mail, language, contact } = invitation
    const name = (paths[position] ?? `${customer.tenant}.yaml`)
      .split('/')
      .at(-1)
      ?.replace(/[.]yaml$/, '.eml')
    const envelope = { from, to: contact?.email ?? null, at, language }
    await writeOutput(join(folder, name ?? ''), emlText({ ...mail, html: htmlOf(invitation) }, envelope))
  }
  await writeOutput(join(folder, 'invitations.csv'), await csvOf(invitations))
  shell.streams.err(`${counted(invitations.length, 'mail')} and invitations.csv in ${out}\n`)
}

export interface InviteAnswer {
  readonly invitations: readonly Invitation[]
  readonly link: string
  readonly madeIn: MadeIn
}

export async function invitationsAnswer(
  { invitations, link, madeIn }: InviteAnswer,
  format: FormatOf<'invite'>,
  shell: Shell,
): Promise<string> {
  if (format === 'text')
    return inviteText(link, invitations, { ...reportOptions(shell), banner: bannerOf(madeIn) })
  if (format === 'csv') return csvOf(invitations)
  const rows = invitations.map(invitation => {
    const { customer, language, contact, mail, link: own, adminLink, invited, isFirst } = invitation
    return {
      tenantId: customer.tenant,
      name: customer.name,
      domain: customer.domain,
      language,
      contact,
      ...mail,
      html: htmlOf(invitation),
      link: own,
      adminLink,
      invited,
      isFirst,
    }
  })
  return jsonText({ format: 1, madeIn, link, invitations: rows })
}

function htmlOf({ mail, language, link, adminLink }: Invitation): string {
  return mailHtml(mail, { language, links: [link, adminLink].filter(one => one !== null) })
}

async function csvOf(invitations: readonly Invitation[]): Promise<string> {
  return String(await encodeTable(invitationsTable(invitations), 'csv', { bom: true, separator: ',' }))
}
