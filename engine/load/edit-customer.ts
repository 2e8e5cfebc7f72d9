/**
 * Changes a Customer document where it stands: only the characters that have to change are touched, so every comment, blank
 * line and alignment stays as its author left it. What is taken out becomes a comment, and is never lost.
 */

import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { commentLines, flowValue } from '../documents/yaml-text.ts'
import { Bug } from '../result.ts'
import type { CustomerEdit, FieldEdit } from './customer-edit.ts'
import { isAsMeant, keptAliases } from './edit-anchors.ts'
import { applied, type Change, endOf, endOfPair, isFlow, isNode, type Page, pageOf } from './text-places.ts'

/**
 * The text of the whole file with one of its documents changed. The file holds that document and keeps its schema. null: written as it is
 * (through an alias, for one) it cannot be changed at these places alone.
 */
export function editCustomer(
  text: string,
  who: { readonly partner: string; readonly tenant: string },
  edit: CustomerEdit,
): string | null {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const body = text.slice(mark.length)
  const document = documentOf(body, who)
  const root = document.contents
  if (!isMap(root)) throw new Bug('a Customer document is a map')
  const page = pageOf(body)
  const retired = new Set((edit.retire ?? []).map(entry => entry.subscription))
  const items = itemsOf(root)
  const changes: Change[] = []
  for (const { path, value } of edit.top ?? []) changes.push(...fieldChange(page, root, path, value))
  for (const { subscription, path, value } of edit.fields ?? []) {
    const item = items.get(subscription)
    if (item !== undefined && !retired.has(subscription))
      changes.push(...fieldChange(page, item, path, value))
  }
  changes.push(...listChanges(page, root, { items, edit }))
  if ((edit.notes ?? []).length > 0) {
    const end = page.lineEnd(endOf(root))
    const lines = (edit.notes ?? []).flatMap(note => commentLines(note))
    changes.push(page.insertLines(end, lines))
  }
  const edited = applied(body, [...changes, ...keptAliases(body, document, changes)])
  return isAsMeant(document, findDocument(edited, who), edit) ? mark + edited : null
}

function documentOf(text: string, who: { readonly partner: string; readonly tenant: string }): Document {
  const found = findDocument(text, who)
  if (found === undefined)
    throw new Bug(`there is no document of ${who.tenant} under ${who.partner} in this file`)
  return found
}

function findDocument(
  text: string,
  who: { readonly partner: string; readonly tenant: string },
): Document | undefined {
  const parsed = parseAllDocuments(text, { logLevel: 'error', version: '1.2' })
  return (Array.isArray(parsed) ? parsed : []).find(
    document =>
      document.get('kind') === 'Customer' &&
      document.get('partner') === who.partner &&
      String(document.getIn(['customer', 'tenantId']))
        .trim()
        .toLowerCase() === who.tenant,
  )
}

/** Declared subscriptions by key. */
function itemsOf(root: YAMLMap): ReadonlyMap<string, YAMLMap> {
  const found = new Map<string, YAMLMap>()
  const list = root.get('subscriptions', true)
  if (isSeq(list)) for (const item of list.items) if (isMap(item)) found.set(String(item.get('key')), item)
  return found
}

function fieldChange(
  page: Page,
  map: YAMLMap,
  path: readonly string[],
  value: FieldEdit['value'],
): readonly Change[] {
  const [first = '', ...rest] = path
  const pair = pairOf(map, first)
  if (rest.length > 0) {
    const inner = pair?.value
    if (isMap(inner)) return fieldChange(page, inner, rest, value)
    return pair === undefined && value !== null
      ? [
          insertion(
            page,
            map,
            `${first}: ${rest.reduceRight<string>((text, key) => `{ ${key}: ${text} }`, flowValue(value))}`,
          ),
        ]
      : []
  }
  if (pair === undefined) return value === null ? [] : [insertion(page, map, `${first}: ${flowValue(value)}`)]
  if (value === null) return [removal(page, map, pair)]
  const node = pair.value
  if (!isNode(node) || !node.range) return []
  return [{ from: node.range[0], to: isScalar(node) ? node.range[1] : endOf(node), text: flowValue(value) }]
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find(item => isPair(item) && isScalar(item.key) && String(item.key.value) === key)
}

/** A new field stands below the last one-line field, in the same column; inside braces, at their end. */
function insertion(page: Page, map: YAMLMap, field: string): Change {
  if (map.flow === true) {
    const closing = endOf(map) - 1
    const before = page.text.slice(0, closing).trimEnd().length
    return { from: before, to: before, text: map.items.length === 0 ? ` ${field}` : `, ${field}` }
  }
  const onOneLine = map.items.filter(item => isPair(item) && (isScalar(item.value) || isFlow(item.value)))
  const anchor = onOneLine.at(-1) ?? map.items.at(-1)
  const key = map.items[0]?.key
  const column = isNode(key) && key.range ? key.range[0] - page.lineStart(key.range[0]) : 0
  return page.insertLines(page.lineEnd(endOfPair(anchor)), [`${' '.repeat(column)}${field}`])
}

function removal(page: Page, map: YAMLMap, pair: Pair): Change {
  const start = isNode(pair.key) && pair.key.range ? pair.key.range[0] : 0
  const end = endOfPair(pair)
  if (map.flow === true) {
    const position = map.items.indexOf(pair)
    const before = map.items[position - 1]
    if (before !== undefined) return { from: endOfPair(before), to: end, text: '' }
    const after = map.items[position + 1]?.key
    return { from: start, to: isNode(after) && after.range ? after.range[0] : end, text: '' }
  }
  return commented(page, start, end)
}

/** Puts whole lines behind `#`, where they stand; a dash before it stays one. */
function commented(page: Page, start: number, end: number): Change {
  const isFirstOnLine = page.text.slice(page.lineStart(start), start).trim() === ''
  const from = isFirstOnLine ? page.lineStart(start) : start
  const to = page.lineEnd(end)
  const lines = page.text.slice(from, to).split('\n')
  const column = isFirstOnLine ? start - from : 0
  const behind = (line: string) => `${line.slice(0, column)}# ${line.slice(column)}`
  return {
    from,
    to,
    text: lines
      .map((line, at) => (line.trim() === '' ? line : at === 0 || isFirstOnLine ? behind(line) : `# ${line}`))
      .join('\n'),
  }
}

interface ListFacts {
  readonly items: ReadonlyMap<string, YAMLMap>
  readonly edit: CustomerEdit
}

function listChanges(page: Page, root: YAMLMap, { items, edit }: ListFacts): readonly Change[] {
  const retire = (edit.retire ?? []).filter(entry => items.has(entry.subscription))
  const append = edit.append ?? []
  if (retire.length + append.length === 0) return []
  const pair = pairOf(root, 'subscriptions')
  const list = pair?.value
  const indented = append.flatMap(lines => lines.map(line => `  ${line}`))
  if (!isSeq(list) || list.items.length === 0) return newList(page, root, { pair, lines: indented })
  if (list.flow === true) return flowList(page, list, { retire, append, root })
  const column = columnOfItems(page, list)
  const changes = retire.map(({ subscription, because }) => {
    const item = items.get(subscription)
    if (item === undefined) throw new Bug(`no subscription ${subscription}`)
    const { from, to, text } = commented(page, dashOf(page, item), endOf(item))
    const [first = ''] = commentLines(because, ' '.repeat(column))
    return { from, to, text: `${first}\n${text}` }
  })
  const end = page.lineEnd(endOf(list))
  if (append.length > 0)
    changes.push(
      page.insertLines(
        end,
        append.flatMap(lines => lines.map(line => `${' '.repeat(column)}${line}`)),
      ),
    )
  else if (retire.length === list.items.length) {
    // Nothing but comments would be left, which is no list.
    const key = isNode(pair?.key) && pair.key.range ? page.text.indexOf(':', pair.key.range[1]) + 1 : 0
    changes.push({ from: key, to: key, text: ' []' })
  }
  return changes
}

function newList(
  page: Page,
  root: YAMLMap,
  { pair, lines }: { readonly pair: Pair | undefined; readonly lines: readonly string[] },
): readonly Change[] {
  if (lines.length === 0) return []
  if (pair === undefined) return [page.insertLines(page.lineEnd(endOf(root)), ['subscriptions:', ...lines])]
  const key = pair.key
  const colon = isNode(key) && key.range ? page.text.indexOf(':', key.range[1]) + 1 : endOfPair(pair)
  const written = isNode(pair.value) && pair.value.range ? pair.value.range[1] : colon
  const end = Math.max(colon, written)
  return [{ from: colon, to: end, text: '' }, page.insertLines(page.lineEnd(end), lines)]
}

/** A list in brackets becomes one item per line; only a list written by hand in one line is written anew. */
function flowList(
  page: Page,
  list: YAMLSeq,
  {
    retire,
    append,
    root,
  }: {
    readonly retire: readonly { readonly subscription: string; readonly because: string }[]
    readonly append: readonly (readonly string[])[]
    readonly root: YAMLMap
  },
): readonly Change[] {
  const reasons = new Map(retire.map(entry => [entry.subscription, entry.because]))
  const lines: string[] = []
  for (const item of list.items) {
    if (!isNode(item) || !item.range) continue
    const source = page.text.slice(item.range[0], endOf(item)).replace(/\s+/g, ' ')
    const because = isMap(item) ? reasons.get(String(item.get('key'))) : undefined
    if (because === undefined) lines.push(`  - ${source}`)
    else lines.push(...commentLines(because, '  '), `  # - ${source}`)
  }
  lines.push(...append.flatMap(block => block.map(line => `  ${line}`)))
  const isEmpty = lines.every(line => line.trimStart().startsWith('#'))
  const from = list.range?.[0] ?? endOf(root)
  const { text } = page.insertLines(0, lines)
  return [{ from, to: endOf(list), text: isEmpty ? `[]${text}` : text }]
}

function columnOfItems(page: Page, list: YAMLSeq): number {
  const first = list.items[0]
  const dash = isNode(first) ? dashOf(page, first) : 0
  return dash - page.lineStart(dash)
}

/** Where the dash of an item stands: before its content, maybe on a line of its own. */
function dashOf(page: Page, item: Node): number {
  const start = item.range?.[0] ?? 0
  const dash = page.text.lastIndexOf('-', start - 1)
  return dash < 0 ? start : dash
}
