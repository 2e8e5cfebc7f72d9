/**
 * A table that can be sorted by its headers and filtered by words and by columns. The first rows are plain markup, so that a page
 * says something without script too; all of them lie beside the table as data, from which the script draws what is asked for. A page
 * of thousands of customers opens at once that way.
 */
import { printable } from '../printable.ts'
import { type Markup, markup } from './markup.ts'

export interface HtmlTable {
  readonly id: string
  readonly caption: string
  /** The first one names its row. */
  readonly columns: readonly HtmlColumn[]
  readonly rows: readonly HtmlRow[]
}

export interface HtmlColumn {
  readonly name: string
  /** `word`: one of a few, to choose from. `id`: for machines and support tickets. `money` and `number` stand right. */
  readonly kind: 'text' | 'number' | 'word' | 'id' | 'money'
}

/** `under`: a quieter second line. null: nothing to say; unknown is a word. */
export type HtmlCell = string | number | null | { readonly text: string; readonly under: string }

export interface HtmlRow {
  /** As many as there are columns. */
  readonly cells: readonly HtmlCell[]
  readonly tone?: Tone
}

/** Width is dear: a column in which no row has anything is left out. The first one stays. */
export function withFilledColumns(table: HtmlTable): HtmlTable {
  const isFilled = table.columns.map(
    (_, at) => at === 0 || table.rows.some(({ cells }) => (cells[at] ?? null) !== null),
  )
  const kept = <T>(list: readonly T[]) => list.filter((_, at) => isFilled[at])
  return {
    ...table,
    columns: kept(table.columns),
    rows: table.rows.map(row => ({ ...row, cells: kept(row.cells) })),
  }
}

export type Tone = 'good' | 'busy' | 'bad' | 'soft'

const tones: readonly Tone[] = ['good', 'busy', 'bad', 'soft']

/** So many rows are shown at once; the rest comes when somebody scrolls or asks. */
export const rowsAtOnce = 100
/** More columns than this do not fit on paper side by side. */
const mostOnPaper = 9
/** More than this fit on no screen. */
const mostOnScreen = 14

export function tableMarkup(table: HtmlTable): Markup {
  const { id, caption, columns, rows } = table
  const tone = toneColumn(columns)
  const kept = rows.length - rowsAtOnce
  return markup`<section id="${id}" data-rows="${rowsAtOnce}" data-tone="${tone}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${caption} <span class="count" role="status">${rows.length.toLocaleString('en')}</span></h2>
<div class="tools" hidden><label>Filter<span class="unseen"> ${caption.toLowerCase()}</span> <input type="search" autocomplete="off" spellcheck="false"></label>${columns.map((column, position) => choice(column, position, rows))}<button type="button" class="clear" hidden>Clear</button></div>
<div class="box" tabindex="0" role="region" aria-label="${caption}, as a table">
<table role="table" class="${sizeOf(columns.length)}">
<thead role="rowgroup"><tr role="row">${columns.map(header)}</tr></thead>
<tbody role="rowgroup">${rows.slice(0, rowsAtOnce).map(row => rowMarkup(row, columns, tone))}</tbody>
</table>
</div>
<p class="more" hidden><span></span> <button type="button" data-more="some"></button> <button type="button" data-more="all"></button></p>${kept > 0 ? markup`<noscript><p class="soft">${kept.toLocaleString('en')} more rows are in this page; showing them takes JavaScript.</p></noscript>` : null}
<script type="application/json">${{ html: dataOf(table) }}</script>
</section>`
}

function sizeOf(columns: number): string {
  if (columns > mostOnScreen) return 'many'
  return columns > mostOnPaper ? 'wide' : ''
}

/** The first word of a row carries its colour; nothing is said by colour alone. */
function toneColumn(columns: readonly HtmlColumn[]): number {
  return columns.findIndex(column => column.kind === 'word')
}

function header({ name, kind }: HtmlColumn): Markup {
  return markup`<th role="columnheader" scope="col" class="${kind}">${name}</th>`
}

function rowMarkup({ cells, tone }: HtmlRow, columns: readonly HtmlColumn[], toned: number): Markup {
  return markup`<tr role="row" class="${tone ?? ''}">${columns.map((column, at) => {
    const value = cells[at] ?? null
    const inner =
      at === toned && value !== null ? markup`<span class="pill">${shown(value)}</span>` : shown(value)
    return at === 0
      ? markup`<th role="rowheader" scope="row" dir="auto" class="${column.kind}" data-label="${column.name}">${inner}</th>`
      : markup`<td role="cell" dir="auto" class="${column.kind}" data-label="${column.name}">${inner}</td>`
  })}</tr>`
}

function shown(value: HtmlCell): Markup {
  const under = value !== null && typeof value === 'object' ? markup`<small>${value.under}</small>` : null
  return markup`${textOf(value)}${under}`
}

/**
 * `{ columns: [[name, kind]], tones, texts, rows: [[tone, …cells]] }`: a text is written once however many rows say it, and a cell is
 * its place among them. Nothing in it can end the element it stands in.
 */
function dataOf({ columns, rows }: HtmlTable): string {
  const places = new Map<string, number>()
  const texts: (string | readonly [string, string])[] = []
  const place = (value: HtmlCell): number | null => {
    if (value === null) return null
    const text = textOf(value)
    const under = typeof value === 'object' ? value.under : null
    const key = under === null ? text : `${text}\n${under}`
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, texts.length)
    texts.push(under === null ? printable(text) : [printable(text), printable(under)])
    return texts.length - 1
  }
  const data = rows.map(({ cells, tone }) => [
    tone === undefined ? null : tones.indexOf(tone),
    ...columns.map((_, at) => place(cells[at] ?? null)),
  ])
  const head = columns.map(({ name, kind }) => [printable(name), kind])
  return JSON.stringify({ columns: head, tones, texts, rows: data }).replaceAll('<', '\\u003c')
}

/** A column of words from a short list can be chosen from. */
function choice({ name, kind }: HtmlColumn, position: number, rows: readonly HtmlRow[]): Markup {
  if (kind !== 'word') return { html: '' }
  const words = [...new Set(rows.map(row => textOf(row.cells[position] ?? null)))]
    .filter(word => word !== '')
    .sort()
  if (words.length < 2 || words.length > 40) return { html: '' }
  const options = words.map(word => markup`<option>${word}</option>`)
  return markup`<label>${name} <select data-column="${position}"><option value="">all</option>${options}</select></label>`
}

function textOf(value: HtmlCell): string {
  if (value === null) return ''
  if (typeof value === 'number') return value.toLocaleString('en')
  return typeof value === 'object' ? value.text : value
}
