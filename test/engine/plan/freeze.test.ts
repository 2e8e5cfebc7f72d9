/** Freeze windows of a policy stop what is new, never the end of what is paid twice. */
import { describe, expect, it } from 'vitest'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'
import type { FreezeWindow } from '../../../engine/model/desired.ts'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  anException,
  aPlan,
  aRule,
  type DeclaredSubscriptionFacts,
  italy,
  type LiveSubscriptionFacts,
} from '../../support/builders/index.ts'

const yearEnd = { from: utcDate('2026-12-20'), to: utcDate('2027-01-06') }

interface Frozen {
  readonly on: string
  readonly windows?: readonly FreezeWindow[]
  readonly until?: string
  readonly declared?: DeclaredSubscriptionFacts
  readonly living?: readonly LiveSubscriptionFacts[]
  readonly sources?: readonly LiveSubscriptionFacts[]
}

function planned({ on, windows = [yearEnd], until, declared = {}, living = [], sources = [{}] }: Frozen) {
  return aPlan({
    desired: aDesired({
      customers: [aCustomer({ subscriptions: [aDeclaredSubscription(declared)] })],
      consolidations: [aConsolidation({ from: [italy] })],
      policies: [aRule({ id: 'year-end', scope: 'apply', limits: [{ kind: 'freeze', windows }] })],
      exceptions:
        until === undefined ? [] : [anException({ rule: 'guards/year-end', until: utcDate(until) })],
    }),
    actual: anActual({
      customers: [
        aCustomerActual({ subscriptions: living }),
        aCustomerActual({ partner: italy, subscriptions: sources }),
      ],
    }),
    on: utcDate(on),
    madeAt: instant(`${on}T07:00:00Z`),
  })
}

const said = (frozen: Frozen) =>
  planned(frozen)
    .findings.filter(found => found.blocks === 'run')
    .map(found => `${found.code} ${found.at?.file}:${found.at?.line} ${found.detail}`)
const declined = (day: string, next = '2027-01-07') => [
  `PLAN.POLICY policies.yaml:1 guards/year-end (freeze): 1 customer is to be changed on ${day}, and nothing is from 2026-12-20 to 2027-01-06; the next free day is ${next}.`,
]

describe('a freeze', () => {
  it('declines what is bought from its first to its last day', () => {
    expect(said({ on: '2026-12-19' })).toEqual([])
    expect(said({ on: '2026-12-20' })).toEqual(declined('2026-12-20'))
    expect(said({ on: '2027-01-06' })).toEqual(declined('2027-01-06'))
    expect(said({ on: '2027-01-07' })).toEqual([])
  })

  it('names the first day that no window of the rule holds', () => {
    const windows = [yearEnd, { from: utcDate('2027-01-07'), to: utcDate('2027-01-09') }]
    expect(said({ on: '2026-12-24', windows })).toEqual(declined('2026-12-24', '2027-01-10'))
  })

  it('declines a change of what lives, and a suspension that takes something away', () => {
    const steady = { on: '2026-12-24', living: [{ id: 't-1', name: 'mail', seats: 5 }], sources: [] }
    expect(said(steady)).toEqual([])
    expect(said({ ...steady, declared: { seats: 6 } })).toEqual(declined('2026-12-24'))
    expect(said({ ...steady, declared: { state: 'suspended' } })).toEqual(declined('2026-12-24'))
  })

  it('never keeps a source on whose replacement lives', () => {
    const twin = { id: 't-1', name: 'mail', boughtAt: instant('2026-12-19T08:00:00Z') }
    const plan = planned({ on: '2026-12-24', living: [twin] })
    expect(plan.actions.map(action => action.kind)).toContain('subscription.suspend')
    expect(plan.findings.filter(found => found.blocks === 'run')).toEqual([])
  })

  it('lets pass what an exception covers, until its last day', () => {
    expect(said({ on: '2026-12-24', until: '2026-12-24' })).toEqual([])
    expect(said({ on: '2026-12-24', until: '2026-12-23' })).toEqual(
      declined('2026-12-24').map(
        line => `${line} The exception at workspace.yaml:5:1 ended with 2026-12-23.`,
      ),
    )
  })

  it('lets no plan of the day before be good into it', () => {
    const growing = {
      declared: { seats: 6 },
      living: [{ id: 't-1', name: 'mail', seats: 5 }],
      sources: [],
    }
    expect(planned({ on: '2026-12-19', ...growing }).expiresAt).toBe('2026-12-20T00:00:00Z')
    expect(planned({ on: '2026-12-18', ...growing }).expiresAt).toBe('2026-12-19T07:00:00Z')
    expect(planned({ on: '2026-12-19', until: '2026-12-31', ...growing }).expiresAt).toBe(
      '2026-12-20T07:00:00Z',
    )
  })
})

describe('a written freeze', () => {
  const load = (window: string) =>
    loadWorkspace({
      files: [
        {
          path: 'a.yaml',
          text: `apiVersion: tenantform/v1
kind: Policy
name: guards
rules:
  - id: year-end
    scope: apply
    deny: { freeze: [${window}] }
`,
        },
      ],
      readAttachment: () => undefined,
    })

  it('is read as days', () => {
    const { workspace } = load('{ from: "2026-12-20", to: "2027-01-06" }')
    expect(workspace?.desired.policies.map(rule => rule.limits)).toEqual([
      [{ kind: 'freeze', windows: [yearEnd] }],
    ])
  })

  it('that ends before it begins is a mistake at its place', () => {
    expect(
      load('{ from: "2027-01-06", to: "2026-12-20" }').diagnostics.map(({ code, at, detail }) => [
        code,
        at?.line,
        at?.column,
        detail,
      ]),
    ).toEqual([['DOCUMENT.FREEZE_EMPTY', 7, 22, 'The freeze runs from 2027-01-06 to 2026-12-20.']])
  })
})
