/** What a made-up world had in it, counted so that a generator that has stopped making something is seen. */
import { dayOf, dayOfMonth, isLeap, textOf } from '../calendar.ts'
import type { Happening, History } from '../facts.ts'
import type { Judged } from './check-world.ts'
import type { WorldPlan } from './stories.ts'
import type { Told } from './told.ts'

export const features = [
  'legacy',
  'new commerce',
  'P1M',
  'P1Y',
  'P3Y',
  'billed monthly',
  'billed annually',
  'billed for three years',
  'euros',
  'US dollars',
  'yen',
  'a leap day',
  'bought on the 29th, 30th or 31st',
  'seats added within a period, legacy',
  'seats removed within a period, legacy',
  'seats added within a period, new commerce',
  'seats removed within a period, new commerce',
  'renewed',
  'renewed into another cycle',
  'renewed with other seats',
  'first term cut',
  'cycle not counted from the purchase',
  'cycle changed, legacy',
  'cycle changed, new commerce',
  'transferred',
  'transferred back',
  'became another item',
  'extended at 3 %',
  'extended at 23 %',
  'extended for a second month',
  'cancelled in an extension',
  'seats changed in an extension',
  'rounded by the line',
  'trial became paid',
  'trial ended',
  'term ended',
  'suspended to the end of its term',
  'suspended and resumed, legacy',
  'suspended and resumed, new commerce',
  'cancelled in its window',
  'credit of a whole period',
  'credit of the rest of a period',
  'a pair charged on both sides',
] as const

export type Feature = (typeof features)[number]

export function featuresOf(world: WorldPlan, { histories, overlap }: Judged): ReadonlySet<Feature> {
  const found = new Set<Feature>([({ EUR: 'euros', USD: 'US dollars', JPY: 'yen' } as const)[world.currency]])
  if (overlap.size > 0) found.add('a pair charged on both sides')
  if (world.isRoundedByLine) found.add('rounded by the line')
  for (const [told, history] of histories) {
    // What is told of from before its arrival happened to its source.
    const from = told.purchase.arrives ?? world.clock
    const own = told.happenings.filter(({ at }) => dayOf(at) >= from)
    for (const feature of factsOf(told, history)) found.add(feature)
    for (const feature of eventsOf(told, history, own)) found.add(feature)
    for (const feature of endsOf(told, history, from)) found.add(feature)
  }
  return found
}

function factsOf({ purchase }: Told, { days }: History): readonly Feature[] {
  const cycles = {
    monthly: 'billed monthly',
    annual: 'billed annually',
    triennial: 'billed for three years',
  } as const
  const isLeapDay = ({ day }: { readonly day: number }) =>
    textOf(day).endsWith('-02-29') && isLeap(Number(textOf(day).slice(0, 4)))
  return [
    purchase.commerce === 'legacy' ? 'legacy' : 'new commerce',
    ...(purchase.commerce === 'nce' ? [purchase.term ?? 'P1Y'] : []),
    cycles[purchase.price.billing],
    ...(days.some(isLeapDay) ? (['a leap day'] as const) : []),
    ...(dayOfMonth(dayOf(purchase.at)) > 28 ? (['bought on the 29th, 30th or 31st'] as const) : []),
    ...(purchase.termEnds === undefined ? [] : (['first term cut'] as const)),
    ...(purchase.cycleEnds === undefined ? [] : (['cycle not counted from the purchase'] as const)),
  ]
}

function eventsOf(told: Told, history: History, own: readonly Happening[]): readonly Feature[] {
  const { commerce, at } = told.purchase
  const name = commerce === 'legacy' ? 'legacy' : 'new commerce'
  const has = (kind: Happening['kind']) => own.some(one => one.kind === kind)
  const found: Feature[] = []
  for (const line of history.lines.filter(({ kind, seats }) => kind === 'seats' && seats > 0)) {
    const before = history.lines.find(one => one.kind === 'seats' && one.on === line.on && one.seats < 0)
    if (before === undefined || line.on === line.period) continue
    found.push(`seats ${line.seats > -before.seats ? 'added' : 'removed'} within a period, ${name}`)
  }
  const extended = history.terms.filter(({ kind }) => kind === 'extension')
  if (
    history.lines.some(
      ({ kind, on }) => kind === 'seats' && extended.some(term => term.start < on && on <= term.last),
    )
  )
    found.push('seats changed in an extension')
  if (has('billing changed')) found.push(`cycle changed, ${name}`)
  if (has('transferred')) found.push(told.source === null ? 'transferred' : 'transferred back')
  if (has('converted')) found.push('became another item')
  if (has('suspended') && has('resumed')) found.push(`suspended and resumed, ${name}`)
  if (has('cancelled')) {
    const last = history.terms.at(-1)
    found.push(last?.kind === 'extension' ? 'cancelled in an extension' : 'cancelled in its window')
  }
  if (commerce === 'legacy')
    for (const { day } of history.credits)
      found.push(day - dayOf(at) <= 30 ? 'credit of a whole period' : 'credit of the rest of a period')
  return found
}

function endsOf(
  { purchase, happenings }: Told,
  { terms, isOver }: History,
  from: number,
): readonly Feature[] {
  if (purchase.commerce === 'legacy') return []
  const found: Feature[] = []
  for (const [index, term] of terms.entries()) {
    const before = terms[index - 1]
    if (before === undefined || term.start < from) continue
    if (before.kind === 'trial') found.push('trial became paid')
    else if (term.kind === 'extension')
      found.push(
        before.kind === 'extension'
          ? 'extended for a second month'
          : purchase.monthlyPlan === null
            ? 'extended at 23 %'
            : 'extended at 3 %',
      )
    else {
      found.push('renewed')
      if (before.price.billing !== term.price.billing) found.push('renewed into another cycle')
      if (before.endOfTerm.next?.seats !== undefined) found.push('renewed with other seats')
    }
  }
  const last = terms.at(-1)
  const gone = happenings.some(({ kind }) => kind === 'cancelled' || kind === 'transferred')
  if (isOver && !gone) {
    found.push(last?.kind === 'trial' ? 'trial ended' : 'term ended')
    if (happenings.findLast(({ kind }) => kind === 'suspended' || kind === 'resumed')?.kind === 'suspended')
      found.push('suspended to the end of its term')
  }
  return found
}
