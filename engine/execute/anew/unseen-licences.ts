/**
 * Licences that a plan takes seats of and says nothing about (T21): it was made while the directory did not tell, or somebody took them out. They are
 * asked for before the first write; those it does know are looked at by its gates.
 */
import type { PartnerName, ProductKey, TenantId } from '../../model/ids.ts'
import type { LicencePool } from '../../model/live.ts'
import { type Action, isSwitchOff } from '../../plan/action.ts'
import type { CustomerPlan, Plan } from '../../plan/plan.ts'
import type { Reader } from '../../ports.ts'
import { mapPool } from '../../read/pool.ts'

export interface UnseenLicences {
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly pools: readonly LicencePool[]
}

export async function unseenLicences(
  { customers, actions }: Pick<Plan, 'customers' | 'actions'>,
  { reader, width }: { readonly reader: Pick<Reader, 'licences'>; readonly width: number },
): Promise<readonly UnseenLicences[]> {
  const byId = new Map(actions.map(action => [action.id, action]))
  const wanted = customers.flatMap(part => {
    const products = leavingIn(
      part,
      part.actions.flatMap(id => byId.get(id) ?? []),
    )
    return products.length > 0 ? [{ partner: part.partner, tenant: part.tenant, products }] : []
  })
  const read = await mapPool(wanted, width, async ({ partner, tenant, products }) => {
    const found = await reader.licences(partner, tenant, products)
    return { partner, tenant, pools: found.kind === 'present' ? found.value : [] }
  })
  return read.filter(({ pools }) => pools.length > 0)
}

function leavingIn({ licences }: CustomerPlan, actions: readonly Action[]): readonly ProductKey[] {
  const known = new Set(licences.kind === 'checked' ? licences.pools.map(({ product }) => product) : [])
  const leaving = actions.flatMap(action =>
    isSwitchOff(action) && action.because.kind !== 'declared otherwise' ? [action.product] : [],
  )
  return [...new Set(leaving)].filter(product => !known.has(product)).sort()
}
