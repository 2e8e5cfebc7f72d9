/**
 * How much one apply may touch. These limits are about what cannot be undone, so they hold for the end of a pair too, which no limit on overlap, window or day keeps
 * back (T11): a plan of fewer customers stays within them, and `resume` goes by what was judged when its plan was made.
 */
import type { Remedy } from '../../diagnostic.ts'
import type { TenantId } from '../../model/ids.ts'
import { counted } from '../../plural.ts'
import { type Action, isSwitchOff, isWrite } from '../action.ts'
import { adds } from '../kinds/all-kinds.ts'
import type { Guard, Guarded } from './guard.ts'

export const irreversibleOver: Guard<'irreversibleOver'> = (limit, guarded) => {
  const irreversible = (actions: readonly Action[]) =>
    actions.filter(action => isWrite(action) && action.effect.irreversible).length
  const countOf = (entries: readonly Guarded[]) =>
    entries.reduce((sum, { actions }) => sum + irreversible(actions), 0)
  const count = countOf(guarded)
  if (count <= limit.count) return []
  const ending = endingIn(countOf(guarded.filter(onlyFinishes)))
  return [
    {
      kind: 'over',
      detail: `${counted(count, 'irreversible action')}${ending}; the limit is ${limit.count}`,
      remedies: narrower(guarded),
    },
  ]
}

export const customersOver: Guard<'customersOver'> = (limit, guarded) => {
  const count = tenantsIn(guarded).size
  if (count <= limit.count) return []
  const ending = endingIn(tenantsIn(guarded.filter(onlyFinishes)).size)
  return [
    {
      kind: 'over',
      detail: `${counted(count, 'customer is', 'customers are')} touched${ending}; the limit is ${limit.count}`,
      remedies: narrower(guarded),
    },
  ]
}

function tenantsIn(guarded: readonly Guarded[]): ReadonlySet<TenantId> {
  return new Set(guarded.flatMap(({ customer, actions }) => (actions.length === 0 ? [] : [customer.tenant])))
}

/** Everything is bought, and the plan only switches off what was replaced: who waits for that is charged on both sides. */
function onlyFinishes({ actions }: Guarded): boolean {
  const writes = actions.filter(isWrite)
  return writes.some(action => isSwitchOff(action) && action.replacedBy.length > 0) && !writes.some(adds)
}

function endingIn(count: number): string {
  return count === 0 ? '' : `, ${count} of them to finish what is bought for already`
}

/** Who is charged on both sides comes first. */
function narrower(guarded: readonly Guarded[]): readonly Remedy[] {
  const [first] = tenantsIn(guarded.filter(onlyFinishes))
  const [any] = tenantsIn(guarded)
  const tenant = first ?? any
  if (tenant === undefined || tenantsIn(guarded).size === 1) return []
  return [
    {
      kind: 'run',
      command: `tenantform plan --target ${tenant} --out FILE`,
      why:
        first === undefined
          ? 'plans one customer: `--target` and `--wave` plan as many as the limit lets pass'
          : 'plans one customer who is bought for already and charged on both sides: `--target` and `--wave` plan as many as the limit lets pass',
    },
  ]
}
