/** Invitations to be read, copied and sent. */
import type { Invitation } from '../../engine/invite/invitations.ts'
import { counted } from '../../engine/plural.ts'
import { wrapText } from './columns.ts'
import type { ReportOptions } from './options.ts'
import { paintOf } from './paint.ts'
import { printable } from './printable.ts'

export interface InviteTextOptions extends ReportOptions {
  /** Above everything else (T29); null: it is of the accounts. */
  readonly banner: string | null
}

/** Lines of a mail are wrapped for a terminal, its links never: they are copied from here. */
export function inviteText(
  link: string,
  invitations: readonly Invitation[],
  { banner, ...options }: InviteTextOptions,
): string {
  const paint = paintOf(options)
  const wrapped = (line: string) => wrapText(printable(line), options.columns, 0)
  const mails = invitations.map(({ customer, language, contact, mail, invited, isFirst }) => {
    const whom = contact === null ? '' : ` · to ${contact.email}`
    const since = isFirst ? '' : ` · invited on ${invited}`
    const body = mail.text.trimEnd().split('\n').map(wrapped).join('\n')
    const head = paint.bold(
      wrapped(`── ${customer.name} · ${customer.domain ?? customer.tenant} · ${language}${whom}${since}`),
    )
    return `${head}\n${wrapped(`Subject: ${mail.subject}`)}\n\n${body}\n`
  })
  const toAccept = invitations.filter(entry => entry.link !== null).length
  const toApprove = invitations.filter(entry => entry.adminLink !== null).length
  const count = [
    `${counted(toAccept, 'customer has', 'customers have')} not accepted yet.`,
    ...(toApprove === 0
      ? []
      : [
          `${counted(toApprove, 'customer has', 'customers have')} not approved delegated administration yet.`,
        ]),
  ].join(' ')
  const head = banner === null ? [] : [paint.yellow(paint.bold(wrapped(banner)))]
  return `${[...head, `Link: ${link}`, '', ...mails, count].join('\n')}\n`
}
