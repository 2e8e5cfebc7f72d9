import { expect, test } from 'vitest'
import { instant, partnerName, tenantId } from '../../../../engine/model/ids.ts'
import { relationshipName } from '../../../../engine/plan/admin/relationships.ts'
import {
  anAdminActual,
  aRelationship,
  globalAdmin,
  licences,
  readers,
} from '../../../support/admin/builders.ts'
import { customer, declaring, invitationOf } from '../../admin/stage.ts'

/** Three weeks after the day of the plan. */
const endsAt = instant('2026-12-28T00:00:00Z')
const name = (counter: number) => relationshipName(partnerName('central'), customer.tenant, counter)
const asked = ['admin.request', 'admin.lock']

/** Was red: the customer was asked for a new approval of what the plan extends by itself. */
test.each([
  ['that the plan extends', { autoExtend: true }, [licences, readers], []],
  ['that nothing extends', {}, [licences, readers], asked],
  ['whose extension is switched off', { autoExtend: false }, [licences, readers], asked],
  ['that cannot be extended', { autoExtend: true }, [globalAdmin, licences, readers].sort(), asked],
] as const)('a relationship that ends soon and %s', (_, declared, roles, kinds) => {
  const actual = anAdminActual(
    [aRelationship({ customer, endsAt, roles })],
    {},
    { partner: 'central', tenant: customer.tenant },
  )
  expect(invitationOf(declaring(declared), [actual]).actions.map(({ kind }) => kind)).toEqual(kinds)
})

/** Was red: the first name was tried again and again, and refused each time. */
test.each([
  ['by nobody yet', { customer: null, status: 'created' }],
  [
    'by another customer',
    { customer: { tenant: tenantId('3d6f0c5e-2222-4a52-9c1b-0aa1d7c2f002'), name: 'Blu' } },
  ],
  ['by nobody yet, in capitals', { customer: null, name: name(1).toUpperCase(), status: 'created' }],
] as const)('a name that is borne %s is left aside', (_, parts) => {
  const actual = anAdminActual([], {}, { partner: 'central', tenant: customer.tenant })
  const plan = invitationOf(declaring({}), [actual], [aRelationship({ name: name(1), ...parts })])
  expect(plan.actions.flatMap(action => ('name' in action ? [action.name] : []))).toEqual([name(2), name(2)])
})
