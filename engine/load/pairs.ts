/** Maps of a YAML document, looked into by key: the library searches a map from its beginning each time, which large maps make slow. */
import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
} from 'yaml'

/** What a key is in the value that is made of the map. */
export function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
}

/** The first pair of each key of a map. */
export type PairsOf = (map: Node) => ReadonlyMap<string, Pair>

export function pairsByKey(): PairsOf {
  const known = new WeakMap<Node, ReadonlyMap<string, Pair>>()
  return map => {
    const before = known.get(map)
    if (before !== undefined) return before
    const pairs = new Map<string, Pair>()
    for (const item of isMap(map) ? map.items : [])
      if (isPair(item) && !pairs.has(keyOf(item))) pairs.set(keyOf(item), item)
    known.set(map, pairs)
    return pairs
  }
}

/** The node at a path, aliases not followed; undefined: there is none. */
export function nodeAt(
  document: Document,
  path: readonly (string | number)[],
  pairsOf: PairsOf,
): Node | undefined {
  let node: unknown = document.contents
  for (const part of path) {
    if (isMap(node)) node = pairsOf(node).get(String(part))?.value
    else if (isSeq(node)) node = node.items[Number(part)]
    else return undefined
  }
  return isNode(node) ? node : undefined
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isCollection(value) || isAlias(value)
}

export interface Structure {
  /** A key that stands in its map before, and where it stood first. */
  readonly repeated: readonly { readonly key: Node; readonly first: Node }[]
  /** The first node below the allowed depth. */
  readonly tooDeep: Node | null
  readonly aliases: readonly Alias[]
}

/**
 * Looks at every node once. The library's own search for repeated keys compares each key of a map with each other, and takes `1`
 * and `"1"` for two although they become one.
 */
export function structureOf(document: Document, deepest: number): Structure {
  const repeated: { readonly key: Node; readonly first: Node }[] = []
  const aliases: Alias[] = []
  const open: { readonly node: unknown; readonly depth: number }[] = [{ node: document.contents, depth: 0 }]
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const { node, depth } = entry
    if (depth > deepest && isNode(node)) return { repeated, tooDeep: node, aliases }
    if (isAlias(node)) aliases.push(node)
    if (isSeq(node)) for (const item of node.items) open.push({ node: item, depth: depth + 1 })
    if (!isMap(node)) continue
    const keys = new Map<string, Node>()
    for (const pair of node.items) {
      open.push({ node: pair.key, depth: depth + 1 }, { node: pair.value, depth: depth + 1 })
      if (!isScalar(pair.key)) continue
      const first = keys.get(keyOf(pair))
      if (first === undefined) keys.set(keyOf(pair), pair.key)
      else repeated.push({ key: pair.key, first })
    }
  }
  return { repeated, tooDeep: null, aliases }
}
