/**
 * Facts: what a plan relied on, each with only the part it relied on. Before an apply exactly these are read again, so an
 * unrelated change does not stop it and a related one does.
 */
import { by } from '../../compare.ts'
import type { Diagnostic } from '../../diagnostic.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import { factId, type ProductKey } from '../../model/ids.ts'
import type { LiveSubscription, Read } from '../../model/live.ts'
import { isLiving } from '../../model/living.ts'
import { renewalOf } from '../../model/renewal.ts'
import { digestOf } from '../digest.ts'
import type { Fact, FactSubject } from '../plan.ts'

/** Shown in place of a value when a read gave no answer; it equals no other value, so it counts as moved. */
const unknown = { unknown: true } as const

export function factFor(subject: FactSubject, index: ActualIndex): Fact {
  const value = reliedOnIn(subject, index)
  return { id: factIdOf(subject), subject, value, digest: digestOf(value) }
}

export function factIdOf(subject: FactSubject) {
  switch (subject.kind) {
    case 'offer':
      return factId(`offer:${subject.partner}/${subject.market}/${subject.product}`)
    case 'subscription':
      return factId(`subscription:${subject.partner}/${subject.customer}/${subject.subscription}`)
    case 'customer':
      return factId(
        `${subject.behind === undefined ? 'customer' : 'accepted'}:${subject.partner}/${subject.customer}`,
      )
    case 'subscriptions':
      return factId(
        `${subject.behind === undefined ? 'subscriptions' : 'active'}:${subject.partner}/${subject.customer}`,
      )
    case 'seats':
      return factId(`seats:${subject.partner}/${subject.customer}/${subject.product}`)
    case 'agreement':
    case 'licences':
    case 'transfers':
      return factId(`${subject.kind}:${subject.partner}/${subject.customer}`)
  }
}

/** Whether a fact holds no answer. */
export function isUnknownFact(fact: Pick<Fact, 'value'>): boolean {
  return typeof fact.value === 'object' && fact.value !== null && 'unknown' in fact.value
}

/** Why the read behind a fact gave no answer; null: it gave one, or nobody said. */
export function whyUnknown(subject: FactSubject, index: ActualIndex): Diagnostic | null {
  const read = readBehind(subject, index)
  return read?.kind === 'unknown' ? read.because : null
}

function readBehind(subject: FactSubject, index: ActualIndex) {
  if (subject.kind === 'offer') return index.item(subject.partner, subject.market, subject.product)
  if (subject.kind === 'seats') return soldThere(subject, index)
  const seen = index.customer(subject.partner, subject.customer)
  return seen?.[subject.kind === 'subscription' ? 'subscriptions' : subject.kind]
}

function reliedOnIn(subject: FactSubject, index: ActualIndex): unknown {
  if (subject.kind === 'offer') {
    return fromRead(index.item(subject.partner, subject.market, subject.product), item => ({
      purchasable: item.purchasable,
      minimumSeats: item.minimumSeats,
      maximumSeats: item.maximumSeats,
      terms: item.terms.map(term => `${term.term}/${term.billing}`).sort(),
      addOn: item.addOn,
    }))
  }
  if (subject.kind === 'seats') {
    const read = soldThere(subject, index)
    return read === undefined ? unknown : fromRead(read, list => ({ seats: seatsOf(subject.product, list) }))
  }
  const seen = index.customer(subject.partner, subject.customer)
  if (subject.kind === 'customer' && subject.behind !== undefined) {
    // Who is in no list of the account is not read one by one when planning.
    const isThere = seen?.customer.kind ?? index.lists(subject.partner, subject.customer)
    return isThere === 'unknown' ? unknown : { accepted: isThere === 'present' || isThere === 'yes' }
  }
  if (seen === undefined) return unknown
  switch (subject.kind) {
    case 'customer':
      return fromRead(seen.customer, customer => ({
        visible: true,
        domain: customer.domain,
        country: customer.country,
      }))
    case 'agreement':
      return seen.agreement.kind === 'not asked'
        ? unknown
        : fromRead(seen.agreement, () => ({ present: true }))
    case 'transfers': {
      const { transfers } = seen
      if (transfers === undefined || transfers.kind === 'unknown') return unknown
      return transfers.kind === 'absent' ? [] : [...transfers.value].sort(by(entry => entry.id))
    }
    case 'licences':
      return seen.licences.kind === 'not asked' ? unknown : fromRead(seen.licences, pools => pools)
    case 'subscriptions':
      return fromRead(seen.subscriptions, list =>
        list
          .filter(entry => isRelevant(entry, subject.products))
          .filter(entry => subject.behind === undefined || serves(entry))
          .map(entry => entry.id)
          .sort(),
      )
    case 'subscription':
      return fromRead(seen.subscriptions, () =>
        fromRead(
          orAbsent(index.subscription(subject.partner, subject.customer, subject.subscription)),
          reliedOn,
        ),
      )
  }
}

/** Accounts of the plan, and those beside it. */
function soldThere(
  { partner, customer }: Extract<FactSubject, { kind: 'seats' }>,
  index: ActualIndex,
): Read<readonly LiveSubscription[]> | undefined {
  const seen =
    index.customer(partner, customer) ?? index.beside(customer).find(entry => entry.partner === partner)
  return seen?.subscriptions
}

function seatsOf(product: ProductKey, list: readonly LiveSubscription[]): number {
  return (
    list
      // As the service has it: which product another account's extension stands for is settled where a plan is made alone.
      .filter(entry => (entry.soldAs ?? entry.product) === product && isLiving(entry))
      .reduce((sum, { seats }) => sum + Number(seats ?? 0), 0)
  )
}

/** Azure stays on where it is until Microsoft moves it. */
function serves({ kind, status }: LiveSubscription): boolean {
  return kind === 'licence' && status === 'active'
}

function isRelevant(entry: LiveSubscription, products: readonly string[] | undefined): boolean {
  return entry.status !== 'deleted' && (products === undefined || products.includes(entry.product))
}

function orAbsent(found: LiveSubscription | undefined): Read<LiveSubscription> {
  return found === undefined ? { kind: 'absent' } : { kind: 'present', value: found }
}

function reliedOn(entry: LiveSubscription) {
  return {
    product: entry.product,
    ...(entry.soldAs !== undefined && { soldAs: entry.soldAs }),
    commerce: entry.commerce,
    kind: entry.kind,
    status: entry.status,
    seats: entry.seats,
    name: entry.name,
    term: entry.term,
    billing: entry.billing,
    trial: entry.trial,
    parent: entry.parent,
    // A legacy cycle is changed, and a legacy add-on bought, on the order.
    ...(entry.commerce !== 'nce' && { order: entry.order }),
    ...(entry.commerce === 'nce' && { termEndsAt: entry.termEndsAt, renewal: renewalOf(entry) }),
  }
}

function fromRead<T>(read: Read<T>, value: (present: T) => unknown): unknown {
  switch (read.kind) {
    case 'present':
      return value(read.value)
    case 'absent':
      return { absent: true }
    case 'unknown':
      return unknown
  }
}
