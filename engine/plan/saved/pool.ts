/** Values by what they say: whatever is equal is one node, and knows how often it is referred to. */
import { packedAs, shortestPath, sizes } from './packed.ts'

/** A node of the pool, from 0 on; below 0 one of the shared table (−1 is its first); null, true and false are themselves. */
export type NodeRef = number | boolean | null

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | Compound

export type Compound =
  | { readonly kind: 'list' | 'path'; readonly of: readonly NodeRef[] }
  | { readonly kind: 'object'; readonly shape: Shape; readonly of: readonly NodeRef[] }

export interface Shape {
  /** Sorted. */
  readonly keys: readonly string[]
  /** Among those of the shared table; null: in none. */
  readonly shared: number | null
  /** Different for different keys. */
  readonly name: string
}

/** What a pool looks up before it makes a node of its own. */
export interface SharedIndex {
  readonly shapes: ReadonlyMap<string, number>
  readonly texts: ReadonlyMap<string, number>
  readonly numbers: ReadonlyMap<number, number>
  readonly others: ReadonlyMap<string, number>
  /** Unfolded, by position. */
  readonly sizes: readonly number[]
}

export const nothingShared: SharedIndex = {
  shapes: new Map(),
  texts: new Map(),
  numbers: new Map(),
  others: new Map(),
  sizes: [],
}

export class Pool {
  readonly nodes: Node[] = []
  /** By node: references from other nodes, each counted once however often that one is referred to. */
  readonly uses: number[] = []
  /** By node: characters, unfolded. */
  readonly sizes: number[] = []
  readonly #texts = new Map<string, number>()
  readonly #numbers = new Map<number, number>()
  readonly #others = new Map<string, number>()
  readonly #shapes = new Map<string, { readonly shape: Shape; readonly order: readonly string[] }>()
  readonly #shared: SharedIndex
  /** Hears of each node that is met, new or not. */
  readonly #met: (node: number) => void

  constructor(shared: SharedIndex, met: (node: number) => void = () => {}) {
    this.#shared = shared
    this.#met = met
  }

  /** JSON values; members that are undefined are left out, as JSON does. */
  add(value: unknown): NodeRef {
    if (value === null || value === undefined) return null
    if (typeof value === 'boolean') return value
    if (typeof value === 'string') return this.#text(value)
    if (typeof value === 'number') return Number.isFinite(value) ? this.#number(value) : null
    if (Array.isArray(value)) return this.#list(value)
    return this.#object(value as Readonly<Record<string, unknown>>) // JSON has nothing else
  }

  sizeOf(node: NodeRef): number {
    if (typeof node !== 'number') return sizes.constant
    return (node < 0 ? this.#shared.sizes[-1 - node] : this.sizes[node]) ?? 0
  }

  #text(text: string): number {
    if (text.length >= shortestPath && text.includes('/')) {
      const of = text.split('/').map(part => this.#plain(part))
      return this.#other({ kind: 'path', of }, sizes.text(text.length))
    }
    return this.#plain(text)
  }

  #plain(text: string): number {
    const known = this.#shared.texts.get(text) ?? this.#texts.get(text)
    if (known !== undefined) return this.#meet(known)
    const made = this.#make({ kind: 'text', text }, sizes.text(text.length))
    this.#texts.set(text, made)
    return made
  }

  #number(number: number): number {
    const known = this.#shared.numbers.get(number) ?? this.#numbers.get(number)
    if (known !== undefined) return this.#meet(known)
    const made = this.#make({ kind: 'number', number }, sizes.number)
    this.#numbers.set(number, made)
    return made
  }

  #list(values: readonly unknown[]): number {
    const of = values.map(value => this.add(value))
    let size: number = sizes.list
    for (const node of of) size += this.sizeOf(node) + 1
    return this.#other({ kind: 'list', of }, size)
  }

  #object(value: Readonly<Record<string, unknown>>): number {
    const { shape, order } = this.#shapeOf(value)
    const of: NodeRef[] = []
    let size: number = sizes.list
    for (const key of order) {
      const node = this.add(value[key])
      size += sizes.member(key) + this.sizeOf(node)
      of.push(node)
    }
    return this.#other({ kind: 'object', shape, of }, size)
  }

  #shapeOf(value: Readonly<Record<string, unknown>>) {
    let written = ''
    for (const key of Object.keys(value)) if (value[key] !== undefined) written += `${key.length}:${key}`
    const known = this.#shapes.get(written)
    if (known !== undefined) return known
    const keys = Object.keys(value)
      .filter(key => value[key] !== undefined)
      .sort()
    const name = nameOf(keys)
    const made = { shape: { keys, name, shared: this.#shared.shapes.get(name) ?? null }, order: keys }
    this.#shapes.set(written, made)
    return made
  }

  #other(node: Compound, size: number): number {
    const key = keyOf(node)
    const known = this.#shared.others.get(key) ?? this.#others.get(key)
    if (known !== undefined) return this.#meet(known)
    for (const child of node.of) this.use(child)
    const made = this.#make(node, size)
    this.#others.set(key, made)
    return made
  }

  use(node: NodeRef): void {
    if (typeof node === 'number' && node >= 0) this.uses[node] = (this.uses[node] ?? 0) + 1
  }

  #meet(node: number): number {
    if (node >= 0) this.#met(node)
    return node
  }

  #make(node: Node, size: number): number {
    this.sizes.push(size)
    this.uses.push(0)
    return this.#meet(this.nodes.push(node) - 1)
  }
}

export function nameOf(keys: readonly string[]): string {
  return keys.map(key => `${key.length}:${key}`).join('')
}

/** The same for the same content. */
export function keyOf(node: Compound): string {
  const what = node.kind === 'object' ? node.shape.name : `${node.kind}${node.of.length}` // null joins as nothing
  return `${what}|${node.of.join()}`
}

/** `refer`: how a child is written, as JSON. */
export function written(node: Node, refer: (child: NodeRef) => string): string {
  switch (node.kind) {
    case 'text':
      return JSON.stringify(node.text)
    case 'number':
      return `[${packedAs.number},${JSON.stringify(node.number)}]`
    case 'list':
      return listed(packedAs.list, node.of, refer)
    case 'path':
      return listed(packedAs.path, node.of, refer)
    case 'object': {
      const { shape, of } = node
      if (shape.shared !== null) return listed(packedAs.shape + shape.shared, of, refer)
      const members = shape.keys.map(
        (key, position) => `${JSON.stringify(key)}:${refer(of[position] ?? null)}`,
      )
      return `{${members.join()}}`
    }
  }
}

function listed(as: number, of: readonly NodeRef[], refer: (child: NodeRef) => string): string {
  let text = `[${as}`
  for (const child of of) text += `,${refer(child)}`
  return `${text}]`
}
