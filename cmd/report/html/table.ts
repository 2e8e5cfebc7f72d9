/** A table that can be sorted by its headers and filtered by words and by columns; without script it is a plain table. */
import { type Markup, markup } from './markup.ts'

export interface HtmlTable {
  readonly id: string
  readonly caption: string
  readonly columns: readonly HtmlColumn[]
  readonly rows: readonly HtmlRow[]
}

export interface HtmlColumn {
  readonly name: string
  readonly kind: 'text' | 'number' | 'word'
}

export interface HtmlRow {
  /** As many as there are columns. */
  readonly cells: readonly (string | number | null)[]
  readonly tone?: Tone
}

export type Tone = 'good' | 'busy' | 'bad'

/** More rows than this are kept back until they are asked for, so that a page of thousands opens at once. */
const shownAtOnce = 500

export function tableMarkup({ id, caption, columns, rows }: HtmlTable): Markup {
  const tone = columns.findIndex(column => column.kind === 'word')
  const body = rows.map(
    (row, at) =>
      markup`<tr${attribute('class', classOf(row, at))}>${columns.map((column, position) => cell(row.cells[position] ?? null, column, position === tone))}</tr>`,
  )
  return markup`<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${caption} <span class="count" data-count="${id}">${rows.length}</span></h2>
<div class="tools" data-tools="${id}" hidden><label>Filter <input type="search" data-filter="${id}" autocomplete="off"></label>${columns.map((column, position) => choice(id, { column, position, rows }))}</div>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}-title">
<table id="${id}" data-limit="${shownAtOnce}">
<thead><tr>${columns.map(header)}</tr></thead>
<tbody>${body}</tbody>
</table></div>
<p><button type="button" data-more="${id}" hidden>Show all</button></p>
</section>`
}

function header({ name, kind }: HtmlColumn): Markup {
  return markup`<th scope="col" data-kind="${kind}"${attribute('class', kind === 'number' ? 'number' : '')}>${name}</th>`
}

/** The first word of a row carries its colour; nothing is said by colour alone. */
function cell(value: string | number | null, { kind }: HtmlColumn, isTone: boolean): Markup {
  const classes = kind === 'number' ? 'number' : kind === 'word' ? `word${isTone ? ' tone' : ''}` : ''
  return markup`<td${attribute('class', classes)}>${value}</td>`
}

function classOf({ tone }: HtmlRow, at: number): string {
  return [tone ?? '', at >= shownAtOnce ? 'more' : ''].filter(word => word !== '').join(' ')
}

function attribute(name: string, value: string): Markup {
  return value === '' ? { html: '' } : markup` ${{ html: name }}="${value}"`
}

/** A column of words from a short list can be chosen from. */
function choice(
  id: string,
  {
    column,
    position,
    rows,
  }: { readonly column: HtmlColumn; readonly position: number; readonly rows: readonly HtmlRow[] },
): Markup {
  if (column.kind !== 'word') return { html: '' }
  const words = [...new Set(rows.map(row => String(row.cells[position] ?? '')))]
    .filter(word => word !== '')
    .sort()
  if (words.length < 2 || words.length > 40) return { html: '' }
  const options = words.map(word => markup`<option>${word}</option>`)
  return markup`<label>${column.name} <select data-choice="${id}" data-column="${position}"><option value="">all</option>${options}</select></label>`
}
