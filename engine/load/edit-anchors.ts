/**
 * Anchors under an edit. A value that stands once and is meant in several places (`seats: &n 10` … `seats: *n`) may change in one of them only:
 * then it is written out where the others mean it. Whether an edit said what it should, and nothing else, is looked at afterwards.
 */
import { type Document, isScalar, parse, visit } from 'yaml'
import type { CustomerEdit, FieldEdit } from './customer-edit.ts'
import { type Change, isNode } from './text-places.ts'

/** Further changes that keep every alias at the value it has; a value of several lines is left to the look afterwards. */
export function keptAliases(text: string, document: Document, changes: readonly Change[]): readonly Change[] {
  const kept: Change[] = []
  const touches = (from: number, to: number) =>
    changes.some(change => change.from < to && Math.max(change.to, change.from + 1) > from)
  visit(document, {
    Alias: (_, alias) => {
      const source = alias.resolve(document)
      if (!isScalar(source) || !isNode(source) || !source.range || !alias.range) return
      const [from, to] = source.range
      const [start, end] = alias.range
      const value = text.slice(from, to)
      if (touches(from, to) && !touches(start, end) && !value.includes('\n'))
        kept.push({ from: start, to: end, text: value })
    },
  })
  return kept
}

type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Value[]
  | { readonly [key: string]: Value }
type ValueMap = Record<string, Value>

/** Does the document after it say what the one before and the edit together mean? */
export function isAsMeant(before: Document, after: Document | undefined, edit: CustomerEdit): boolean {
  const wanted = JSON.parse(JSON.stringify(before.toJS())) as ValueMap // a Customer document is a map
  for (const field of edit.top ?? []) set(wanted, field)
  const retired = new Set((edit.retire ?? []).map(entry => entry.subscription))
  const items = listOf(wanted['subscriptions']).filter(item => !retired.has(String(item['key'])))
  for (const field of edit.fields ?? []) {
    const item = items.find(one => String(one['key']) === field.subscription)
    if (item !== undefined) set(item, field)
  }
  for (const lines of edit.append ?? []) items.push(...listOf(parse(lines.join('\n')) as Value)) // lines of a list
  const had = wanted['subscriptions'] !== undefined
  const expected = { ...wanted, ...((had || items.length > 0) && { subscriptions: items }) }
  return after !== undefined && isSame(expected, after.toJS() as Value)
}

function listOf(value: Value): ValueMap[] {
  return Array.isArray(value) ? (value as ValueMap[]) : [] // items of `subscriptions:` are maps
}

function set(map: ValueMap, { path, value }: FieldEdit): void {
  const [first = '', ...rest] = path
  if (rest.length > 0) {
    if (!(first in map) && value !== null) map[first] = {}
    const inner = map[first]
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      set(inner as ValueMap, { path: rest, value }) // no list, checked just now
  } else if (value === null) delete map[first]
  else map[first] = value
}

function isSame(left: Value, right: Value): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return (left ?? null) === (right ?? null)
  const [one, other] = [Object.entries(left), new Map(Object.entries(right))]
  const present = one.filter(([, value]) => value !== undefined)
  return (
    Array.isArray(left) === Array.isArray(right) &&
    present.length === other.size &&
    present.every(([key, value]) => other.has(key) && isSame(value, other.get(key)))
  )
}
