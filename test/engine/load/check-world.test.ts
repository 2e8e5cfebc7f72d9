/** Mistakes that run across the lists of a World: found before a sandbox starts from it, each at its place. */
import { expect, it } from 'vitest'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'

const customer = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'
const base = '7c1f6f0e-0000-4000-8000-00000000d001'
const head = `apiVersion: tenantform/v1
kind: World
name: small
clock: "2026-03-01T08:00:00Z"
partners:
  - { name: italy, tenantId: 1b0f0000-0000-4000-8000-00000000aa02, country: IT, currency: EUR }
customers:
  - { tenantId: ${customer}, name: Rossi, domain: rossi.example, country: IT, relationships: [{ partner: italy }] }
`

function mistakesIn(text: string): readonly string[] {
  const { diagnostics } = loadWorkspace({
    files: [{ path: 'w.yaml', text }],
    readAttachment: () => undefined,
  })
  return diagnostics.map(({ code, detail, at }) => `${at?.line}:${at?.column} ${code} ${detail}`)
}

it.each<[string, string, readonly string[]]>([
  [
    'a customer and a partner the World does not have',
    `subscriptions:
  - { partner: itly, customer: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f009, offer: X, seats: 1, started: "2026-01-13" }
`,
    [
      '10:16 DOCUMENT.WORLD_REFERENCE The World has no partner `itly`; did you mean `italy`?',
      '10:32 DOCUMENT.WORLD_REFERENCE The World has no customer 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f009.',
    ],
  ],
  [
    'no item, two items, a purchase after the clock',
    `subscriptions:
  - { partner: italy, customer: ${customer}, seats: 1, started: "2026-01-13" }
  - { partner: italy, customer: ${customer}, offer: X, product: "P:1", seats: 1, started: "2026-01-13" }
  - { partner: italy, customer: ${customer}, offer: X, seats: 1, started: "2026-03-02" }
`,
    [
      '10:5 DOCUMENT.PRODUCT_OR_OFFER A subscription of a World names one item.',
      '11:5 DOCUMENT.PRODUCT_OR_OFFER A subscription of a World names one item.',
      '12:100 DOCUMENT.WORLD_STARTS_LATER It was bought on 2026-03-02, and the clock starts on 2026-03-01.',
    ],
  ],
  [
    'the same twice, in whatever case',
    `catalogue:
  offers: [{ id: A, name: a, family: a }, { id: a, name: a, family: a }]
  promotions: [{ id: p, name: p, product: "P:1", term: P1Y, billing: monthly, percent: 5 }]
subscriptions:
  - { id: ${base}, partner: italy, customer: ${customer}, offer: A, seats: 1, started: "2026-01-13" }
  - { id: ${base.toUpperCase()}, partner: italy, customer: ${customer}, offer: A, seats: 1, started: "2026-01-13" }
`,
    [
      '10:49 DOCUMENT.DUPLICATE There are two of offer a.',
      '11:43 DOCUMENT.WORLD_REFERENCE The catalogue has no SKU P:1.',
      `14:11 DOCUMENT.DUPLICATE There are two of subscription ${base.toUpperCase()} under \`italy\`.`,
    ],
  ],
  [
    'a fault that does what nobody knows',
    `faults: [{ do: explode }]
`,
    [
      '9:16 DOCUMENT.WRONG_VALUE `faults.0.do` is explode; allowed: drop-before-commit, drop-after-commit, status, throttle, delay, garble, hold-before-commit, hold-after-commit, reset-before-commit, reset-after-commit, truncate, cut-body, slow-body, trickle, wrong-length, huge-body, endless-pages, replace-before-commit, replace-after-commit, partial-checkout, skew.',
    ],
  ],
  [
    'a fault that does not say which status',
    `faults: [{ do: garble }, { do: status }]
`,
    ['9:26 DOCUMENT.MISSING_KEY A status fault needs `status` or `code`.'],
  ],
  [
    'a billing cycle nobody has',
    `subscriptions:
  - { partner: italy, customer: ${customer}, offer: X, seats: 1, billing: Monthly, started: "2026-01-13" }
`,
    [
      '10:100 DOCUMENT.WRONG_FORM `subscriptions.0.billing` is Monthly; it must match pattern "^(monthly|annual|biennial|triennial|one_time|none)$".',
    ],
  ],
])('finds %s', (_, text, told) => {
  expect(mistakesIn(head + text)).toEqual(told)
})

it('finds nothing wrong with an item that the catalogue does not list, or a base in another account', () => {
  expect(
    mistakesIn(
      `${head}subscriptions:
  - { partner: italy, customer: ${customer}, offer: X, seats: 1, started: "2026-01-13" }
  - { partner: italy, customer: ${customer}, offer: Y, seats: 1, started: "2026-03-01", parent: ${base} }
`,
    ),
  ).toEqual([])
})
