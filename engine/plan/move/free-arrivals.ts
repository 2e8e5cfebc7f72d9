/** What arrives and is not spoken for yet, looked up by what a declared line may know it by; of several the first, in the order in which they were given. */
import { groupedBy } from '../../grouped-by.ts'
import type { DeclaredSubscription } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'

export interface FreeArrivals {
  named(declared: DeclaredSubscription): LiveSubscription | undefined
  /** Of the seats that are declared, the first that `fits`; for two lines that differ in nothing but their key it must say the same. */
  ofSeats(
    declared: DeclaredSubscription,
    fits: (declared: DeclaredSubscription, living: LiveSubscription) => boolean,
  ): LiveSubscription | undefined
  ofProduct(declared: DeclaredSubscription): LiveSubscription | undefined
}

/** `free`: whoever takes one out of it has taken it. */
export function freeArrivals(free: ReadonlySet<LiveSubscription>): FreeArrivals {
  const places = new Map([...free].map((entry, at) => [entry, at]))
  const placeOf = (entry: LiveSubscription) => places.get(entry) ?? 0
  const lookUp = lookup(free)
  return {
    named({ product, key, friendlyName }) {
      const texts = [key, friendlyName].filter(text => typeof text === 'string')
      return first(
        texts.map(name => lookUp({ product, name })),
        placeOf,
      )
    },
    ofSeats(declared, fits) {
      const line = looksOf(declared)
      const found = tracesOf(declared).map(traits =>
        lookUp(traits, { line, fits: entry => fits(declared, entry) }),
      )
      return first(found, placeOf)
    },
    ofProduct: ({ product }) => lookUp({ product }),
  }
}

function first(
  found: readonly (LiveSubscription | undefined)[],
  placeOf: (entry: LiveSubscription) => number,
): LiveSubscription | undefined {
  return found.filter(entry => entry !== undefined).sort((a, b) => placeOf(a) - placeOf(b))[0]
}

/** What a line can know an arrival by. Whatever may be written in thousands of ways is here, so that few are left to be looked at one by one. */
interface Traits {
  readonly product: string
  readonly name?: string | null
  readonly seats?: number | null
  /** From its next term on; without a schedule those it has. */
  readonly nextSeats?: number | null
  readonly nextProduct?: string
  readonly reseller?: string | null
}

const traits: { readonly [T in keyof Traits]-?: (entry: LiveSubscription) => unknown } = {
  product: ({ product }) => product,
  name: ({ name }) => name,
  seats: ({ seats }) => seats,
  nextSeats: ({ seats, nextTerm }) => nextTerm?.seats ?? seats,
  nextProduct: ({ product, nextTerm }) => nextTerm?.product ?? product,
  reseller: ({ partnerOfRecord }) => partnerOfRecord,
}

/** What is as declared has one of these: before its next term begins, or after it has. */
function tracesOf(declared: DeclaredSubscription): readonly Traits[] {
  const { product, seats, friendlyName, partnerOfRecord, nextTerm } = declared
  const managed = {
    product,
    ...(friendlyName !== null && { name: friendlyName }),
    ...(partnerOfRecord !== null && { reseller: partnerOfRecord }),
    ...(nextTerm?.product !== undefined && { nextProduct: nextTerm.product }),
  }
  const nextSeats = nextTerm?.seats
  return nextSeats === undefined
    ? [
        { ...managed, seats },
        { ...managed, nextSeats: seats },
      ]
    : [...new Set([seats, nextSeats])].map(now => ({ ...managed, seats: now, nextSeats }))
}

function looksOf({ key: _key, at: _at, ...looks }: DeclaredSubscription): string {
  return JSON.stringify(looks)
}

interface Among {
  /** How the line looks: what did not fit it fits no other line of these looks. */
  readonly line: string
  fits(entry: LiveSubscription): boolean
}

const anyOfThem: Among = { line: '', fits: () => true }

/** Whatever was taken or did not fit is never looked at again. */
function lookup(
  free: ReadonlySet<LiveSubscription>,
): (wanted: Traits, among?: Among) => LiveSubscription | undefined {
  const indexes = new Map<string, ReadonlyMap<string, readonly LiveSubscription[]>>()
  const looked = new Map<string, number>()
  return (wanted, { line, fits } = anyOfThem) => {
    const names = Object.keys(wanted) as readonly (keyof Traits)[] // the keys of an object literal of that type
    const kind = names.join()
    const index =
      indexes.get(kind) ?? groupedBy(free, entry => JSON.stringify(names.map(name => traits[name](entry))))
    indexes.set(kind, index)
    const value = JSON.stringify(names.map(name => wanted[name]))
    const group = index.get(value) ?? []
    const place = JSON.stringify([kind, value, line])
    let at = looked.get(place) ?? 0
    for (let one = group[at]; one !== undefined && !(free.has(one) && fits(one)); one = group[at]) at += 1
    looked.set(place, at)
    return group[at]
  }
}
