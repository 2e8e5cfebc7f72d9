/**
 * The text of an invitation as a page for mail programs: its paragraphs and lines as they are, and its links to be clicked. Everything in it is
 * escaped; only the links that the service gave become links, whatever a name looks like. Nothing is loaded from anywhere.
 */
import type { Mail } from '../../../engine/invite/templates.ts'
import { type Markup, markup } from './markup.ts'

export interface MailFacts {
  /** ISO 639-1. */
  readonly language: string
  /** Of the service, as they stand in the text. */
  readonly links: readonly string[]
}

export function mailHtml({ subject, text }: Mail, { language, links }: MailFacts): string {
  const known = links.filter(link => link.startsWith('https://'))
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map(paragraph => markup`<p>${linesOf(paragraph, known)}</p>\n`)
  return markup`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${subject}</title></head>
<body style="font-family: Calibri, Arial, sans-serif; font-size: 11pt">
${paragraphs}</body>
</html>
`.html
}

function linesOf(paragraph: string, links: readonly string[]): readonly Markup[] {
  return paragraph
    .split('\n')
    .map((line, at) => markup`${at === 0 ? null : markup`<br>\n`}${withLinks(line, links)}`)
}

/** The longest first: one may begin as another does. */
function withLinks(line: string, links: readonly string[]): readonly Markup[] {
  const [link] = links.filter(one => line.includes(one)).sort((a, b) => b.length - a.length)
  if (link === undefined) return [markup`${line}`]
  const [before = '', ...after] = line.split(link)
  return [
    markup`${withLinks(before, links)}`,
    ...after.map(rest => markup`<a href="${link}">${link}</a>${withLinks(rest, links)}`),
  ]
}
