/** Entries by what they share, in the order of first appearance. */
export function group<T, K>(entries: Iterable<T>, keyOf: (entry: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const own = groups.get(key)
    if (own === undefined) groups.set(key, [entry])
    else own.push(entry)
  }
  return groups
}
