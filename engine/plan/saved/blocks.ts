/**
 * A plan customer by customer: what it relied on, decided and does for one stands together, in one block; what concerns no customer stands
 * in one of its own. Where an entry stood in its list is told by runs: first position, number, first position, number …
 */
import type { Plan } from '../plan.ts'

/** The lists of a plan that grow with its customers. */
export type Grown = Pick<Plan, 'facts' | 'customers' | 'actions'>
export const grown = ['facts', 'customers', 'actions'] as const satisfies readonly (keyof Grown)[]

/** Positions by list, in the order of `grown`. */
export type Block = readonly (readonly number[])[]

export function blocksOf(plan: Grown): readonly Block[] {
  const blocks = new Map<string, readonly number[][]>()
  const blockOf = (tenant: string) => {
    const known = blocks.get(tenant)
    if (known !== undefined) return known
    const made = grown.map((): number[] => [])
    blocks.set(tenant, made)
    return made
  }
  const [facts, customers, actions] = [0, 1, 2]
  for (const [position, { tenant }] of plan.customers.entries()) blockOf(tenant)[customers]?.push(position)
  for (const [position, { subject }] of plan.facts.entries())
    blockOf('customer' in subject ? subject.customer : '')[facts]?.push(position)
  for (const [position, action] of plan.actions.entries())
    blockOf('customer' in action ? action.customer : '')[actions]?.push(position)
  return [...blocks.values()]
}

/** `[3, 4, 5, 9]` → `[3, 3, 9, 1]` */
export function runsOf(positions: readonly number[]): readonly number[] {
  const runs: number[] = []
  for (const [at, position] of positions.entries())
    if (at > 0 && positions[at - 1] === position - 1) runs.push((runs.pop() ?? 0) + 1)
    else runs.push(position, 1)
  return runs
}

/** Some entries of a list, and where they stood in it. */
export interface Placed {
  readonly runs: unknown
  readonly entries: readonly unknown[]
}

/** null: the runs say of some place nothing, or two things. */
export function inPlace(parts: readonly Placed[]): readonly unknown[] | null {
  const total = parts.reduce((sum, { entries }) => sum + entries.length, 0)
  const list = Array.from<unknown>({ length: total })
  const taken = new Uint8Array(total)
  for (const { runs, entries } of parts) {
    if (!Array.isArray(runs)) return null
    let next = 0
    for (let at = 0; at < runs.length; at += 2) {
      const [first, count]: readonly unknown[] = runs.slice(at, at + 2)
      if (!isCount(first) || !isCount(count) || first + count > total || next + count > entries.length)
        return null
      for (let place = first; place < first + count; place += 1, next += 1) {
        if (taken[place] === 1) return null
        taken[place] = 1
        list[place] = entries[next]
      }
    }
    if (next < entries.length) return null
  }
  return list
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
