/** A snapshot is of accounts, not of names. */
import { expect, it } from 'vitest'
import { otherAccounts } from '../../../engine/inventory/other-accounts.ts'
import type { Snapshot } from '../../../engine/inventory/snapshot.ts'
import type { Instant, PartnerName, TenantId } from '../../../engine/model/ids.ts'
import { aPartner } from '../../support/builders/declared.ts'

const declared = aPartner()
const snapshotOf = (partner: Partial<Snapshot['partners'][number]>): Snapshot => ({
  format: 1,
  kind: 'snapshot',
  takenAt: '2026-12-07T06:00:00.000Z' as Instant,
  partners: [
    {
      partner: declared.name,
      tenantId: declared.tenant,
      cloud: declared.cloud,
      markets: declared.markets,
      currency: declared.currency,
      customers: { kind: 'present', value: [] },
      ...partner,
    },
  ],
  customers: [],
  catalogue: [],
})
const told = (snapshot: Snapshot) =>
  otherAccounts(snapshot, [declared]).map(({ code, detail }) => `${code} ${detail}`)

it('says nothing of the same account, in any case of letters, nor of a name that it does not hold', () => {
  expect(told(snapshotOf({}))).toEqual([])
  expect(told(snapshotOf({ tenantId: declared.tenant.toUpperCase() as TenantId }))).toEqual([])
  expect(told(snapshotOf({ partner: 'another' as PartnerName }))).toEqual([])
})

it('tells another tenant and another cloud', () => {
  const tenantId = '7d3a0c5e-0000-4000-8000-0000000000ff' as TenantId
  const begin = `SNAPSHOT.OTHER_ACCOUNT At 2026-12-07T06:00:00.000Z ${declared.name} was tenant`
  const end = `the document says ${declared.tenant} (cloud global).`
  expect(told(snapshotOf({ tenantId }))).toEqual([`${begin} ${tenantId} (cloud global); ${end}`])
  expect(told(snapshotOf({ cloud: 'china' }))).toEqual([`${begin} ${declared.tenant} (cloud china); ${end}`])
})
