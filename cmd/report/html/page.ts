/** One self-contained page: nothing is fetched, and the page forbids itself to. */
import { type Markup, markup } from './markup.ts'
import { script } from './script.ts'
import { style } from './style.ts'
import { type HtmlTable, type Tone, tableMarkup } from './table.ts'

export interface HtmlPage {
  readonly title: string
  /** When and about what, in one line. */
  readonly subtitle: string
  readonly cards: readonly { readonly name: string; readonly value: string; readonly tone?: Tone }[]
  readonly pictures: readonly Markup[]
  readonly tables: readonly HtmlTable[]
}

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

export function pageText({ title, subtitle, cards, pictures, tables }: HtmlPage): string {
  const { html } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="tenantform">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<header><h1>${title}</h1><p class="soft">${subtitle}</p></header>
<main>
<ul class="cards" aria-label="Totals">${cards.map(card)}</ul>
${pictures}
${tables.filter(table => table.rows.length > 0).map(tableMarkup)}
</main>
<script>${{ html: script }}</script>
</body>
</html>
`
  return html
}

function card({ name, value, tone }: HtmlPage['cards'][number]): Markup {
  return markup`<li><b class="${tone ?? ''}">${value}</b>${name}</li>`
}
