import { expect, it } from 'vitest'
import { refusalHtml } from '../../../../cmd/report/pages/refusal-html.ts'
import { aStaleApply } from '../../../support/pages.ts'
import { tableIn } from '../../../support/table-in-page.ts'

const { plan, refusal } = aStaleApply(2)
const page = refusalHtml(refusal, plan)
const one = { customer: 'Customer 1 | 00000000-0000-4000-8000-000000000001' }
const two = { customer: 'Customer 2 | 00000000-0000-4000-8000-000000000002' }
const mail = '00000000-0000-4000-9000-000000000001'
const office = '00000000-0000-4000-9000-000000000002'
const textsOf = (pattern: RegExp) => [...page.matchAll(pattern)].map(match => match[1])

it('shows for each customer what the plan said and what is there now', () => {
  const moved = { verdict: 'moved' }
  const list = { ...one, ...moved, account: 'italy', about: 'which subscriptions there are' }
  const first = { ...two, ...moved, account: 'germany', about: `${mail} | s-2-1` }
  const offer = { ...moved, account: 'central', about: `${mail} in the catalogue, market IT` }
  const minimum = { field: 'minimum seats', 'the plan said': '1', now: '300' }
  expect(tableIn(page, 'moved')).toEqual([
    {
      ...one,
      verdict: 'adopted',
      account: 'italy',
      about: `${mail} | s-1-1`,
      field: 'status',
      'the plan said': 'active',
      now: 'suspended',
      'the plan wants': 'suspended',
    },
    {
      ...one,
      verdict: 'unknown',
      account: 'central',
      about: 'the customer in the account',
      'the plan said': 'visible: true · domain: customer-1.example · country: IT',
      now: 'unknown',
    },
    { ...list, 'the plan said': `${mail} | s-1-1`, now: 'not there' },
    { ...list, 'the plan said': `${office} | s-1-2`, now: 'not there' },
    { ...list, 'the plan said': 'not there', now: '00000000-0000-4000-8000-00000000abcd' },
    { ...one, ...offer, ...minimum },
    { ...first, field: 'seats', 'the plan said': '5', now: '6', 'the plan wants': 'suspended' },
    {
      ...first,
      field: 'name',
      'the plan said': 'Posta',
      now: '<b>Mail</b>',
      'the plan wants': 'suspended',
    },
    {
      ...two,
      ...moved,
      account: 'germany',
      about: `${office} | s-2-2`,
      'the plan said': `product: ${office} · commerce: legacy · kind: licence · status: active · seats: 5 · name: Posta · billing: monthly · order: o-1`,
      now: 'not there',
    },
    { ...two, ...offer, ...minimum },
  ])
})

it('says that nothing was written, of how many customers something moved, why, and what to do', () => {
  expect({
    lead: textsOf(/<p class="lead">(.*?)<\/p>/g),
    panels: textsOf(/<div class="panel">(.*?)<\/dl>/g).map(panel =>
      panel
        ?.replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/ +/g, ' ')
        .trim(),
    ),
  }).toEqual({
    lead: [
      'Nothing was written: of 2 customers something is not as the plan was made from; the plan has something to do for 2 customers.',
    ],
    panels: [
      'Customers 2 are not as planned in the plan with something to do 2 not read 0',
      `Facts ${plan.facts.length} the plan relied on moved 4 unknown 1 adopted: already as the plan makes them 1`,
    ],
  })
  expect(tableIn(page, 'why')).toEqual([
    {
      why: 'a fact the plan relied on has moved | seats planned from 5, now 6. Nothing was written.',
      code: 'APPLY.MOVED',
      'what to do':
        'run `tenantform plan`: plans from what is there now · run `tenantform apply FILE --skip-moved`: goes on without the affected customers',
    },
    {
      why: 'the service refused | The service said no.',
      code: 'PARTNER_CENTER.REFUSED',
      'what to do': 'change what the detail names, then plan again',
      'correlation id': '6f1c0000-0000-4000-8000-000000000001',
    },
  ])
})

it('does not claim that anything was compared where the plan was refused before', () => {
  const early = refusalHtml({ kind: 'declined', diagnostics: refusal.diagnostics, moved: [] }, plan)
  expect({
    moved: tableIn(early, 'moved'),
    why: tableIn(early, 'why').map(({ code }) => code),
    title: /<h1 dir="auto">(.*?)<\/h1>/.exec(early)?.[1],
    lead: /<p class="lead">(.*?)<\/p>/.exec(early)?.[1],
  }).toEqual({
    moved: [],
    why: ['APPLY.MOVED', 'PARTNER_CENTER.REFUSED'],
    title: 'emea · declined, nothing written',
    lead: 'Nothing was written. What the accounts show now was not compared, or is as planned.',
  })
})
