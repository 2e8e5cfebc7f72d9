/**
 * Laws of `reconcile` over made-up invoices: each row that was read is found in one place of the answer, the parts sum up to the rows, and what nothing explains and
 * nothing repeats by itself stands there with its money. Counted here by what was made, not by the rules of the answer.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OwnWrite } from '../../engine/activity/own-steps.ts'
import { currency, decimal, instant, subscriptionId, type UtcDate, utcDate } from '../../engine/model/ids.ts'
import type { InvoiceLine, LineSetAside } from '../../engine/model/invoice.ts'
import { onceEach } from '../../engine/reconcile/invoices/once-each.ts'
import { reconcile } from '../../engine/reconcile/reconcile.ts'
import { italy, mail, premium, tenant } from '../support/builders/index.ts'
import { planned } from '../support/story.ts'
import { runs } from '../support/worlds.ts'

const plan = planned()

/** Mail of italy, suspended on 7 December. */
const off: OwnWrite = (() => {
  const [action] = plan.actions.flatMap(entry => (entry.kind === 'subscription.suspend' ? [entry] : []))
  if (action === undefined) throw new Error('nothing is switched off')
  return {
    apply: 'a',
    plan: plan.id,
    who: 'me',
    madeIn: plan.madeIn,
    action,
    customerName: 'Panificio Rossi',
    began: instant('2026-12-07T07:00:00Z'),
    ended: instant('2026-12-07T07:00:01Z'),
    outcome: 'done',
    subscription: action.subscription,
    requestId: 'r',
    correlationIds: ['c'],
    plannedFrom: null,
    carriedOutFrom: null,
  } satisfies OwnWrite
})()

type Kind = 'ours' | 'ours in dollars' | 'recurring' | 'by hand' | 'fee' | 'a new word' | 'without amount'

const day = (number: number): UtcDate => utcDate(`2026-12-${String(number).padStart(2, '0')}`)

const made = fc
  .record({
    kind: fc.constantFrom<Kind>(
      'ours',
      'ours in dollars',
      'recurring',
      'by hand',
      'fee',
      'a new word',
      'without amount',
    ),
    cents: fc.integer({ min: -90_000, max: 90_000 }).filter(cents => cents !== 0),
    from: fc.integer({ min: 1, max: 31 }),
    seats: fc.integer({ min: 1, max: 40 }),
    isNce: fc.boolean(),
    // What other rows of one subscription say of it is held against each other elsewhere: charge-cycles.test.ts.
    id: fc.uuid(),
  })
  .map(({ kind, cents, from, seats, isNce, id }): { readonly kind: Kind; readonly line: InvoiceLine } => {
    const isOurs = kind === 'ours' || kind === 'ours in dollars'
    const words = {
      fee: 'fee',
      'a new word': 'loyaltyBonus',
      'by hand': 'removeQuantity',
      recurring: isNce ? 'cycleCharge' : 'Cycle fee',
    }
    return {
      kind,
      line: {
        partner: italy,
        invoice: 'G1',
        customer: tenant(),
        customerName: 'Panificio Rossi',
        subscription: kind === 'fee' ? null : isOurs ? off.subscription : subscriptionId(`x-${id}`),
        chargeType: kind in words ? words[kind as keyof typeof words] : 'Cycle fee',
        from: day(from),
        lastDay: utcDate('2026-12-31'),
        amount:
          kind === 'without amount'
            ? null
            : decimal(String((kind === 'recurring' ? Math.abs(cents) : cents) / 100)),
        currency: currency(kind === 'ours in dollars' ? 'USD' : 'EUR'),
        quantity: seats,
        product: kind === 'a new word' || isNce ? premium : mail,
      },
    }
  })

const aside = fc.constantFrom<LineSetAside['because']>('usage', 'no dates', 'trial').map(
  (because): LineSetAside => ({
    because,
    source: 'g.csv',
    line: 2,
    customerName: '',
    subscription: '',
    amount: '1',
  }),
)

test('the parts sum up to the rows, and each kind of row is where it belongs', () => {
  fc.assert(
    fc.property(fc.array(made, { maxLength: 12 }), fc.array(aside, { maxLength: 3 }), (rows, setAside) => {
      const found = reconcile(
        [off],
        rows.map(entry => entry.line),
        { becomes: new Map(), left: new Set(), sources: new Set(), setAside, repeated: [] },
      )
      const { read, ...parts } = found.rows
      expect(read).toBe(rows.length + setAside.length)
      expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(read)
      const count = (...kinds: readonly Kind[]) => rows.filter(row => kinds.includes(row.kind)).length
      expect(parts).toEqual({
        explained: count('ours'),
        variances: count('ours in dollars', 'by hand', 'fee', 'a new word'),
        recurring: 0,
        notCompared: count('recurring'),
        setAside: count('without amount') + setAside.length,
        repeated: 0,
      })
    }),
    { numRuns: runs },
  )
})

test('what nothing explains stands in the answer with all of its money', () => {
  fc.assert(
    fc.property(fc.array(made, { maxLength: 12 }), rows => {
      const { variances } = reconcile(
        [off],
        rows.map(entry => entry.line),
      )
      const stray = rows.filter(({ kind }) =>
        ['ours in dollars', 'by hand', 'fee', 'a new word'].includes(kind),
      )
      for (const of of ['EUR', 'USD']) {
        const wanted = stray.filter(({ line }) => line.currency === of).map(({ line }) => Number(line.amount))
        const told = variances.flatMap(({ money }) => (money?.currency === of ? [Number(money.amount)] : []))
        const cents = (amounts: readonly number[]) =>
          amounts.reduce((sum, amount) => sum + Math.round(amount * 100), 0)
        expect(cents(told)).toBe(cents(wanted))
      }
    }),
    { numRuns: runs },
  )
})

test('an invoice that is downloaded again, in part or whole, says what it says once', () => {
  fc.assert(
    fc.property(
      fc.array(made, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 8 }),
      (rows, share) => {
        const whole = rows.map(entry => entry.line)
        const part = whole.slice(0, share)
        const once = onceEach([
          { file: 'part.csv', lines: part, aside: [] },
          { file: 'whole.csv', lines: whole, aside: [] },
          { file: 'again.csv', lines: [...whole].reverse(), aside: [] },
        ])
        const sorted = (lines: readonly InvoiceLine[]) => lines.map(line => JSON.stringify(line)).sort()
        expect(sorted(once.lines)).toEqual(sorted(whole))
        const again = once.repeated.reduce((sum, entry) => sum + entry.rows, 0)
        expect(again).toBe(part.length + whole.length)
      },
    ),
    { numRuns: runs },
  )
})
