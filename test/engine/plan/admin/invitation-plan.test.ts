import { expect, test } from 'vitest'
import { instant } from '../../../../engine/model/ids.ts'
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
