import { digestOf } from '../../engine/plan/digest.ts'
import { planDigest } from '../../engine/plan/make-plan.ts'
import type { Plan } from '../../engine/plan/plan.ts'

/** With every digest made again over what stands there now. */
export function sealed(plan: Plan): Plan {
  const facts = plan.facts.map(fact => ({ ...fact, digest: digestOf(fact.value) }))
  const { id: _before, ...content } = { ...plan, facts }
  return { ...content, id: planDigest(content) }
}
