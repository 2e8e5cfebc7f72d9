import { describe, expect, it } from 'vitest'
import { capabilitiesOf, features } from '../../../providers/partner-center/capabilities.ts'

const secret = async () => 'sandbox-x'
const app = { clientId: secret, proof: { kind: 'secret', secret } }
const user = { clientId: secret, refreshToken: secret }

const lacks = (cloud: 'global' | 'us-government' | 'china', credentials: object) =>
  capabilitiesOf({ name: 'italy', cloud, credentials })
    .filter(({ missing }) => missing.length > 0)
    .map(({ feature, missing }) => [feature, ...new Set(missing.map(({ code }) => code))])

describe('what a partner can do', () => {
  it('is everything with an app and a user in the global cloud', () => {
    expect(lacks('global', { app, user })).toEqual([])
    expect(
      capabilitiesOf({ name: 'italy', cloud: 'global', credentials: { app, user } }).map(
        ({ feature }) => feature,
      ),
    ).toEqual(Object.keys(features))
  })

  it('is less with an app alone', () => {
    expect(lacks('global', { app })).toEqual([
      ['read customer agreements', 'AUTH.KIND_MISSING'],
      ['invite customers', 'AUTH.KIND_MISSING'],
      ['read licence use', 'AUTH.KIND_MISSING'],
      ['verify the partner account', 'AUTH.KIND_MISSING'],
    ])
  })

  it('is less in other clouds', () => {
    expect(lacks('us-government', { app, user })).toEqual([
      ['read customer agreements', 'PARTNER_CENTER.NOT_IN_CLOUD'],
    ])
    expect(lacks('china', { app, user })).toEqual([
      ['read customer agreements', 'PARTNER_CENTER.NOT_IN_CLOUD'],
      ['read licence use', 'PARTNER_CENTER.NOT_IN_CLOUD'],
    ])
  })

  it('is nothing without credentials', () => {
    expect(lacks('global', {})).toHaveLength(Object.keys(features).length)
  })
})
