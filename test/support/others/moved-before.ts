/** What an earlier move suspended when the target had bought its twin. Nothing of it is in the plan, and people use what replaced it. */
import type { LiveSubscription } from '../../../engine/model/live.ts'
import { aLiveSubscription, germany, italy, tenant } from '../builders/index.ts'
import { france } from './products.ts'
import type { CustomerSeed, Shape } from './seeds.ts'

/** Where all goes to central, france is in no consolidation. */
const accounts = { italy, germany, former: france, nothing: null } as const

export function movedBefore(
  seed: CustomerSeed,
  {
    number,
    living,
    shape,
  }: { readonly number: number; readonly living: readonly LiveSubscription[]; readonly shape: Shape },
): readonly LiveSubscription[] {
  const partner = accounts[seed.movedBefore]
  const twin = living.find(
    entry =>
      entry.commerce === 'legacy' && entry.status === 'active' && !entry.trial && entry.parent === null,
  )
  if (partner === null || twin === undefined || (shape !== 'one' && shape !== 'same target')) return []
  const { product, seats: count } = twin
  return [
    aLiveSubscription({
      id: `m-${number}`,
      partner,
      customer: tenant(number),
      product,
      seats: count,
      status: 'suspended',
      name: 'Moved before',
    }),
  ]
}
