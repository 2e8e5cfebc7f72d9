/** One self-contained page: nothing is fetched, and the page forbids itself to, and to run any script but its own. */
import { createHash } from 'node:crypto'
import type { MadeIn } from '../../../engine/model/made-in.ts'
import { bannerOf, placeWords } from '../world.ts'
import { liveScript } from './live-script.ts'
import { type Markup, markup } from './markup.ts'
import { script } from './script.ts'
import { style } from './style.ts'
import { type HtmlTable, type Tone, tableMarkup } from './table.ts'

export interface HtmlPage {
  /** What it is: plan, apply, readiness, evidence. */
  readonly kind: string
  readonly title: string
  /** When, about what, made by whom; those without a value are left out. */
  readonly facts: readonly Fact[]
  /** What it shows was made there; null: it shows nothing that was made or read anywhere. */
  readonly madeIn: MadeIn | null
  /** What there is to know, in a sentence or two. */
  readonly lead: string
  /** What must not be overlooked. */
  readonly notices: readonly { readonly tone: Tone; readonly text: string | Markup }[]
  readonly panels: readonly Panel[]
  readonly pictures: readonly Markup[]
  /** Those without rows are left out. */
  readonly tables: readonly HtmlTable[]
  /** Left out: it lies in a file, and stands alone. */
  readonly served?: Served
}

/** Of a page that is one of several, and stays up to date. */
export interface Served {
  readonly views: readonly { readonly name: string; readonly href: string; readonly isHere: boolean }[]
  /** What `version` beside the page answers as long as nothing is new. */
  readonly version: string
}

interface Fact {
  readonly name: string
  readonly value: string | null
}

/** A few figures that belong together, the most important one large. */
export interface Panel {
  readonly title: string
  readonly big: { readonly value: string; readonly name: string; readonly tone?: Tone }
  readonly rows: readonly { readonly name: string; readonly value: string; readonly tone?: Tone }[]
}

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const policyFor = (...scripts: readonly string[]) =>
  `default-src 'none'; style-src ${hash(style)}; script-src ${scripts.map(hash).join(' ')}; img-src data:; base-uri 'none'; form-action 'none'`
const policy = policyFor(script)
const livePolicy = `${policyFor(script, liveScript)}; connect-src 'self'`
/** As a header, which can forbid frames too. */
export const servedPolicy = `${livePolicy}; frame-ancestors 'none'`

export function pageText(page: HtmlPage): string {
  const { kind, title, lead, notices, panels, pictures, tables, madeIn, served } = page
  const banner = madeIn === null ? null : bannerOf(madeIn)
  const facts = [...page.facts, { name: 'where', value: madeIn === null ? null : placeWords(madeIn) }]
  const some = tables.filter(table => table.rows.length > 0)
  const { html } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ html: served === undefined ? policy : livePolicy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="tenantform">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${banner === null ? '' : 'REHEARSAL '}${kind} ${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
${banner === null ? null : markup`<p class="rehearsal" role="note">${banner}</p>`}
<p class="eyebrow">Tenantform · ${kind}</p>
<h1 dir="auto">${title}</h1>
<dl class="facts">${facts.filter(fact => fact.value !== null).map(({ name, value }) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
${served === undefined ? null : viewsMarkup(served)}
<main id="main">
<p class="lead">${lead}</p>
${notices.map(({ tone, text }) => markup`<p class="notice ${tone}">${text}</p>`)}
<div class="panels">${panels.map(panelMarkup)}</div>
<div class="pictures">${pictures}</div>
${some.length > 1 ? navigation(some) : null}
${some.map(tableMarkup)}
</main>
<script>${{ html: script }}</script>${
    served === undefined
      ? null
      : markup`
<script>${{ html: liveScript }}</script>`
  }
</body>
</html>
`
  return html
}

function viewsMarkup({ views, version }: Served): Markup {
  return markup`<nav class="views" aria-label="Views"><ul>${views.map(
    ({ name, href, isHere }) =>
      markup`<li><a href="${href}"${isHere ? { html: ' aria-current="page"' } : null}>${name}</a></li>`,
  )}</ul></nav>
<p class="notice busy" role="status" data-version="${version}" hidden><span></span><button type="button" hidden>Show it</button></p>`
}

function panelMarkup({ title, big, rows }: Panel): Markup {
  return markup`<div class="panel"><h2>${title}</h2><p class="big ${big.tone ?? ''}">${big.value} <small>${big.name}</small></p><dl>${rows.map(
    ({ name, value, tone }) => markup`<div><dt>${name}</dt><dd class="${tone ?? ''}">${value}</dd></div>`,
  )}</dl></div>`
}

function navigation(tables: readonly HtmlTable[]): Markup {
  return markup`<nav aria-label="Tables"><ul>${tables.map(
    ({ id, caption, rows }) =>
      markup`<li><a href="#${id}">${caption} <span class="count">${rows.length.toLocaleString('en')}</span></a></li>`,
  )}</ul></nav>`
}
