/**
 * Lines of the short form into values. Files come from other people's hands, so whatever refers to what is not there, unfolds further than
 * we would write, or is nested too deep is refused: thrown as `NotPacked`, a sentence without its subject.
 */
import { deepestJson } from '../../json-depth.ts'
import { mostUnfolded, packedAs, sizes } from './packed.ts'

export class NotPacked extends Error {}

interface Unfolded {
  readonly value: unknown
  readonly size: number
  readonly height: number
}

export class Unpacker {
  readonly #shapes: readonly (readonly string[])[]
  readonly #shared: readonly Unfolded[]
  /** Of the line that is being read. */
  #table: readonly Unfolded[] = []
  #size = 0
  #height = 0
  #most = 0

  /** `shared`: parsed, of this many characters. */
  constructor(shapes: unknown, shared: readonly unknown[], length: number) {
    this.#shapes = shapesFrom(shapes)
    const values: Unfolded[] = []
    this.#shared = values
    this.#most = length * mostUnfolded
    for (const packed of shared) values.push(this.#entry(packed))
  }

  /** What stands behind the table of a line of this many characters. */
  line(packed: unknown, length: number): readonly unknown[] {
    if (!Array.isArray(packed) || !Array.isArray(packed[0]))
      throw new NotPacked('does not begin with its table')
    const [table, ...values]: readonly unknown[] = packed
    const own: Unfolded[] = []
    this.#table = own
    this.#most = Number.POSITIVE_INFINITY // what nobody refers to takes no room
    for (const entry of table as readonly unknown[]) own.push(this.#entry(entry))
    this.#size = 0
    this.#most = length * mostUnfolded
    return values.map(value => this.#value(value, 1))
  }

  #entry(packed: unknown): Unfolded {
    const before = this.#size
    this.#height = 0
    const value = this.#value(packed, 1)
    return { value, size: this.#size - before, height: this.#height }
  }

  #value(packed: unknown, level: number): unknown {
    if (packed === null || typeof packed === 'boolean') return this.#sized(packed, sizes.constant, level)
    if (typeof packed === 'string') return this.#sized(packed, sizes.text(packed.length), level)
    if (typeof packed === 'number') return this.#referred(packed, level)
    if (Array.isArray(packed)) return this.#marked(packed, level)
    return this.#object(Object.keys(packed as object), Object.values(packed as object), level) // JSON has nothing else
  }

  #sized<Value>(value: Value, size: number, level: number): Value {
    this.#size += size
    if (this.#size > this.#most) throw new NotPacked('stands for more than a plan of its length would')
    if (level > this.#height) {
      this.#height = level
      if (level > deepestJson) throw new NotPacked('is nested deeper than any plan')
    }
    return value
  }

  #referred(place: number, level: number): unknown {
    const found = place < 0 ? this.#shared[-1 - place] : this.#table[place]
    if (found === undefined) throw new NotPacked(`refers to ${place}, which is not there`)
    return this.#sized(found.value, found.size, level + found.height - 1)
  }

  #marked(packed: readonly unknown[], level: number): unknown {
    const [as, ...rest] = packed
    if (typeof as !== 'number' || !Number.isInteger(as) || as < 0)
      throw new NotPacked('holds a list that does not say what it is')
    switch (as) {
      case packedAs.list:
        this.#sized(null, sizes.list + rest.length, level)
        return rest.map(value => this.#value(value, level + 1))
      case packedAs.number:
        return this.#number(rest, level)
      case packedAs.path:
        return this.#path(rest, level)
      default:
        return this.#shaped(as - packedAs.shape, rest, level)
    }
  }

  #number(rest: readonly unknown[], level: number): number {
    const [number] = rest
    if (typeof number !== 'number' || rest.length !== 1) throw new NotPacked('holds a number that is none')
    return this.#sized(number, sizes.number, level)
  }

  #path(rest: readonly unknown[], level: number): string {
    const parts = rest.map(part => {
      const text = this.#value(part, level)
      if (typeof text !== 'string') throw new NotPacked('joins what is no text')
      return text
    })
    return parts.join('/')
  }

  #shaped(shape: number, values: readonly unknown[], level: number): unknown {
    const keys = this.#shapes[shape]
    if (keys?.length !== values.length)
      throw new NotPacked(`holds an object of the shape ${shape} that has none`)
    return this.#object(keys, values, level)
  }

  #object(keys: readonly string[], values: readonly unknown[], level: number): unknown {
    this.#sized(null, sizes.list, level)
    const object: Record<string, unknown> = {}
    for (const [position, key] of keys.entries()) {
      this.#size += sizes.member(key)
      const value = this.#value(values[position], level + 1)
      if (key === '__proto__') Object.defineProperty(object, key, { value, ...own })
      else object[key] = value
    }
    return object
  }
}

/** A member like any other: assigned, it would be the object's prototype. */
const own = { enumerable: true, configurable: true, writable: true }

function shapesFrom(shapes: unknown): readonly (readonly string[])[] {
  if (!Array.isArray(shapes)) throw new NotPacked('has no list of shapes')
  for (const keys of shapes as readonly unknown[])
    if (
      !Array.isArray(keys) ||
      !keys.every(key => typeof key === 'string') ||
      new Set(keys).size < keys.length
    )
      throw new NotPacked('has a shape that is none')
  return shapes as readonly (readonly string[])[] // each was just looked at
}
