/** The order of texts is that of their code units, never that of a locale: the same inputs give the same bytes everywhere. */
export function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** For `sort`, by a text that each item has; items with equal texts keep their order. */
export function by<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => compare(key(a), key(b))
}
