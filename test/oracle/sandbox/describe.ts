/** A made-up world in a few lines, for whoever reads a failure. */
import { textOf } from '../calendar.ts'
import type { Told } from './told.ts'

export function describeTold(all: readonly Told[]): string {
  return all
    .map(({ purchase, partner, sku, happenings, isSeeded }) => {
      const { term, price, at, seats, termEnds, cycleEnds, arrives, isTrial, endOfTerm, id } = purchase
      const facts = [
        `${id} ${partner} ${sku} ${isSeeded ? 'seeded' : 'bought'} ${at} ${seats} seats ${term}/${price.billing}`,
        `${(Number(price.perSeat.n) / Number(price.perSeat.d)).toFixed(4)} ${purchase.currency}`,
        isTrial === true ? 'trial' : '',
        termEnds === undefined ? '' : `cut to ${textOf(termEnds)}`,
        cycleEnds === undefined ? '' : `cycle ends ${textOf(cycleEnds)}`,
        arrives === undefined ? '' : `arrived ${textOf(arrives)}`,
        endOfTerm.renews ? '' : 'does not renew',
      ]
      const acts = happenings.map(
        ({ at: when, kind, ...rest }) => `  ${when} ${kind} ${JSON.stringify(rest, big)}`,
      )
      return [facts.filter(one => one !== '').join(', '), ...acts].join('\n')
    })
    .join('\n')
}

function big(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}
