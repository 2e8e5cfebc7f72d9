/** What arrives and is not spoken for yet, looked up by what a declared line may know it by; of several the first, in the order in which they were given. */
import { groupedBy } from '../../grouped-by.ts'
import type { DeclaredSubscription } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'

export interface FreeArrivals {
  named(declared: DeclaredSubscription): LiveSubscription | undefined
  /** Of the seats that are declared, the first that `fits`. */
  ofSeats(
    declared: DeclaredSubscription,
    fits: (declared: DeclaredSubscription, living: LiveSubscription) => boolean,
  ): LiveSubscription | undefined
  ofProduct(declared: DeclaredSubscription): LiveSubscription | undefined
}

/** `free`: whoever takes one out of it has taken it. */
export function freeArrivals(free: ReadonlySet<LiveSubscription>): FreeArrivals {
  const name = (product: string, what: string | number | null) => JSON.stringify([product, what])
  const places = new Map([...free].map((entry, at) => [entry, at]))
  const placeOf = (entry: LiveSubscription) => places.get(entry) ?? 0
  const byName = queues(free, entry => [name(entry.product, entry.name)])
  // Now, or from its next term on: what is as declared has these seats, whatever else there is about it.
  const bySeats = queues(free, ({ product, seats, nextTerm }) =>
    [seats, nextTerm?.seats ?? seats].map(count => name(product, count)),
  )
  const byProduct = queues(free, entry => [entry.product])
  return {
    named({ product, key, friendlyName }) {
      const texts = [key, friendlyName].filter(text => typeof text === 'string')
      return first(
        texts.map(text => byName(name(product, text))),
        placeOf,
      )
    },
    ofSeats(declared, fits) {
      const { product, seats, nextTerm } = declared
      const counts = new Set([seats, nextTerm?.seats ?? seats])
      const found = [...counts].map(count => bySeats(name(product, count), entry => fits(declared, entry)))
      return first(found, placeOf)
    },
    ofProduct: ({ product }) => byProduct(product),
  }
}

function first(
  found: readonly (LiveSubscription | undefined)[],
  placeOf: (entry: LiveSubscription) => number,
): LiveSubscription | undefined {
  return found.filter(entry => entry !== undefined).sort((a, b) => placeOf(a) - placeOf(b))[0]
}

type Queue = (name: string, fits?: (entry: LiveSubscription) => boolean) => LiveSubscription | undefined

/** Those at the head of a queue that were taken are never looked at again. */
function queues(
  free: ReadonlySet<LiveSubscription>,
  namesOf: (entry: LiveSubscription) => readonly string[],
): Queue {
  const named = [...free].flatMap(entry => [...new Set(namesOf(entry))].map(name => ({ name, entry })))
  const groups = groupedBy(named, ({ name }) => name)
  const begun = new Map<string, number>()
  return (name, fits = () => true) => {
    const group = groups.get(name) ?? []
    let head = begun.get(name) ?? 0
    for (let one = group[head]; one !== undefined && !free.has(one.entry); one = group[head]) head += 1
    begun.set(name, head)
    for (let at = head; at < group.length; at += 1) {
      const entry = group[at]?.entry
      if (entry !== undefined && free.has(entry) && fits(entry)) return entry
    }
    return undefined
  }
}
