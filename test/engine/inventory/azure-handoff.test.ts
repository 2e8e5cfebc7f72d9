/** S7: the list for Microsoft has the ids of the Azure subscriptions themselves, and says where nobody told them. */

import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../engine/diagnostic.ts'
import { azureHandoff } from '../../../engine/inventory/azure-handoff.ts'
import { readInventory } from '../../../engine/inventory/inventory.ts'
import { type ProductKey, productKey, type TenantId } from '../../../engine/model/ids.ts'
import type { AzureSubscription, Read } from '../../../engine/model/live.ts'
import { readCodes } from '../../../engine/model/read-codes.ts'
import {
  aConsolidation,
  aCustomerActual,
  aLiveSubscription,
  anActual,
  azure,
  central,
  italy,
  type LiveSubscriptionFacts,
  present,
  tenant,
} from '../../support/builders/index.ts'
import { aReader } from '../../support/reader.ts'

const azurePlan: ProductKey = productKey('DZH318Z0BPS6:0001')
const aPlanOf = (id: string, facts: LiveSubscriptionFacts = {}) =>
  aLiveSubscription({ id, product: azurePlan, kind: 'azure', commerce: 'nce', ...facts })
const unknown = { kind: 'unknown', because: diagnose(readCodes.NOT_READ) } as const
const production = { id: 'az-1', name: 'Production', status: 'active' } as const
const trial: AzureSubscription = { id: 'az-2', name: 'Test', status: 'disabled' }

interface Handed {
  readonly there: readonly ReturnType<typeof aLiveSubscription>[]
  readonly here?: readonly ReturnType<typeof aLiveSubscription>[] | typeof unknown
  /** What lies below each plan, by its id. */
  readonly below?: Readonly<Record<string, Read<readonly AzureSubscription[]>>>
}

async function handed({ there, here = [], below = {} }: Handed) {
  const actual = anActual({
    customers: [
      aCustomerActual({ partner: italy, subscriptions: there }),
      aCustomerActual({
        partner: central,
        tenant: tenant(),
        subscriptions:
          'kind' in here ? here : [...here, aLiveSubscription({ partner: central, id: 'other' })],
      }),
      // Azure of the target's own, which nobody moves.
      aCustomerActual({
        partner: central,
        tenant: tenant(2),
        subscriptions: [aPlanOf('own', { partner: central, customer: tenant(2) })],
      }),
    ],
  })
  const asked: string[] = []
  const reader = {
    ...aReader(actual),
    azureSubscriptions: async (partner: string, _: TenantId, plan: string) => {
      asked.push(`${partner} ${plan}`)
      return below[plan] ?? ({ kind: 'absent' } as const)
    },
  }
  const accounts = await readInventory({
    partners: [italy, central],
    reader,
    progress: () => undefined,
    width: 1,
    details: false,
  })
  const { table, unread } = await azureHandoff({
    consolidations: [aConsolidation()],
    accounts,
    filter: { customers: [], statuses: [] },
    reader,
    width: 1,
  })
  const at = (name: string) => table.columns.findIndex(column => column.name === name)
  return {
    asked,
    ids: table.rows.map(row => [
      row[at('azure subscription ids there')],
      row[at('azure subscription ids here')],
      row[at('state')],
    ]),
    unread: unread.map(entry => entry.row.partner),
  }
}

describe('the Azure subscriptions of the list for Microsoft', () => {
  it('lie below an Azure plan, in either account', async () => {
    const below = { old: present([production, trial]), new: present([production]) }
    expect(
      await handed({ there: [aPlanOf('old')], here: [aPlanOf('new', { partner: central })], below }),
    ).toEqual({
      asked: ['italy old', 'central new'],
      ids: [['az-1 (active) az-2 (disabled)', 'az-1 (active)', 'active in both']],
      unread: [],
    })
  })

  it('are the usage subscriptions of legacy commerce themselves, which nobody is asked about', async () => {
    const there = [aLiveSubscription({ id: 'usage', product: azure })]
    expect(await handed({ there })).toEqual({
      asked: [],
      ids: [['usage (active)', null, 'ready']],
      unread: [],
    })
  })

  it('are unknown where the plan gives no answer, and that is told beside the list', async () => {
    const there = [aPlanOf('mute'), aPlanOf('told')]
    expect(await handed({ there, below: { mute: unknown, told: present([production]) } })).toEqual({
      asked: ['italy mute', 'italy told'],
      ids: [['unknown az-1 (active)', null, 'ready']],
      unread: ['italy'],
    })
  })

  it('are none below a plan that has none', async () => {
    expect((await handed({ there: [aPlanOf('empty')], below: { empty: present([]) } })).ids).toEqual([
      [null, null, 'ready'],
    ])
  })

  it('are unknown, like the state, where the target does not say what it has', async () => {
    const there = [aLiveSubscription({ id: 'usage', product: azure })]
    expect((await handed({ there, here: unknown })).ids).toEqual([['usage (active)', 'unknown', 'unknown']])
  })
})
