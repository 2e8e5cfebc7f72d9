import { describe, expect, test } from 'vitest'
import { decodePlan, encodePlan } from '../../../engine/plan/codec.ts'
import { planDigest } from '../../../engine/plan/make-plan.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { addOn, aWindow, premium, suite } from '../../support/builders/index.ts'
import { violationsOf } from '../../support/schemas.ts'
import { planned } from '../../support/story.ts'

const plan = planned({
  declared: [
    {},
    { key: 'suite', product: suite, friendlyName: 'Büro' },
    { key: 'audio', product: addOn, addOnTo: 'suite' },
  ],
  italy: [{}, { id: 's-2', product: suite }, { id: 's-3', product: premium, status: 'suspended' }],
  living: [
    { id: 't-1', name: 'Suite', product: suite, seats: 7, status: 'suspended' },
    { id: 't-9', product: premium },
  ],
  consolidation: { window: aWindow({ utcHours: { from: '05:00', to: '17:00' } }) },
})

function refused(text: string) {
  const answer = decodePlan(text)
  return answer.ok ? 'accepted' : answer.diagnostics.map(found => [found.code, found.detail])
}

function resealed(change: (plan: Plan) => unknown): string {
  const changed = change(plan) as Plan // whatever a test makes of it
  const { id: _, ...content } = changed
  return JSON.stringify({ ...changed, id: planDigest(content) })
}

describe('a plan as text', () => {
  test('comes back as it was', () => {
    expect(plan.actions.length).toBeGreaterThan(5)
    expect(decodePlan(encodePlan(plan))).toEqual({ ok: true, value: plan, warnings: [] })
  })

  test('is the canonical JSON of the whole, two spaces a level', () => {
    const sorted = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(sorted)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([key, inner]) => [key, sorted(inner)]),
            )
          : value
    expect(encodePlan(plan)).toBe(`${JSON.stringify(sorted(plan), null, 2)}\n`)
  })

  test('fits the published schema', () => {
    expect(violationsOf('Plan', JSON.parse(encodePlan(plan)))).toEqual([])
  })
})

describe('reading refuses, and never throws', () => {
  test('a file that was cut', () => {
    const text = encodePlan(plan)
    expect(refused(text.slice(0, text.length / 2))).toEqual([
      ['PLAN.NOT_JSON', 'The file ends in the middle: it was not written to its end.'],
    ])
  })

  test.each([
    ['', 'PLAN.NOT_JSON'],
    ['apiVersion: tenantform/v1', 'PLAN.NOT_JSON'],
    ['null', 'PLAN.NOT_A_PLAN'],
    ['[]', 'PLAN.NOT_A_PLAN'],
    ['{}', 'PLAN.NOT_A_PLAN'],
    ['{"format":2}', 'PLAN.NOT_A_PLAN'],
    ['{"format":1}', 'PLAN.NOT_A_PLAN'],
  ])('%j', (text, code) => {
    const answer = decodePlan(text)
    expect(answer.ok ? [] : answer.diagnostics.map(found => found.code)).toContain(code)
  })

  test('another format by its number', () => {
    expect(refused('{"format":3}')).toEqual([
      ['PLAN.NOT_A_PLAN', 'It has format 3; this version reads formats 1 and 2.'],
    ])
  })

  test('a plan somebody edited', () => {
    const text = encodePlan(plan).replace('"seats": 5', '"seats": 6')
    expect(refused(text)).toEqual([['PLAN.EDITED', expect.stringMatching(/^The plan says it is sha256:/)]])
  })

  test('a fact somebody edited under a seal of their own', () => {
    const text = resealed(({ facts, ...rest }) => ({
      ...rest,
      facts: facts.map(fact => ({ ...fact, value: 'other' })),
    }))
    expect(refused(text)).toEqual([['PLAN.EDITED', expect.stringMatching(/^The fact agreement:central/)]])
  })

  test('an action of a kind that does not exist, and keys that mean nothing', () => {
    const odd = resealed(({ actions, ...rest }) => ({
      ...rest,
      actions: [{ ...actions[0], kind: 'subscription.destroy' }],
    }))
    expect(refused(odd)[0]?.[0]).toBe('PLAN.NOT_A_PLAN')
    expect(refused(resealed(rest => ({ ...rest, force: true })))).toEqual([
      ['PLAN.NOT_A_PLAN', 'the plan must NOT have additional properties (force).'],
    ])
  })
})
