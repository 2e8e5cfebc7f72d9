/** Values into lines of the short form: first what many lines share, then line by line. */
import { mostUnfolded, type SharedTable } from './packed.ts'
import { keyOf, type Node, type NodeRef, nothingShared, Pool, type SharedIndex, written } from './pool.ts'

/** Lines that are looked at to learn what many share; they lie evenly among all. */
const looked = 256

export interface Packer {
  readonly shared: SharedTable
  /** `[table, ...values]`, as JSON. */
  line(values: readonly unknown[]): string
}

/** `lineAt`: the values of a line, by position. */
export function packerFor(count: number, lineAt: (position: number) => readonly unknown[]): Packer {
  const { index, table } = sharedBy(count, lineAt)
  return {
    shared: table,
    line(values) {
      const pool = new Pool(index)
      const roots = values.map(value => pool.add(value))
      const text = linesOf(pool, roots)
      let size = 0
      for (const root of roots) size += pool.sizeOf(root)
      return size <= text.length * mostUnfolded ? text : literal(values)
    },
  }
}

function linesOf(pool: Pool, roots: readonly NodeRef[]): string {
  for (const root of roots) pool.use(root)
  const places = new Map<number, number>()
  const table: string[] = []
  const refer = (child: NodeRef): string => {
    if (typeof child !== 'number' || child < 0) return String(child)
    const place = places.get(child)
    return place === undefined ? text(child) : String(place)
  }
  const text = (node: number) => written(pool.nodes[node] as Node, refer) // the pool has made it
  for (let node = 0; node < pool.nodes.length; node += 1)
    if ((pool.uses[node] ?? 0) > 1) places.set(node, table.push(text(node)) - 1)
  return `[[${table.join()}],${roots.map(refer).join()}]`
}

/** Said in full: what unfolds too far is no longer than it would be without any table. */
function literal(values: readonly unknown[]): string {
  const pool = new Pool(nothingShared)
  const inFull = (child: NodeRef): string =>
    typeof child === 'number' ? written(pool.nodes[child] as Node, inFull) : String(child)
  return `[[],${values.map(value => inFull(pool.add(value))).join()}]`
}

function sharedBy(
  count: number,
  lineAt: (position: number) => readonly unknown[],
): { readonly index: SharedIndex; readonly table: SharedTable } {
  const lines = new Map<number, number>()
  const last = new Map<number, number>()
  let line = 0
  const pool = new Pool(nothingShared, node => {
    if (last.get(node) === line) return
    last.set(node, line)
    lines.set(node, (lines.get(node) ?? 0) + 1)
  })
  const step = Math.max(1, Math.floor(count / looked))
  for (let position = 0; position < count; position += step) {
    for (const value of lineAt(position)) pool.add(value)
    line += 1
  }
  const least = Math.max(2, Math.ceil(line / 50))
  return tableOf(pool, node => (lines.get(node) ?? 0) >= least)
}

function tableOf(
  pool: Pool,
  isShared: (node: number) => boolean,
): { readonly index: SharedIndex; readonly table: SharedTable } {
  const shapes = shapesOf(pool)
  const [texts, numbers, others] = [
    new Map<string, number>(),
    new Map<number, number>(),
    new Map<string, number>(),
  ]
  const places = new Map<number, number>()
  const values: string[] = []
  const sizes: number[] = []
  for (const [position, node] of pool.nodes.entries()) {
    if (!isShared(position)) continue
    const placed = placedIn(node, places, shapes)
    const place = -values.push(written(placed, String))
    places.set(position, place)
    sizes.push(pool.sizes[position] ?? 0)
    if (placed.kind === 'text') texts.set(placed.text, place)
    else if (placed.kind === 'number') numbers.set(placed.number, place)
    else others.set(keyOf(placed), place)
  }
  const unfolded = sizes.reduce((sum, size) => sum + size, 0)
  if (unfolded > mostUnfolded * values.reduce((sum, text) => sum + text.length, 0))
    return { index: nothingShared, table: { shapes: [], values: [] } }
  return {
    index: {
      shapes: new Map([...shapes].map(([name, { place }]) => [name, place])),
      texts,
      numbers,
      others,
      sizes,
    },
    table: { shapes: [...shapes.values()].map(({ keys }) => keys), values },
  }
}

interface PlacedShape {
  readonly keys: readonly string[]
  readonly place: number
}

function shapesOf(pool: Pool): ReadonlyMap<string, PlacedShape> {
  const shapes = new Map<string, PlacedShape>()
  for (const node of pool.nodes)
    if (node.kind === 'object' && !shapes.has(node.shape.name))
      shapes.set(node.shape.name, { keys: node.shape.keys, place: shapes.size })
  return shapes
}

/** As lines will refer to it. Whatever many lines say, they say with all its parts, so these are in the table before it. */
function placedIn(
  node: Node,
  places: ReadonlyMap<number, number>,
  shapes: ReadonlyMap<string, PlacedShape>,
): Node {
  if (node.kind === 'text' || node.kind === 'number') return node
  const of = node.of.map(child => (typeof child === 'number' ? (places.get(child) ?? child) : child))
  if (node.kind !== 'object') return { ...node, of }
  const { shape } = node
  return { ...node, of, shape: { ...shape, shared: shapes.get(shape.name)?.place ?? null } }
}
