/** Reads for a plan that is carried out: what runs in its extended service term stands for the product that the facts of the plan say. */
import { asSettled } from '../model/stands-for.ts'
import type { Fact } from '../plan/plan.ts'
import type { Reader } from '../ports.ts'
import { livingInFact } from './anew/living-in-fact.ts'

export function standingReader(reader: Reader, facts: readonly Fact[]): Reader {
  const settled = facts.flatMap(fact => {
    const live = livingInFact(fact)
    return live?.soldAs === undefined ? [] : [live]
  })
  if (settled.length === 0) return reader
  const standing = asSettled(settled)
  return {
    ...reader,
    async subscriptions(partner, customer) {
      const read = await reader.subscriptions(partner, customer)
      return read.kind === 'present' ? { kind: 'present', value: read.value.map(standing) } : read
    },
  }
}
