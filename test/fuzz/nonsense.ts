/** Changes that leave a value in the shape of its schema and make nonsense of it: every part comes from the value itself, from where its key stands. */
import fc from 'fast-check'

export interface Swap {
  readonly where: number
  readonly from: number
  readonly how: 'take' | 'drop' | 'repeat' | 'turn' | 'leave out'
}

export const swaps: fc.Arbitrary<readonly Swap[]> = fc.array(
  fc.record({
    where: fc.nat(100_000),
    from: fc.nat(100_000),
    how: fc.constantFrom('take', 'take', 'drop', 'repeat', 'turn', 'leave out'),
  }),
  { minLength: 1, maxLength: 6 },
)

interface Place {
  readonly parent: object
  readonly key: string
}

export function nonsense<T>(value: T, wanted: readonly Swap[]): T {
  const copy = structuredClone(value)
  for (const swap of wanted) change(copy, swap)
  return copy
}

function change(root: unknown, { where, from, how }: Swap): void {
  const places = placesIn(root)
  const place = places[where % Math.max(1, places.length)]
  if (place === undefined) return
  const { parent, key } = place
  if (Array.isArray(parent)) {
    const at = Number(key)
    if (how === 'drop') parent.splice(at, 1)
    else if (how === 'repeat') parent.splice(at, 0, structuredClone(parent[at]))
    else if (how === 'turn') parent.reverse()
    else if (how === 'take' && parent.length > 0)
      parent[at] = structuredClone(parent[from % parent.length] as unknown)
    return
  }
  if (how === 'leave out') {
    Reflect.deleteProperty(parent, key)
    return
  }
  const others = places.filter(other => other.key === key && !Array.isArray(other.parent))
  const other = others[from % Math.max(1, others.length)]
  if (other !== undefined)
    Reflect.set(parent, key, structuredClone(Reflect.get(other.parent, key) as unknown))
}

function placesIn(root: unknown): readonly Place[] {
  const found: Place[] = []
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
