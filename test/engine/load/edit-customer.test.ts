import { describe, expect, it } from 'vitest'
import type { CustomerEdit } from '../../../engine/load/customer-edit.ts'
import { editCustomer } from '../../../engine/load/edit-customer.ts'

const who = { partner: 'italy', tenant: '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001' }
const head = `# about the customer
apiVersion: tenantform/v1
kind: Customer
partner: italy
customer: { tenantId: 3D6F0C5E-1111-4A52-9C1B-0AA1D7C2F001, name: Rossi }   # the baker
`

function edited(body: string, edit: CustomerEdit): string {
  const text = editCustomer(head + body, who, edit) ?? 'refused'
  expect(text.startsWith('# about the customer\n')).toBe(true)
  return text.slice(text.indexOf('the baker\n') + 'the baker\n'.length)
}

const two = `subscriptions:
  # for the office
  - key: office   # since 2021
    offer:   A      # E3
    seats: 5   # four, and a trainee

  # for everybody
  - key: mail
    offer: B
    seats: 12
# the end
`

describe('editing a Customer document', () => {
  it('touches nothing but the value', () => {
    expect(edited(two, { fields: [{ subscription: 'office', path: ['seats'], value: 7 }] })).toBe(
      two.replace('seats: 5 ', 'seats: 7 '),
    )
  })

  it('adds a field below the others, and quotes what has to be quoted', () => {
    expect(edited(two, { fields: [{ subscription: 'office', path: ['friendlyName'], value: '0003' }] })).toBe(
      two.replace('a trainee\n', 'a trainee\n    friendlyName: "0003"\n'),
    )
  })

  it('turns a subscription into a comment, with the reason', () => {
    expect(edited(two, { retire: [{ subscription: 'office', because: 'gone:' }] })).toBe(`subscriptions:
  # for the office
  # gone:
  # - key: office   # since 2021
  #   offer:   A      # E3
  #   seats: 5   # four, and a trainee

  # for everybody
  - key: mail
    offer: B
    seats: 12
# the end
`)
  })

  it('keeps a list a list when nothing is left in it', () => {
    expect(
      edited('subscriptions:\n  - key: a\n    seats: 1 # one\n', {
        retire: [{ subscription: 'a', because: 'gone:' }],
      }),
    ).toBe('subscriptions: []\n  # gone:\n  # - key: a\n  #   seats: 1 # one\n')
  })

  it('adds items behind the last, before what follows', () => {
    expect(edited(two, { append: [['# why', '- key: new', '  seats: 1']] })).toBe(
      two.replace('    seats: 12\n', '    seats: 12\n  # why\n  - key: new\n    seats: 1\n'),
    )
  })

  it('makes a list where there is none, or an empty one', () => {
    const item = '  - key: new\n    seats: 1'
    const edit = { append: [['- key: new', '  seats: 1']] }
    expect(edited('', edit)).toBe(`subscriptions:\n${item}\n`)
    expect(edited('subscriptions: []   # none yet\nlabels: [pilot]\n', edit)).toBe(
      `subscriptions:   # none yet\n${item}\nlabels: [pilot]\n`,
    )
  })

  it('writes a list in brackets anew, one item per line', () => {
    expect(
      edited('subscriptions: [{ key: a, seats: 1 }, { key: b, seats: 2 }]\n', {
        retire: [{ subscription: 'a', because: 'gone:' }],
        append: [['- key: c', '  seats: 3']],
      }),
    ).toBe(
      'subscriptions: \n  # gone:\n  # - { key: a, seats: 1 }\n  - { key: b, seats: 2 }\n  - key: c\n    seats: 3\n',
    )
  })

  it('works inside braces', () => {
    const body = 'subscriptions:\n  - { key: a, seats: 1, endOfTerm: renew }\n'
    const fields = [
      { subscription: 'a', path: ['seats'], value: 2 },
      { subscription: 'a', path: ['endOfTerm'], value: null },
      { subscription: 'a', path: ['state'], value: 'suspended' },
    ] as const
    expect(edited(body, { fields })).toBe('subscriptions:\n  - { key: a, seats: 2, state: suspended }\n')
  })

  it('puts a field that no longer holds behind a comment, also right after the dash', () => {
    const body =
      'subscriptions:\n  - endOfTerm: renew\n    key: a\n    nextTerm:\n      seats: 3 # fewer\n    seats: 5\n'
    const fields = [
      { subscription: 'a', path: ['endOfTerm'], value: null },
      { subscription: 'a', path: ['nextTerm'], value: null },
    ] as const
    expect(edited(body, { fields })).toBe(
      'subscriptions:\n  - # endOfTerm: renew\n    key: a\n    # nextTerm:\n    #   seats: 3 # fewer\n    seats: 5\n',
    )
  })

  it('sets fields of the document itself', () => {
    const top = [
      { path: ['invited'], value: '2026-11-20' },
      { path: ['customer', 'domain'], value: 'rossi.example' },
    ]
    expect(editCustomer(`${head}labels: [a]\n`, who, { top })).toBe(
      `${head.replace('name: Rossi }', 'name: Rossi, domain: rossi.example }')}labels: [a]\ninvited: "2026-11-20"\n`,
    )
  })

  it('changes one document of several, and keeps the line ends and the mark of the file', () => {
    const other = head.replace('partner: italy', 'partner: germany')
    const text = `\uFEFF${other}---\n${head}${two}`.replaceAll('\n', '\r\n')
    expect(
      editCustomer(text, who, { fields: [{ subscription: 'mail', path: ['state'], value: 'suspended' }] }),
    ).toBe(text.replace('seats: 12\r\n', 'seats: 12\r\n    state: suspended\r\n'))
  })
})

describe('a value that stands once and is meant twice', () => {
  const shared = `subscriptions:
  - { key: office, offer: A, seats: &n 10 }   # as many as mail
  - key: mail
    offer: B
    seats: *n
  - key: phone
    offer: C
    seats: *n   # too
`
  const seats = (subscription: string, value: number) => ({
    fields: [{ subscription, path: ['seats'], value }],
  })

  // 20 was written where the anchor stands, so mail said 20 as well, and the next plan bought ten seats of it.
  it('is written out where the others mean it, when it changes', () => {
    expect(edited(shared, seats('office', 20))).toBe(shared.replace('&n 10', '&n 20').replaceAll('*n', '10'))
    expect(edited(shared, seats('mail', 20))).toBe(shared.replace('*n\n  - key: phone', '20\n  - key: phone'))
    expect(
      edited(shared, {
        fields: [
          { subscription: 'office', path: ['seats'], value: 20 },
          { subscription: 'phone', path: ['seats'], value: 30 },
        ],
      }),
    ).toBe(
      shared
        .replace('&n 10', '&n 20')
        .replace('*n\n  - key: phone', '10\n  - key: phone')
        .replace('*n   # too', '30   # too'),
    )
  })

  it.each<[string, string, CustomerEdit]>([
    [
      'a whole line',
      'subscriptions:\n  - &office { key: office, offer: A, seats: 5 }\nlabels: [a]\nother: *office\n',
      seats('office', 9),
    ],
    [
      'the list',
      'other: &list\n  - { key: office, offer: A, seats: 5 }\nsubscriptions: *list\n',
      seats('office', 9),
    ],
    [
      'what a field holds',
      'other: &next { seats: 3 }\nsubscriptions:\n  - { key: office, offer: A, nextTerm: *next }\n',
      { fields: [{ subscription: 'office', path: ['nextTerm', 'seats'], value: 4 }] },
    ],
  ])('leaves the file as it is where it is %s', (_, body, edit) => {
    expect(editCustomer(head + body, who, edit)).toBeNull()
  })
})
