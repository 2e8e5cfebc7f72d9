/**
 * One customer's part of a plan, in stages. Each takes the value of the one before and adds what it found out:
 *
 *   see ─▶ decide sources ─▶ bind ─▶ decide target ─▶ judge ─▶ order
 *
 * Sources come before the binding, because what a transfer brings may be what a declared line means. Either the customer is
 * blocked and nothing of it is written, or: creates → gate → switch-offs.
 */
import { bindLines } from './stages/bind-lines.ts'
import { decideSourcesOf } from './stages/decide-sources.ts'
import { decideTargetOf } from './stages/decide-target.ts'
import { judge } from './stages/judge.ts'
import { type CustomerDecision, order } from './stages/order.ts'
import { type CustomerFacts, see } from './stages/see.ts'

export function planCustomer(facts: CustomerFacts): CustomerDecision {
  const seen = see(facts)
  const sourced = decideSourcesOf(seen)
  const bound = bindLines(sourced)
  const decided = decideTargetOf(bound)
  const judged = judge(decided)
  return order(judged)
}
