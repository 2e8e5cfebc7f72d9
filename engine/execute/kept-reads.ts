/**
 * Answers of the service that serve more than the one who asked: within a run every question is asked once, and again when the answer is too old for
 * whoever needs it. What an item of the catalogue is serves all customers. A list of subscriptions is forgotten with each write to it; and with the first write
 * of a run all of them are, for what was listed before an apply writes says nothing of what a person does while it writes.
 */
import type { PartnerName, TenantId } from '../model/ids.ts'
import type { Read } from '../model/live.ts'
import type { Clock, Reader } from '../ports.ts'

/** How old an answer may be, counted from when it was asked for; in ms. */
export interface OldestReads {
  readonly lists: number
  /** Customers, agreements and items of the catalogue. */
  readonly others: number
}

export interface KeptReads {
  /** Asks each time, and keeps the answers. */
  readonly reader: Reader
  /** Asks only where no answer is young enough. */
  youngerThan(oldest: OldestReads): Recall
  /** Right before a write to an account of a customer. `keeps`: what is sent with it rests on the same list. */
  forgetList(partner: PartnerName, customer: TenantId, options?: { readonly keeps: boolean }): void
}

export interface Recall {
  readonly reader: Reader
  /** Whether an answer came that was there already: what forbids is asked for anew then. */
  hasRecalled(): boolean
}

interface Kept<T> {
  readonly read: Promise<Read<T>>
  readonly askedAtMs: number
}

export function keepReads(reader: Reader, clock: Clock): KeptReads {
  const lists = createShelf(clock)
  const others = createShelf(clock)
  let hasWritten = false

  const over = (oldest: OldestReads | null, recalled: () => void = () => undefined): Reader => {
    const ask = <T>(key: string, from: Shelf, asking: () => Promise<Read<T>>): Promise<Read<T>> => {
      const oldestMs = from === lists ? oldest?.lists : oldest?.others
      const young = oldestMs === undefined ? null : from.young<T>(key, oldestMs)
      if (young === null) return from.keep(key, asking)
      recalled()
      return young
    }
    return {
      ...reader,
      customer: (partner, customer) =>
        ask(`customer ${partner}/${customer}`, others, () => reader.customer(partner, customer)),
      agreement: (partner, customer) =>
        ask(`agreement ${partner}/${customer}`, others, () => reader.agreement(partner, customer)),
      catalogueItem: (partner, market, product) =>
        ask(`item ${partner}/${market}/${product}`, others, () =>
          reader.catalogueItem(partner, market, product),
        ),
      subscriptions: (partner, customer) =>
        ask(`${partner}/${customer}`, lists, () => reader.subscriptions(partner, customer)),
    }
  }
  return {
    reader: over(null),
    youngerThan(oldest) {
      let hasRecalled = false
      const recalled = () => {
        hasRecalled = true
      }
      return { reader: over(oldest, recalled), hasRecalled: () => hasRecalled }
    },
    forgetList(partner, customer, { keeps } = { keeps: false }) {
      const key = `${partner}/${customer}`
      if (!hasWritten) lists.forgetAllBut(key)
      if (!keeps) lists.forget(key)
      hasWritten = true
    },
  }
}

interface Shelf {
  /** Also one that is still on its way. */
  young<T>(key: string, oldestMs: number): Promise<Read<T>> | null
  /** What gave no answer is not kept: the next one asks again. */
  keep<T>(key: string, asking: () => Promise<Read<T>>): Promise<Read<T>>
  forget(key: string): void
  forgetAllBut(key: string): void
}

function createShelf(clock: Clock): Shelf {
  const kept = new Map<string, Kept<unknown>>()
  return {
    young<T>(key: string, oldestMs: number) {
      const entry = kept.get(key)
      if (entry === undefined) return null
      const ageMs = Date.parse(clock.now()) - entry.askedAtMs
      // Asked in the future: the clock was set back meanwhile, and how old this is nobody knows.
      return ageMs >= 0 && ageMs <= oldestMs ? (entry.read as Promise<Read<T>>) : null // a key has one kind of answer
    },
    keep<T>(key: string, asking: () => Promise<Read<T>>) {
      const askedAtMs = Date.parse(clock.now())
      const read = asking()
      const entry = { read, askedAtMs }
      kept.set(key, entry)
      const drop = () => {
        if (kept.get(key) === entry) kept.delete(key)
      }
      read.then(answer => {
        if (answer.kind === 'unknown') drop()
      }, drop)
      return read
    },
    forget: key => {
      kept.delete(key)
    },
    forgetAllBut(key) {
      for (const other of kept.keys()) if (other !== key) kept.delete(other)
    },
  }
}
