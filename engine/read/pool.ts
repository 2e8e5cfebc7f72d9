/** Runs a task per item, at most `width` at a time; results in the order of the items. */
export async function mapPool<Item, Out>(
  items: readonly Item[],
  width: number,
  task: (item: Item) => Promise<Out>,
): Promise<readonly Out[]> {
  const results = new Map<number, Out>()
  let next = 0
  async function worker(): Promise<void> {
    for (;;) {
      const position = next
      next += 1
      const item = items[position]
      if (position >= items.length || item === undefined) return
      results.set(position, await task(item))
    }
  }
  const workers: Promise<void>[] = []
  for (let count = 0; count < Math.min(width, items.length); count += 1) workers.push(worker())
  await Promise.all(workers)
  return items.flatMap((_, position) => (results.has(position) ? [results.get(position) as Out] : [])) // set above for each position
}
