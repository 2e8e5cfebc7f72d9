/** Who is to be invited (S2), in which language, and with what words: declared customers that the account does not show yet, or that have not approved delegated administration. */
import type { DeclaredCustomer } from '../model/desired.ts'
import type { TenantId, UtcDate } from '../model/ids.ts'
import { column, type DataTable } from '../tables/table.ts'
import { languageOf, type Mail, mailOf } from './templates.ts'

export interface Contact {
  readonly email: string
  readonly name: string
}

export interface Invitation {
  readonly customer: DeclaredCustomer
  readonly language: string
  readonly contact: Contact | null
  /** null: it is accepted already. */
  readonly link: string | null
  /** Where the customer approves delegated administration; null: it is not asked for it, or has approved. */
  readonly adminLink: string | null
  readonly mail: Mail
  /** The day it is (or was) first sent. */
  readonly invited: UtcDate
  readonly isFirst: boolean
}

export interface InviteInput {
  /** Declared under the account, chosen by the user. */
  readonly customers: readonly DeclaredCustomer[]
  /** Tenants the account shows: they have accepted. */
  readonly accepted: ReadonlySet<TenantId>
  /** Approval links of those that are asked for delegated administration and have not approved. */
  readonly adminLinks: ReadonlyMap<TenantId, string>
  readonly countries: ReadonlyMap<TenantId, string>
  readonly contacts: ReadonlyMap<string, Contact>
  readonly templates: Readonly<Record<string, string>>
  /** One language for all; null: by the customer's country. */
  readonly language: string | null
  readonly link: string
  readonly sender: string
  /** A line above every mail that says in which world it was made (T29); null: for the accounts. */
  readonly banner: string | null
  readonly today: UtcDate
}

export function invitationsFor(input: InviteInput): readonly Invitation[] {
  return input.customers
    .filter(({ tenant }) => !input.accepted.has(tenant) || input.adminLinks.has(tenant))
    .map(customer => {
      const wanted = input.language ?? languageOf(input.countries.get(customer.tenant) ?? null)
      const language = input.templates[wanted] === undefined && input.language === null ? 'en' : wanted
      const domain = customer.domain ?? ''
      const contact = input.contacts.get(customer.tenant) ?? input.contacts.get(domain.toLowerCase()) ?? null
      const invited = customer.invited ?? input.today
      const hasAccepted = input.accepted.has(customer.tenant)
      const adminLink = input.adminLinks.get(customer.tenant) ?? null
      const template = input.templates[hasAccepted ? `${language}-admin` : language]
      const facts = {
        name: customer.name,
        domain: domain === '' ? customer.tenant : domain,
        tenantId: customer.tenant,
        contact: contact === null || contact.name === '' ? customer.name : contact.name,
        sender: input.sender,
        link: input.link,
        adminLink: adminLink ?? '',
        date: input.today,
      }
      const mail = mailOf(template ?? input.templates['en-admin'] ?? '', facts, language)
      return {
        customer,
        language,
        contact,
        link: hasAccepted ? null : input.link,
        adminLink,
        mail: input.banner === null ? mail : rehearsed(mail, input.banner),
        invited,
        isFirst: customer.invited === null,
      }
    })
}

/** Whoever finds it among their drafts, and whoever it is sent to by mistake, is told. */
function rehearsed({ subject, text }: Mail, banner: string): Mail {
  return { subject: `REHEARSAL · ${subject}`, text: `${banner}\n\n${text}` }
}

/** For a mail merge: one row per customer, everything that can stand in a letter. */
export function invitationsTable(invitations: readonly Invitation[]): DataTable {
  return {
    name: 'invitations',
    columns: [
      column('tenant id'),
      column('company name'),
      column('domain'),
      column('language'),
      column('email'),
      column('contact'),
      column('subject'),
      column('text'),
      column('link'),
      column('admin link'),
      column('invited', 'day'),
    ],
    rows: invitations.map(({ customer, language, contact, mail, link, adminLink, invited }) => [
      customer.tenant,
      customer.name,
      customer.domain,
      language,
      contact?.email ?? null,
      contact?.name ?? null,
      mail.subject,
      mail.text,
      link,
      adminLink,
      invited,
    ]),
  }
}
