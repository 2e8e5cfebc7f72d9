/**
 * Invitations as text. A template is a `Subject:` line, an empty line, and the body; `<%= it.name %>` and its like are filled in.
 * Nothing else between the marks is allowed: a template is text, and never code.
 */
import { Eta } from 'eta/core'
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { suggest } from '../scope/suggest.ts'
import { codes } from './codes.ts'
import { de, deAdmin, deAdminOnly } from './templates/de.ts'
import { en, enAdmin, enAdminOnly } from './templates/en.ts'
import { es, esAdmin, esAdminOnly } from './templates/es.ts'
import { fr, frAdmin, frAdminOnly } from './templates/fr.ts'
import { it, itAdmin, itAdminOnly } from './templates/it.ts'

/** By language, ISO 639-1; `LANGUAGE-admin` asks for delegated administration alone. */
export const defaultTemplates: Readonly<Record<string, string>> = {
  de,
  'de-admin': deAdminOnly,
  en,
  'en-admin': enAdminOnly,
  es,
  'es-admin': esAdminOnly,
  fr,
  'fr-admin': frAdminOnly,
  it,
  'it-admin': itAdminOnly,
}

/** The paragraph about delegated administration, by language; others read English. */
const paragraphs: Readonly<Record<string, string>> = {
  de: deAdmin,
  en: enAdmin,
  es: esAdmin,
  fr: frAdmin,
  it: itAdmin,
}

/** Languages of countries (ISO 3166) that have one of the built-in ones; others read English. */
const languages: Readonly<Record<string, string>> = {
  IT: 'it',
  SM: 'it',
  VA: 'it',
  DE: 'de',
  AT: 'de',
  CH: 'de',
  LI: 'de',
  FR: 'fr',
  MC: 'fr',
  LU: 'fr',
  ES: 'es',
}

export function languageOf(country: string | null): string {
  return languages[country ?? ''] ?? 'en'
}

export interface InvitationFacts {
  readonly name: string
  readonly domain: string
  readonly tenantId: string
  /** Who is written to; the company where nobody is named. */
  readonly contact: string
  /** The partner, as the customer knows it. */
  readonly sender: string
  readonly link: string
  /** Where the customer approves delegated administration; empty: it is not asked for it. */
  readonly adminLink: string
  /** UTC day, YYYY-MM-DD. */
  readonly date: string
}

export interface Mail {
  readonly subject: string
  /** Lines end with a line feed. */
  readonly text: string
}

const known = [
  'name',
  'domain',
  'tenantId',
  'contact',
  'sender',
  'link',
  'adminLink',
  'date',
  'admin',
] as const satisfies readonly (keyof InvitationFacts | 'admin')[]
const eta = new Eta({ autoEscape: false, autoTrim: false })

/** null: the template can be used. */
export function templateTrouble(name: string, template: string): Diagnostic | null {
  const wrong = (detail: string) => diagnose(codes.BAD_TEMPLATE, { detail: `${name}: ${detail}` })
  for (const [tag] of template.matchAll(/<%[\s\S]*?(%>|$)/g)) {
    const field = /^<%= it\.([A-Za-z]+) %>$/.exec(tag)?.[1]
    if (field === undefined) return wrong(`\`${tag.slice(0, 60)}\` is not of the form \`<%= it.name %>\`.`)
    if ((known as readonly string[]).includes(field)) continue
    const near = suggest(field, known)
    const instead = near === null ? `; there are ${known.join(', ')}.` : `; did you mean \`${near}\`?`
    return wrong(`there is no \`${field}\`${instead}`)
  }
  if (!/^Subject: *\S.*\r?\n\r?\n/.test(template))
    return wrong('it does not begin with a line `Subject: …` and an empty line.')
  const link = isForAdminOnly(name) ? 'adminLink' : 'link'
  if (!template.includes(`<%= it.${link} %>`))
    return wrong(`it does not say \`<%= it.${link} %>\`, so no customer could accept.`)
  return null
}

export function isForAdminOnly(name: string): boolean {
  return /-admin([.]txt)?$/.test(name)
}

/** null: customers that are asked for delegated administration too find both links in it. */
export function secondLinkTrouble(name: string, template: string): Diagnostic | null {
  if (isForAdminOnly(name) || /<%= it[.]admin(Link)? %>/.test(template)) return null
  const detail = `${name}: it does not say \`<%= it.admin %>\`, and customers are asked for delegated administration too.`
  return diagnose(codes.BAD_TEMPLATE, { detail })
}

/** A template that can be used, filled in. Facts are one line each, whatever is in a customer's name. */
export function mailOf(template: string, facts: InvitationFacts, language: string): Mail {
  const lines = Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, oneLine(value)]))
  const admin =
    facts.adminLink === '' ? '' : `\n${paragraphs[language] ?? enAdmin}\n\n${oneLine(facts.adminLink)}\n`
  const [head = '', ...body] = eta
    .renderString(template.replaceAll('\r\n', '\n'), { ...lines, admin })
    .split('\n\n')
  return { subject: oneLine(head.replace(/^Subject:/, '')), text: body.join('\n\n') }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ').trim()
}
