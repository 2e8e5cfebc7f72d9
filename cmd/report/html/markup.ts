/** HTML is only made here: every value that is put into a template is escaped, unless it is markup already. */

import { printable } from '../printable.ts'

export interface Markup {
  readonly html: string
}

type Part = string | number | null | Markup | readonly Markup[]

export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let html = texts[0] ?? ''
  for (const [position, part] of parts.entries()) html += asHtml(part) + (texts[position + 1] ?? '')
  return { html }
}

function asHtml(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return 'html' in part ? part.html : part.map(entry => entry.html).join('')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for content and for quoted attributes; what no page should hold becomes a replacement character. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, character => escapes[character] ?? character)
}
