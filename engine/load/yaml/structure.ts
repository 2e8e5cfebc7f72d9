/** One look at every node of a YAML document, in the order of the file, aliases weighed by what they stand for. */
import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import { isNode, keyOf } from './pairs.ts'

export interface Limits {
  /** Levels, those behind aliases among them. */
  readonly deepest: number
  /** Values that aliases may add to what is written. */
  readonly mostUnfolded: number
  /** Anchors and aliases together: the library goes over all of them for each alias. */
  readonly mostAnchors: number
}

export interface AliasTrouble {
  readonly alias: Alias
  readonly why: 'no anchor' | 'within itself' | 'unfolds too far' | 'too many'
}

export interface Structure {
  /** A key that stands in its map before, and where it stood first. */
  readonly repeated: readonly { readonly key: Node; readonly first: Node }[]
  /** The first node below the allowed depth, or the alias that leads there. */
  readonly tooDeep: Node | null
  readonly aliases: readonly AliasTrouble[]
  /** Values that aliases add to what is written. */
  readonly unfolded: number
}

/** What an anchor stands for. `size`: values in it; `height`: levels below it. Both null while it is not at its end. */
interface Anchored {
  readonly node: Node
  extent: Extent | null
}

interface Extent {
  readonly size: number
  readonly height: number
}

const single: Extent = { size: 1, height: 0 }

/**
 * Looks at every node once. The library's own searches do not: for repeated keys it compares each key of a map with each other (and
 * takes `1` and `"1"` for two although they become one), and for each alias it goes through the whole document.
 */
export function structureOf(document: Document, limits: Limits): Structure {
  const look = new Look(limits)
  look.at(document.contents, 0)
  return look
}

class Look implements Structure {
  readonly repeated: { readonly key: Node; readonly first: Node }[] = []
  tooDeep: Node | null = null
  readonly aliases: AliasTrouble[] = []
  unfolded = 0
  private readonly anchors = new Map<string, Anchored>()
  private anchorsAndAliases = 0
  private readonly limits: Limits

  constructor(limits: Limits) {
    this.limits = limits
  }

  at(node: unknown, depth: number): Extent {
    if (this.tooDeep !== null || !isNode(node)) return single
    if (depth > this.limits.deepest) {
      this.tooDeep = node
      return single
    }
    if (isAlias(node)) return this.behind(node, depth)
    const name = 'anchor' in node ? node.anchor : undefined
    if (name === undefined) return this.within(node, depth)
    this.anchorsAndAliases += 1
    const anchored: Anchored = { node, extent: null }
    this.anchors.set(name, anchored)
    anchored.extent = this.within(node, depth)
    return anchored.extent
  }

  private within(node: Node, depth: number): Extent {
    let { size, height } = single
    const add = (part: unknown) => {
      const extent = this.at(part, depth + 1)
      size += extent.size
      height = Math.max(height, extent.height + 1)
    }
    if (isSeq(node)) for (const item of node.items) add(item)
    const keys = new Map<string, Node>()
    for (const { key, value } of isMap(node) ? node.items : []) {
      add(key)
      this.known(key, keys)
      add(value)
    }
    return { size, height }
  }

  private known(key: unknown, keys: Map<string, Node>): void {
    const meant = isAlias(key) ? this.anchors.get(key.source)?.node : key
    if (!isNode(key) || !isScalar(meant)) return
    const name = keyOf({ key: meant })
    const first = keys.get(name)
    if (first === undefined) keys.set(name, key)
    else this.repeated.push({ key, first })
  }

  private behind(alias: Alias, depth: number): Extent {
    this.anchorsAndAliases += 1
    const anchored = this.anchors.get(alias.source)
    if (anchored === undefined) return this.refused(alias, 'no anchor')
    const { extent } = anchored
    if (extent === null) return this.refused(alias, 'within itself')
    if (depth + extent.height > this.limits.deepest) {
      this.tooDeep = alias
      return single
    }
    if (this.anchorsAndAliases > this.limits.mostAnchors) return this.refused(alias, 'too many')
    if (this.unfolded + extent.size > this.limits.mostUnfolded) return this.refused(alias, 'unfolds too far')
    this.unfolded += extent.size
    return extent
  }

  private refused(alias: Alias, why: AliasTrouble['why']): Extent {
    const isOfAll = why === 'unfolds too far' || why === 'too many'
    if (!isOfAll || !this.aliases.some(entry => entry.why === why)) this.aliases.push({ alias, why })
    return single
  }
}
