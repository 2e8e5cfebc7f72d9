/** Invitations to be read, copied and sent. */
import type { Invitation } from '../../engine/invite/invitations.ts'
import { counted } from '../../engine/plural.ts'
import { printable } from './printable.ts'

export function inviteText(link: string, invitations: readonly Invitation[]): string {
  const mails = invitations.map(({ customer, language, contact, mail, invited, isFirst }) => {
    const whom = contact === null ? '' : ` · to ${contact.email}`
    const since = isFirst ? '' : ` · invited on ${invited}`
    const body = mail.text.trimEnd().split('\n').map(printable).join('\n')
    return `── ${printable(customer.name)} · ${customer.domain ?? customer.tenant} · ${language}${whom}${since}\nSubject: ${printable(mail.subject)}\n\n${body}\n`
  })
  const count = `${counted(invitations.length, 'customer has', 'customers have')} not accepted yet.`
  return `${[`Link: ${link}`, '', ...mails, count].join('\n')}\n`
}
