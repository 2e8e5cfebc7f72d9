/** Each check before a write names the refusal it prevents, and says what to do. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { instant, seats, subscriptionId, utcDate } from '../../../../engine/model/ids.ts'
import { purchaseCodes } from '../../../../engine/plan/permit/purchase-codes.ts'
import { type Refusal, refusals } from '../../../../engine/plan/permit/refusals.ts'
import type { Finding } from '../../../../engine/plan/plan.ts'
import {
  addOn,
  anItem,
  central,
  mail,
  onSale,
  premium,
  present,
  suite,
} from '../../../support/builders/index.ts'
import { planned, type Story } from '../../../support/story.ts'

const contract = process.env['TENANTFORM_CONTRACT']
const selling = (facts: Parameters<typeof anItem>[0]): Story => ({ catalogue: [onSale('IT', anItem(facts))] })
const forSchools = { segment: 'education' } as const
const addOnItem = anItem({ product: addOn, addOn: true, prerequisites: [suite] })
const items = [
  onSale('IT', anItem({ product: mail })),
  onSale('IT', anItem({ product: suite })),
  onSale('IT', addOnItem),
]
const onto = (addOnTo: string | null): Story => ({
  declared: [{}, { key: 'suite', product: suite }, { key: 'calls', product: addOn, addOnTo }],
  catalogue: items,
})
const running = { id: 't-1', product: premium, name: 'office', seats: 20 }
const office = { key: 'office', product: premium, seats: 20 }

/** At least one story for each check that names a refusal. */
const stories: { readonly [code in keyof typeof refusals]?: readonly Story[] } = {
  AGREEMENT_MISSING: [{ target: { agreement: { kind: 'absent' } } }],
  MARKET_NOT_SERVED: [{ central: { markets: ['DE', 'AT'] } }],
  MARKET_UNKNOWN: [{ target: { country: null } }],
  NOT_SOLD: [{ catalogue: [{ partner: central, market: 'IT', product: mail, item: { kind: 'absent' } }] }],
  WITHDRAWN: [selling({ product: mail, purchasable: false })],
  SEATS_OUT_OF_RANGE: [
    selling({ product: mail, minimumSeats: seats(10) }),
    selling({ product: mail, maximumSeats: seats(2) }),
  ],
  SEAT_POOL_FULL: [
    {
      italy: [],
      declared: [office, { ...office, key: 'more', seats: 290 }],
      catalogue: [
        onSale(
          'IT',
          anItem({
            product: premium,
            maximumSeats: seats(300),
            terms: [{ term: 'P1Y', billing: 'monthly' }],
          }),
        ),
      ],
    },
  ],
  TERM_NOT_OFFERED: [selling({ product: mail, terms: [{ term: '', billing: 'annual' }] })],
  END_NOT_POSSIBLE: [{ italy: [], declared: [{ ...office, endsOn: utcDate('2026-12-06') }] }],
  BASE_MISSING: [
    onto(null),
    { ...onto('suite'), declared: [{}, { key: 'calls', product: addOn, addOnTo: 'gone' }] },
    { ...onto('suite'), catalogue: items.filter(entry => entry.product !== suite) },
  ],
  PREREQUISITE_MISSING: [onto('mail')],
  LIMIT_REACHED: [{ ...selling({ product: mail, perCustomer: 1 }), declared: [{}, { key: 'more' }] }],
  QUALIFICATION_MISSING: [
    { ...selling({ product: mail, ...forSchools }), target: { qualifications: present([]) } },
  ],
  QUALIFICATION_IN_REVIEW: [
    {
      ...selling({ product: mail, ...forSchools }),
      target: { qualifications: present([{ segment: 'education', state: 'in review' }]) },
    },
  ],
  ACCOUNT_UNDER_REVIEW: [{ target: { account: present('under review') } }],
  ACCOUNT_NOT_ALLOWED: [{ target: { account: present('not allowed') } }],
  BOUND_ID_MISSING: [{ declared: [{ subscriptionId: subscriptionId('s-404') }] }],
  CANCEL_WINDOW_CLOSED: [
    {
      italy: [],
      declared: [{ ...office, state: 'cancelled' }],
      living: [{ ...running, cancellableUntil: instant('2026-12-01T00:00:00Z') }],
    },
  ],
  DECREASE_NOT_REFUNDABLE: [
    { italy: [], declared: [{ ...office, seats: 18, endOfTerm: 'cancel' }], living: [running] },
  ],
}

const naming = Object.entries(refusals).flatMap(([code, refusal]: [string, Refusal]) =>
  refusal.kind === 'answers' ? [[code, refusal.answers] as const] : [],
)

describe('a finding', () => {
  test.each(naming)('of %s names %o, and says what to do', (code, answers) => {
    const told = stories[code as keyof typeof refusals] ?? [] // the keys of the same table
    const said = told.map(story => {
      const found = planned(story).findings.find(entry => entry.code === `PLAN.${code}`)
      return found && [refusalIn(found), found.remedies.length > 0]
    })
    expect(said.length).toBeGreaterThan(0)
    for (const entry of said) {
      expect(entry?.[1]).toBe(true)
      expect([...answers, answers.join(' or ')]).toContain(entry?.[0])
    }
  })
})

test('every check of a purchase names a refusal', () => {
  const silent = Object.keys(purchaseCodes).filter(
    code => refusals[code as keyof typeof purchaseCodes].kind !== 'answers', // its own keys
  )
  expect(silent).toEqual([])
})

test('a check without a refusal gives the reason', () => {
  const reasons = Object.values(refusals).flatMap(entry => (entry.kind === 'no refusal' ? entry.because : []))
  expect(reasons.filter(reason => reason.length < 20)).toEqual([])
  expect(reasons.length).toBeGreaterThan(0)
})

test.skipIf(contract === undefined)(
  'each refusal stands in the contract (skipped where TENANTFORM_CONTRACT names none)',
  () => {
    const text = readFileSync(contract ?? '', 'utf8')
    const rows = text
      .split('\n')
      .filter(line => /^\| [0-9/]+ \| [0-9]/.test(line))
      .map(line => line.split('|').map(cell => cell.trim()))
    const isListed = (answer: string) => {
      const [status = '', code] = answer.split('/')
      if (code === undefined) return answer.split(/[ ()]+/).every(word => text.includes(word))
      return rows.some(
        ([, statuses, codes]) => statuses?.split('/').includes(status) && codes?.split(', ').includes(code),
      )
    }
    expect(naming.flatMap(([, answers]) => answers.filter(answer => !isListed(answer)))).toEqual([])
  },
)

function refusalIn({ detail }: Finding): string | undefined {
  return /The service would answer (.+)\.$/.exec(detail ?? '')?.[1]
}
