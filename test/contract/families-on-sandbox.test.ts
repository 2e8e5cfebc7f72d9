/** Client and sandbox count a call against the same budget (facts 4.7): a rehearsal would predict another duration than it takes. */
import { expect, it } from 'vitest'
import { calls } from '../../providers/partner-center/client/calls.ts'
import { Refusal } from '../../providers/sandbox/refusal.ts'
import { matchRoute } from '../../providers/sandbox/router.ts'

/** Of its route; null: the sandbox leaves it out. */
function familyInSandbox(method: string, path: string): string | null {
  try {
    return matchRoute(method, path.replaceAll(/\{\w+\}/g, '1')).route.family
  } catch (error) {
    if (error instanceof Refusal && error.status === 501) return null
    throw error
  }
}

it('counts each call in one family on both sides', () => {
  const told = Object.entries(calls).map(([name, { method, path, family }]) => ({
    name,
    client: family,
    sandbox: familyInSandbox(method, path),
  }))
  expect(told.length).toBeGreaterThan(50)
  expect(told.filter(({ client, sandbox }) => sandbox !== null && client !== sandbox)).toEqual([])
})
