/** Invitations to be read, copied and sent. */
import type { Invitation } from '../../engine/invite/invitations.ts'
import { counted } from '../../engine/plural.ts'
import { printable } from './printable.ts'

/** `banner`: above everything else (T29); null: it is of the accounts. */
export function inviteText(link: string, invitations: readonly Invitation[], banner: string | null): string {
  const mails = invitations.map(({ customer, language, contact, mail, invited, isFirst }) => {
    const whom = contact === null ? '' : ` · to ${contact.email}`
    const since = isFirst ? '' : ` · invited on ${invited}`
    const body = mail.text.trimEnd().split('\n').map(printable).join('\n')
    return `── ${printable(customer.name)} · ${customer.domain ?? customer.tenant} · ${language}${whom}${since}\nSubject: ${printable(mail.subject)}\n\n${body}\n`
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
  const head = banner === null ? [] : [banner]
  return `${[...head, `Link: ${link}`, '', ...mails, count].join('\n')}\n`
}
