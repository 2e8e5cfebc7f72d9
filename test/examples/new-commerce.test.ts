import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { copyExample } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'

let folder = ''
const run = (...args: readonly string[]) => runInProcess([...args, '-C', folder, '--sandbox'])
const plan = async (): Promise<Plan> => JSON.parse((await run('plan', '--format', 'json')).out)
const apply = async () => {
  const applied = await run('apply', '--auto-approve', '--allow-irreversible')
  expect({ code: applied.code, said: applied.code === 0 ? '' : applied.err }).toEqual({ code: 0, said: '' })
}
const stepsOf = (made: Plan) =>
  Object.fromEntries(
    made.customers
      .filter(customer => customer.actions.length > 0)
      .map(({ name, actions }) => [
        name,
        made.actions.filter(action => actions.includes(action.id)).map(action => action.kind),
      ]),
  )

beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'tenantform-new-commerce-')), 'workspace')
  copyExample('new-commerce', folder)
})
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

it('moves four customers in four ways, counts down to the last purchase, and then has nothing left', async () => {
  const first = await plan()
  expect(stepsOf(first)).toEqual({
    Fjordbakeri: ['subscription.create', 'gate.customer', 'subscription.cancel'],
    'Havbruk Sunnmøre': ['subscription.transfer', 'subscription.set-renewal'],
    'Lysverk Bergen': ['subscription.create', 'gate.customer', 'subscription.change-renewal'],
    'Snekkeri Nord': ['subscription.change-renewal'],
  })
  await apply()
  const waiting = await plan()
  expect({ steps: stepsOf(waiting), said: waiting.findings.map(found => found.code) }).toEqual({
    steps: {},
    said: ['PLAN.LAPSES'],
  })

  await run('sandbox', 'advance', 'P11D')
  expect(stepsOf(await plan())).toEqual({ 'Snekkeri Nord': ['subscription.create'] })
  await apply()
  const last = await plan()
  expect({ steps: stepsOf(last), said: last.findings }).toEqual({ steps: {}, said: [] })
})
