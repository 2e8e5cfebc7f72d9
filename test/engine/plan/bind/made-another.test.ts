/** A living subscription keeps its id and its name when it becomes another product or its declared next term begins (T35). */
import { describe, expect, test } from 'vitest'
import { seats } from '../../../../engine/model/ids.ts'
import { bind } from '../../../../engine/plan/bind/bind.ts'
import {
  aCustomer,
  aDeclaredSubscription,
  aLiveSubscription,
  central,
  type LiveSubscriptionFacts,
  premium,
} from '../../../support/builders/index.ts'

const other = `${premium}-other` as typeof premium

function bound(declared: Parameters<typeof aDeclaredSubscription>[0][], living: LiveSubscriptionFacts[]) {
  const customer = aCustomer({ subscriptions: declared.map(aDeclaredSubscription) })
  const binding = bind(
    customer,
    living.map(facts => aLiveSubscription({ partner: central, product: premium, ...facts })),
  )
  return {
    bound: Object.fromEntries([...binding.bound].map(([key, entry]) => [key, entry.id])),
    unbound: binding.unbound.map(entry => entry.key),
    findings: binding.findings.map(({ code, detail, remedies }) => [
      code,
      detail,
      remedies.map(remedy => ('what' in remedy ? remedy.what : '')),
    ]),
  }
}

const begun = { product: premium, seats: seats(20), nextTerm: { product: other, seats: seats(15) } } as const

describe('a line whose next term has begun', () => {
  test('means what lives under its name with the next product, whatever its seats are by now', () => {
    for (const count of [15, 16])
      expect(bound([begun], [{ id: 't-1', name: 'mail', product: other, seats: count }])).toEqual({
        bound: { mail: 't-1' },
        unbound: [],
        findings: [],
      })
  })

  test('means what is as its next term says, under any name', () => {
    expect(bound([begun], [{ id: 't-1', product: other, seats: 15 }]).bound).toEqual({ mail: 't-1' })
    const monthly = { product: premium, seats: seats(20), nextTerm: { term: 'P1M', seats: seats(12) } }
    expect(bound([monthly], [{ id: 't-1', term: 'P1M', seats: 12 }])).toEqual({
      bound: { mail: 't-1' },
      unbound: [],
      findings: [],
    })
  })

  test('is not bought beside something of its next product that is not as declared, until the document says so', () => {
    const renamed = [{ id: 't-1', name: 'Posta', product: other, productName: 'Other', seats: 16 }]
    expect(bound([begun], renamed)).toEqual({
      bound: {},
      unbound: [],
      findings: [
        [
          'PLAN.LIVES_OTHERWISE',
          `\`mail\` is written as ${premium}, and there lives of the product of its next term t-1 (Posta, Other, P1Y monthly). It may be what the line means, made another product since; buying it beside that may be buying it twice.`,
          [
            'where the line means it, write the product that it is now, its seats and its `subscriptionId:` into the line (`import --update` does), and take out a `nextTerm:` that has begun; `another: acknowledged` where one more is wanted',
          ],
        ],
      ],
    })
    expect(bound([{ ...begun, anotherAcknowledged: true }], renamed).unbound).toEqual(['mail'])
  })

  test('takes what has its name before a line of that product does by its terms', () => {
    const second = { key: 'second', product: other }
    expect(bound([begun, second], [{ id: 't-1', name: 'mail', product: other, seats: 15 }])).toEqual({
      bound: { mail: 't-1' },
      unbound: ['second'],
      findings: [],
    })
  })

  test('leaves the choice to a person where another line claims the same', () => {
    const second = { key: 'second', product: other, friendlyName: 'mail' }
    const found = bound([begun, second], [{ id: 't-1', name: 'mail', product: other, seats: 15 }])
    expect({
      bound: found.bound,
      unbound: found.unbound,
      codes: found.findings.map(([code]) => code),
    }).toEqual({ bound: {}, unbound: [], codes: ['PLAN.AMBIGUOUS_BINDING', 'PLAN.AMBIGUOUS_BINDING'] })
  })

  test('is paired with its equal where both have begun', () => {
    const two = [
      { ...begun, key: 'a' },
      { ...begun, key: 'b' },
    ]
    const living = [
      { id: 't-1', product: other, seats: 15 },
      { id: 't-2', product: other, seats: 15 },
    ]
    expect(bound(two, living)).toEqual({ bound: { a: 't-1', b: 't-2' }, unbound: [], findings: [] })
  })
})

describe('what lives under the name of a line as another product', () => {
  const upgraded = { id: 't-1', name: 'mail', product: other, productName: 'Other' }

  test('stops its purchase: somebody may have upgraded it', () => {
    const found = bound([{ product: premium }], [upgraded])
    expect(found.findings.map(([code, detail]) => [code, detail])).toEqual([
      [
        'PLAN.LIVES_OTHERWISE',
        `\`mail\` is written as ${premium}, and there lives under its name t-1 (mail, Other, P1Y monthly). It may be what the line means, made another product since; buying it beside that may be buying it twice.`,
      ],
    ])
    expect([found.bound, found.unbound]).toEqual([{}, []])
    const friendly = { product: premium, friendlyName: 'Posta nuova' }
    expect(bound([friendly], [{ ...upgraded, name: 'Posta nuova' }]).unbound).toEqual([])
  })

  test('stops nothing where one more is wanted in so many words, another line means it, or it is no licence', () => {
    const line = { product: premium }
    expect(bound([{ ...line, anotherAcknowledged: true }], [upgraded]).unbound).toEqual(['mail'])
    expect(bound([line, { key: 'other', product: other }], [upgraded])).toEqual({
      bound: { other: 't-1' },
      unbound: ['mail'],
      findings: [],
    })
    expect(bound([line], [{ ...upgraded, kind: 'azure' }]).unbound).toEqual(['mail'])
    expect(bound([line], [{ ...upgraded, status: 'expired' }]).unbound).toEqual(['mail'])
    expect(bound([line], [{ ...upgraded, trial: true }]).unbound).toEqual(['mail'])
  })

  test('counts with the others where one more may have been bought already', () => {
    const found = bound([{ product: premium, anotherAcknowledged: true }], [upgraded, { id: 't-2' }])
    expect(found.findings.map(([code, detail]) => [code, detail])).toEqual([
      [
        'PLAN.BOUGHT_ALREADY',
        '`mail` asks for one more beside what lives, and 2 live that it may mean and no line does: t-1 (mail), t-2 (Posta). One of them may be what was bought for it, under another name.',
      ],
    ])
  })
})
