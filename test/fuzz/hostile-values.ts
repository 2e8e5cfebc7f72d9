/** Values that programs forget about, and ways to put them where others stood. The choices come from fast-check, so a failure shrinks. */
import fc from 'fast-check'

export const hostileTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\uFEFFx',
  '\uD800',
  '\u202Eevil\u202C',
  'zero\u200Bwidth',
  '\u001b[2J\u001b]0;title\u0007',
  '\u009b31m',
  'line\nbreak',
  'carriage\r\nreturn',
  '\u2028\u2029',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  'C:\\con',
  'nul',
  '=1+1',
  '+1',
  '-1',
  '@x',
  '\t=x',
  '<script>alert(1)</script>',
  '"><img src=x onerror=x>',
  '| a | `b` [c](http://d) @e #1',
  "' ; drop",
  '0003',
  'NO',
  '1e999',
  'null',
  'P1Y',
  'P999999999Y',
  '2026-02-30',
  '9999-99-99T99:99:99Z',
  '2026-12-07T07:00:00Z',
  'x'.repeat(3000),
] as const

/** Anything JSON can hold. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts),
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, -0, Number.MAX_SAFE_INTEGER + 2),
  fc.constantFrom<unknown>([], {}, [null], [[]], { value: null }, { items: 'x' }, [{}], nested(40)),
  fc.constant(
    JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

function nested(depth: number): unknown {
  return depth === 0 ? 'deep' : depth % 2 === 0 ? [nested(depth - 1)] : { a: nested(depth - 1) }
}

export interface Change {
  /** Which node of the value, counted in the order of writing and taken modulo their number. */
  readonly where: number
  readonly how: 'replace' | 'remove' | 'repeat' | 'rename'
  readonly value: unknown
}

export const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    where: fc.nat(5000),
    how: fc.constantFrom('replace', 'remove', 'repeat', 'rename'),
    value: hostileValue,
  }),
  { minLength: 1, maxLength: 4 },
)

/** A copy of a JSON value with these changes in it. */
export function mangled(value: unknown, wanted: readonly Change[]): unknown {
  let copy: unknown = structuredClone(value)
  for (const change of wanted) copy = changed(copy, change)
  return copy
}

function changed(root: unknown, { where, how, value }: Change): unknown {
  const places = placesIn(root)
  const place = places[where % Math.max(1, places.length)]
  if (place === undefined) return structuredClone(value)
  const { parent, key } = place
  if (how === 'replace') define(parent, key, structuredClone(value))
  else if (how === 'rename' && !Array.isArray(parent)) {
    const kept: unknown = Reflect.get(parent, key)
    Reflect.deleteProperty(parent, key)
    define(parent, typeof value === 'string' ? value : '__proto__', kept)
  } else if (Array.isArray(parent)) {
    if (how === 'remove') parent.splice(Number(key), 1)
    else parent.splice(Number(key), 0, structuredClone(parent[Number(key)]))
  } else Reflect.deleteProperty(parent, key)
  return root
}

function define(parent: object, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true })
}

function placesIn(root: unknown): readonly { readonly parent: object; readonly key: string }[] {
  const found: { parent: object; key: string }[] = []
  const open: unknown[] = [root]
  for (let at = 0; at < open.length; at += 1) {
    const node = open[at]
    if (typeof node !== 'object' || node === null) continue
    for (const key of Object.keys(node)) {
      found.push({ parent: node, key })
      open.push(Reflect.get(node, key))
    }
  }
  return found
}
