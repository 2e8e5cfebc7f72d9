/** A wave waits for all of the one it needs, whatever a plan from a file says (T26): what a gate waits for is made again and compared. */
import { expect, test } from 'vitest'
import { preflight } from '../../../engine/execute/facts/preflight.ts'
import { outOfWaveOrder } from '../../../engine/execute/facts/wave-order.ts'
import { notWhole } from '../../../engine/execute/facts/whole.ts'
import { type ActionId, instant } from '../../../engine/model/ids.ts'
import type { Action } from '../../../engine/plan/action.ts'
import { digestOfDesired } from '../../../engine/plan/digest.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { desired, plan } from '../../support/three-waves.ts'

const gateOf = (wave: string) => {
  const gate = plan.actions.find(action => action.kind === 'gate.wave' && action.wave === wave)
  if (gate === undefined) throw new Error(wave)
  return gate
}
const [second, third] = [gateOf('second'), gateOf('third')]
const change = (id: ActionId, how: (action: Action) => Action | null): Plan => ({
  ...plan,
  actions: plan.actions.flatMap(action => (action.id === id ? (how(action) ?? []) : [action])),
})
const told = (forged: Plan) => outOfWaveOrder(forged, desired).map(({ code, detail }) => [code, detail])
const because = (...reasons: readonly string[]) =>
  reasons.map(reason => ['APPLY.NOT_WHOLE', `${reason}. Nothing was written.`])

test('a plan of three waves is as it was planned', () => {
  expect([second.after.length, third.after.length, told(plan), notWhole(plan)]).toEqual([2, 2, [], []])
})

// Was red: each of these was carried out, and a wave was switched off while the one before it had not moved.
test('a gate that waits for less than all of the wave before it is not one that was planned', () => {
  const [one, other] = second.after
  const less = change(second.id, action => ({ ...action, after: action.after.slice(1) }))
  expect(told(less)).toEqual(because(`${second.id}: it does not wait for ${one}`))
  const none = change(second.id, action => ({ ...action, after: [] }))
  expect(told(none)).toEqual(because(`${second.id}: it does not wait for ${one}`))
  const another = change(third.id, action => ({ ...action, after: [one, other].flatMap(id => id ?? []) }))
  expect(told(another)).toEqual(because(`${third.id}: it does not wait for ${third.after[0]}`))
  const named = change(second.id, action => ({
    ...action,
    because: { kind: 'wave needs wave', consolidation: 'move', needs: 'third' } as never,
  }))
  expect(told(named)).toEqual(because(`${second.id} is not as planned`))
})

test('a gate that is gone, and a step that goes round it, are told', () => {
  const waiting = plan.actions.filter(({ after }) => after.includes(second.id)).map(({ id }) => id)
  expect(waiting.length).toBe(2)
  const round = change(waiting[0] ?? second.id, action => ({ ...action, after: [] }))
  expect(told(round)).toEqual(because(`${waiting[0]}: it does not wait for ${second.id}`))
  const gone = change(second.id, () => null)
  expect(told(gone)).toEqual(because(`${second.id} is not there, and wave \`second\` needs another`))
})

test('a customer that is put into another wave than that of its documents is told', () => {
  const moved: Plan = {
    ...plan,
    customers: plan.customers.map(part => (part.name === 'second 0' ? { ...part, wave: 'first' } : part)),
  }
  expect(told(moved)[0]).toEqual(
    because(
      `second 0 is planned in another wave of ${plan.customers[0]?.consolidation} than the documents say`,
    )[0],
  )
})

test('neither apply nor resume begins it', () => {
  const forged = change(second.id, action => ({ ...action, after: [] }))
  const judged = preflight({
    plan: forged,
    version: plan.tool.version,
    partners: plan.partners.map(({ name, tenant: id }) => ({ name, tenant: id })),
    desiredDigest: digestOfDesired(desired),
    declared: desired,
    madeIn: plan.madeIn,
    now: instant(plan.madeAt),
    consent: ['changes', 'irreversible'],
  })
  expect([judged.kind, 'diagnostics' in judged && judged.diagnostics.map(({ code }) => code)]).toEqual([
    'stale',
    ['APPLY.NOT_WHOLE'],
  ])
})
