/** Maps of a YAML document, looked into by key: the library searches a map from its beginning each time, which large maps make slow. */
import {
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
export function keyOf(pair: Pick<Pair, 'key'>): string {
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

export function isNode(value: unknown): value is Node {
  return isScalar(value) || isCollection(value) || isAlias(value)
}
