/** A replacement replaces (T25), and a base and its add-ons go one way (T22): judged before anything is bought. */
import { describe, expect, test } from 'vitest'
import { instant, seats, subscriptionId, tenantId } from '../../../../engine/model/ids.ts'
import { aLeftBehind, aMapping, mailNce, premium, tenant } from '../../../support/builders/index.ts'
import { actionLines, blockers, findingCodes } from '../../../support/plan-shape.ts'
import { planned, type Story } from '../../../support/story.ts'

/** Legacy mail that becomes new commerce, of which one lives under the target. */
const twin = (living: object, endOfTerm: 'renew' | 'cancel' | null = null): Story => ({
  declared: [{ product: mailNce, endOfTerm }],
  consolidation: { map: [aMapping()] },
  living: [{ id: 't-1', product: mailNce, name: 'mail', ...living }],
})
const ends = { autoRenew: false, cancelsAtTermEnd: true, termEndsAt: instant('2026-12-20T23:59:59Z') }

describe('a replacement', () => {
  test('that goes on lets its source be switched off', () => {
    expect(actionLines(planned(twin({})))).toEqual(['gate', 'suspend s-1 italy'])
  })

  test('that ends blocks the customer, with the day', () => {
    // Was red: the source was suspended, and two weeks later nothing was left.
    const plan = planned(twin(ends))
    expect(plan.actions).toEqual([])
    expect(plan.customers[0]?.blockedBy.map(found => [found.code, found.detail])).toEqual([
      [
        'PLAN.REPLACEMENT_ENDS',
        '`mail` (t-1) ends with its term on 2026-12-20; what it replaces would be switched off, and the service would end with it.',
      ],
    ])
  })

  test('that the plan has renew is told so before the gate', () => {
    const plan = planned(twin(ends, 'renew'))
    expect(actionLines(plan)).toEqual(['renewal t-1 cancels→renews central', 'gate', 'suspend s-1 italy'])
    const [told, gate] = plan.actions
    expect(gate?.after).toEqual([told?.id])
    expect(gate?.proves).toEqual(expect.arrayContaining([...(told?.proves ?? [])]))
  })

  test('that is declared to end does, and the plan says when', () => {
    const plan = planned(twin(ends, 'cancel'))
    expect(actionLines(plan)).toEqual(['gate', 'suspend s-1 italy'])
    expect(plan.findings.map(found => [found.code, found.detail])).toEqual([
      [
        'PLAN.SERVICE_ENDS',
        '`mail` is declared with `endOfTerm: cancel`: its service ends with its term, after 2026-12-20.',
      ],
    ])
  })

  const becomes = (nextTerm: object) => ({
    termEndsAt: instant('2026-12-20T23:59:59Z'),
    nextTerm: {
      seats: null,
      product: null,
      term: null,
      billing: null,
      endsOn: null,
      promotion: null,
      ...nextTerm,
    },
  })
  const goesOnWith = (what: string) =>
    `\`mail\` (t-1) is scheduled to go on with ${what} after its term ends on 2026-12-20; the 5 seats that it replaces would be switched off now.`

  test.each([
    ['fewer seats', { seats: seats(3) }, goesOnWith('3 seats')],
    ['one seat', { seats: seats(1) }, goesOnWith('1 seat')],
    ['another product', { product: premium }, goesOnWith(`5 seats of ${premium}`)],
  ])('that goes on as %s blocks the customer', (_, nextTerm, detail) => {
    // Was red: the source was suspended, and the day after the term less was left.
    const plan = planned(twin(becomes(nextTerm)))
    expect(plan.actions).toEqual([])
    expect(plan.customers[0]?.blockedBy.map(found => [found.code, found.detail])).toEqual([
      ['PLAN.REPLACEMENT_SHRINKS', detail],
    ])
  })

  test('that goes on with more seats lets its source be switched off', () => {
    expect(actionLines(planned(twin(becomes({ seats: seats(9) }))))).toEqual(['gate', 'suspend s-1 italy'])
  })

  test('whose schedule the document takes back is told so before the gate', () => {
    const story = twin(becomes({ seats: seats(3) }))
    const plan = planned({
      ...story,
      declared: [{ product: mailNce, nextTerm: { seats: seats(5) } }],
    })
    expect(actionLines(plan)).toEqual([
      'renewal t-1 renews 3 CFQ7TTC0LH16:0001→renews central',
      'gate',
      'suspend s-1 italy',
    ])
    expect(plan.actions[1]?.after).toEqual([plan.actions[0]?.id])
  })

  test('that is declared to go on with less does, and the plan says so', () => {
    const plan = planned({
      ...twin(becomes({ seats: seats(3) })),
      declared: [{ product: mailNce, nextTerm: { seats: seats(3) } }],
    })
    expect(actionLines(plan)).toEqual(['gate', 'suspend s-1 italy'])
    expect(plan.findings.map(found => [found.code, found.detail])).toEqual([
      [
        'PLAN.SERVICE_ENDS',
        '`mail` goes on with 3 seats after its term ends on 2026-12-20, as its `nextTerm` says.',
      ],
    ])
  })

  test('that is told something on a day which nobody can vouch for blocks the customer', () => {
    const plan = planned(twin({ termEndAction: 'unknown:cancel on 2026-12-12' }))
    expect(plan.customers[0]?.blockedBy.map(found => [found.code, found.detail])).toEqual([
      [
        'PLAN.REPLACEMENT_ENDS',
        '`mail` (t-1) may end: it is set to cancel on 2026-12-12; what it replaces would be switched off, and the service would end with it.',
      ],
    ])
  })

  test('that is a trial is none: the line is bought beside it', () => {
    // Was red: nothing was bought, and the trial ended after two weeks.
    const plan = planned({ living: [{ id: 't-1', name: 'mail', trial: true }] })
    expect(actionLines(plan)).toEqual(['create mail 5 central', 'gate', 'suspend s-1 italy'])
    expect(findingCodes(plan)).toEqual(['UNMANAGED nothing'])
  })
})

describe('a base and its add-on', () => {
  const phone = { id: 's-2', product: mailNce, parent: subscriptionId('s-1') }
  const both = [{ product: premium }, phone]
  const leaving = (...ids: readonly string[]) => ({
    leave: ids.map(id => aLeftBehind({ customer: tenantId(tenant()), subscription: subscriptionId(id) })),
  })

  test.each([
    ['the add-on', 's-2', 'left', 'transfer'],
    ['the base', 's-1', 'transfer', 'left'],
  ])('are not parted where %s is left and the other would be transferred', (_, left, addOn, base) => {
    // Was red: the mailboxes were bought, then the service refused the transfer.
    const plan = planned({
      declared: [
        { key: 'office', product: premium },
        { key: 'phone', product: mailNce, addOnTo: 'office' },
      ],
      italy: both,
      consolidation: leaving(left),
    })
    expect(plan.actions).toEqual([])
    expect(plan.customers[0]?.blockedBy.map(found => found.detail)).toContain(
      `Microsoft 365 Business Premium (s-1) is to go by ${base}, and its add-on Exchange Online (Plan 1) (s-2) by ${addOn}.`,
    )
  })

  test('are not parted by a transfer of the base while the add-on is suspended', () => {
    // Was red: the mailboxes were bought, then the service refused the transfer.
    const plan = planned({
      declared: [{ key: 'office', product: premium }],
      italy: [{ product: premium }, { ...phone, status: 'suspended' }],
    })
    expect(plan.actions).toEqual([])
    expect(plan.customers[0]?.blockedBy.map(found => [found.code, found.detail])).toEqual([
      [
        'PLAN.ADD_ON_PARTED',
        'Microsoft 365 Business Premium (s-1) is to go by transfer, and its add-on Exchange Online (Plan 1) (s-2) is suspended: it cannot come along, and the base is not taken without it.',
      ],
    ])
  })

  test('part nothing where the add-on is deleted', () => {
    const plan = planned({
      declared: [{ key: 'office', product: premium }],
      italy: [{ product: premium }, { ...phone, status: 'deleted' }],
    })
    expect(plan.actions.map(action => action.kind)).toEqual(['subscription.transfer'])
  })

  test('are left together where both are named', () => {
    expect(blockers(planned({ declared: [], italy: both, consolidation: leaving('s-1', 's-2') }))).toEqual([])
  })
})

test('a source that runs out counts its seats too: fewer declared ones block (T17)', () => {
  // Was red: a source of five was told to end for a line of two.
  const story = (more: object): Story => ({
    declared: [{ product: premium, seats: 2, ...more }],
    italy: [{ product: premium }],
    consolidation: { methods: [{ when: {}, method: 'lapse', acceptOverlap: null, at: aMapping().at }] },
  })
  expect(blockers(planned(story({})))).toEqual(['FEWER_SEATS'])
  expect(actionLines(planned(story({ fewerSeatsAcknowledged: true })))).toEqual([
    'renewal s-1 renews→cancels italy',
  ])
})

describe('the reseller on record of a source', () => {
  const story = (more: object): Story => ({ declared: [more], italy: [{ partnerOfRecord: '7001234' }] })
  const told = (more: object) => planned(story(more)).findings.map(found => [found.code, found.detail])

  test('is a finding before anything is bought, where the line names none (T33)', () => {
    // Was red: the purchase had nobody on record, and nothing said so.
    expect(told({})).toEqual([
      [
        'PLAN.RESELLER_LOST',
        's-1 under italy has reseller 7001234 on record; `mail` would be bought with none. Write `partnerOfRecord: "7001234"` to keep it.',
      ],
    ])
  })

  const withNone = (end: string) =>
    `s-1 under italy has reseller 7001234 on record; \`mail\` ${end}. Write \`partnerOfRecord: "7001234"\` to keep it.`

  /** Each was red: silence, and the reseller was gone. */
  test.each<[string, Story, string]>([
    [
      'has ended before what is bought in its place',
      { italy: [{ partnerOfRecord: '7001234', status: 'suspended' }] },
      withNone('would be bought with none'),
    ],
    [
      'is replaced by what lives there already',
      { living: [{ id: 't-1', name: 'mail' }], italy: [{ partnerOfRecord: '7001234' }] },
      withNone('(t-1) replaces it, with none'),
    ],
    [
      'is replaced by more seats of what lives there already',
      {
        declared: [{ seats: 15 }],
        living: [{ id: 't-1', name: 'mail', seats: 5 }],
        italy: [{ partnerOfRecord: '7001234', seats: 10 }],
      },
      withNone('(t-1) replaces it, with none'),
    ],
  ])('is a finding too where the source %s', (_, facts, detail) => {
    const { findings } = planned({ declared: [{}], ...facts })
    expect(findings.map(found => [found.code, found.detail])).toEqual([['PLAN.RESELLER_LOST', detail]])
  })

  test('is told source by source where several have one', () => {
    const plan = planned({
      declared: [{ seats: 10 }],
      italy: [{ partnerOfRecord: '7009999' }, { id: 's-2', partnerOfRecord: '7001234' }],
    })
    expect(plan.findings.map(found => found.detail)).toEqual([
      's-1 under italy has reseller 7009999 on record and s-2 under italy has reseller 7001234 on record; `mail` would be bought with none. Write `partnerOfRecord: "7001234"` or `partnerOfRecord: "7009999"` to keep it.',
    ])
  })

  test('is kept where what lives there has one', () => {
    const living = [{ id: 't-1', name: 'mail', partnerOfRecord: '7009999' }]
    expect(planned({ declared: [{}], living, italy: [{ partnerOfRecord: '7001234' }] }).findings).toEqual([])
  })

  test('is what the line says, where it says one', () => {
    for (const partnerOfRecord of ['7001234', '7009999']) expect(told({ partnerOfRecord })).toEqual([])
  })
})
