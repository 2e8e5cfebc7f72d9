/** Declared lines that wait for a source's term to end, and the instruction that makes it end. */
import type {
  DeclaredConsolidation,
  DeclaredCustomer,
  DeclaredPartner,
  DeclaredSubscription,
} from '../../model/desired.ts'
import { dayOf, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { endsWithTerm } from '../../model/renewal.ts'
import { counted, seatsWords } from '../../plural.ts'
import { daysBetween } from '../../time/utc-days.ts'
import type { Binding } from '../bind/bind.ts'
import { codes } from '../codes.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { dayAfterTerm } from '../decide/target/day-after-term.ts'
import { finding } from '../finding.ts'
import type { ChangeRenewal } from '../kinds/change-renewal.ts'
import type { CustomerPlan, Finding } from '../plan.ts'
import { cancelAtTermEnd } from './cancel-at-term-end.ts'
import { moveCodes } from './codes.ts'

export interface Lapses {
  /** By key: lines that are bought on the day after, and not by this plan. */
  readonly byKey: ReadonlyMap<string, LiveSubscription>
  /** Sources in whose place something is bought then; of any other that lapses its replacement lives already, or it needs none. */
  readonly awaited: ReadonlySet<LiveSubscription>
  /** Which run must buy them, counted down. */
  readonly findings: readonly Finding[]
}

/** A line is bought on one day, so the sources it takes over from end on one day, or users are without licences in between. */
export function lapsesOf(
  customer: DeclaredCustomer,
  open: readonly DeclaredSubscription[],
  {
    decided,
    partner,
    on,
  }: { readonly decided: readonly DecidedSource[]; readonly partner: DeclaredPartner; readonly on: UtcDate },
): Lapses {
  const lapsing = decided.filter(entry => entry.decision.method === 'lapse').map(entry => entry.subscription)
  const waits = takenOver(open, lapsing)
  const byKey = new Map(
    [...waits].flatMap(([{ key }, [first]]) => (first === undefined ? [] : [[key, first] as const])),
  )
  const apart = [...waits].flatMap(([declared, sources]) => endsApart(customer, declared, sources))
  const findings = [...byKey].map(([key, source]) => {
    const day = dayAfterTerm(source, on)
    const subject = {
      partner: customer.partner,
      customer: customer.tenant,
      product: source.product,
      subscription: source.id,
    }
    if (partner.retired !== null && partner.retired < day) {
      const detail = `\`${key}\` would be bought on ${day}, when the term of ${source.productName} (${source.id}) under ${source.partner} has ended, and ${partner.name} takes nothing new after ${partner.retired}.`
      return finding(codes.RETIRED_PARTNER, 'customer', subject, { detail, at: customer.at })
    }
    const left = daysBetween(on, day)
    const detail = `\`${key}\` is bought on ${day}, in ${counted(left, 'day')}, when the term of ${source.productName} (${source.id}) under ${source.partner} has ended: schedule \`tenantform apply\` for that day.`
    return finding(moveCodes.LAPSES, 'nothing', subject, { detail, at: customer.at })
  })
  return { byKey, awaited: new Set([...waits.values()].flat()), findings: [...findings, ...apart] }
}

/**
 * A line that nothing else satisfies waits for a source that lapses: first for one whole source, the nearest in seats; what is left of
 * the sources then goes to lines that want more, and what a line of fewer seats gives up only to lines that wait for nothing yet.
 */
function takenOver(
  open: readonly DeclaredSubscription[],
  lapsing: readonly LiveSubscription[],
): ReadonlyMap<DeclaredSubscription, readonly LiveSubscription[]> {
  const waits = new Map<DeclaredSubscription, LiveSubscription[]>()
  const left = new Map(lapsing.map(entry => [entry, Number(entry.seats ?? 0)]))
  const givenUp = new Map<LiveSubscription, number>()
  for (const { declared, source, seats } of wholeSources(open, left)) {
    if (waits.has(declared) || left.get(source) === 0) continue
    waits.set(declared, [source])
    left.set(source, 0)
    givenUp.set(source, seats - declared.seats)
  }
  const take = (declared: DeclaredSubscription, from: Map<LiveSubscription, number>) => {
    const sources = waits.get(declared) ?? []
    let wanted = sources.reduce((rest, source) => rest - Number(source.seats ?? 0), Number(declared.seats))
    for (const [source, seats] of from) {
      if (wanted <= 0 || seats <= 0 || source.product !== declared.product) continue
      waits.set(declared, [...(waits.get(declared) ?? []), source])
      from.set(source, seats - wanted)
      wanted -= seats
    }
  }
  for (const declared of open) take(declared, left)
  for (const declared of open) if (!waits.has(declared)) take(declared, givenUp)
  return new Map(
    open.flatMap(declared => {
      const sources = waits.get(declared)
      return sources === undefined ? [] : [[declared, sources] as const]
    }),
  )
}

/** Which line could take over which source whole, nearest first. A line takes over more seats than it has only where fewer are meant. */
function wholeSources(
  open: readonly DeclaredSubscription[],
  sources: ReadonlyMap<LiveSubscription, number>,
): readonly WholeSource[] {
  return open
    .flatMap(declared =>
      [...sources]
        .filter(([{ product }, seats]) => product === declared.product && seats > 0)
        .filter(([, seats]) => seats <= declared.seats || declared.fewerSeatsAcknowledged)
        .map(([source, seats]) => ({ declared, source, seats })),
    )
    .sort((one, other) => away(one) - away(other))
}

interface WholeSource {
  readonly declared: DeclaredSubscription
  readonly source: LiveSubscription
  readonly seats: number
}

function away({ declared, seats }: WholeSource): number {
  return Math.abs(seats - declared.seats)
}

function endsApart(
  customer: DeclaredCustomer,
  declared: DeclaredSubscription,
  sources: readonly LiveSubscription[],
): readonly Finding[] {
  const ends = new Set(sources.map(entry => (entry.termEndsAt === null ? null : dayOf(entry.termEndsAt))))
  if (ends.size < 2) return []
  const named = sources
    .map(
      ({ id, partner, seats, termEndsAt }) =>
        `${id} under ${partner} (${seatsWords(seats)}, to ${termEndsAt === null ? 'an unknown end' : dayOf(termEndsAt)})`,
    )
    .join(' and ')
  const detail = `\`${declared.key}\` takes over from ${named}, and is bought on one day. Declare one line for each of them, with its seats.`
  const subject = { partner: customer.partner, customer: customer.tenant, product: declared.product }
  return [finding(moveCodes.LAPSES_APART, 'customer', subject, { detail, at: declared.at })]
}

/** It moves until the terms of its sources have ended and the target has bought. */
export function isLapsing({ sources }: Pick<CustomerPlan, 'sources'>): boolean {
  return sources.some(line => line.method === 'lapse')
}

/** Lines of the document that nothing living and no transfer satisfies. */
export function openLines(
  { unbound }: Binding,
  arriving: ReadonlyMap<string, LiveSubscription>,
): readonly DeclaredSubscription[] {
  return unbound.filter(entry => entry.state === 'active' && !arriving.has(entry.key))
}

/** Told once; a source that knows already is left alone. It lies outside the customer's gate: it switches nothing off before its day. */
export function lapseActions(
  consolidation: DeclaredConsolidation,
  customer: DeclaredCustomer,
  { decided, on }: { readonly decided: readonly DecidedSource[]; readonly on: UtcDate },
): readonly ChangeRenewal[] {
  return decided.flatMap(entry =>
    entry.decision.method === 'lapse' && !endsWithTerm(entry.subscription)
      ? cancelAtTermEnd(entry, {
          on,
          method: 'lapse',
          because: { kind: 'replaced on the target', consolidation: consolidation.name },
          after: [],
          source: customer.at,
        })
      : [],
  )
}
