import { describe, expect, test } from 'vitest'
import { actionId, digest, utcDate } from '../../../engine/model/ids.ts'
import { digestOf, digestOfDesired } from '../../../engine/plan/digest.ts'
import { correlationIdOf, requestIdOf } from '../../../engine/plan/request-id.ts'
import {
  aConsolidation,
  aCustomer,
  aDeclaredSubscription,
  aDesired,
  anException,
  aPartner,
  aWave,
  italy,
  line,
} from '../../support/builders/index.ts'

test('equal values have equal digests, whatever the order of their keys', () => {
  expect(digestOf({ a: 1, b: [1, { c: 2, d: undefined }] })).toBe(digestOf({ b: [1, { c: 2 }], a: 1 }))
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]))
  expect(digestOf({})).toBe('sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
})

describe('the digest of the documents', () => {
  const two = [aDeclaredSubscription(), aDeclaredSubscription({ key: 'b' })]
  const desired = aDesired({
    customers: [aCustomer({ subscriptions: two }), aCustomer({ partner: italy })],
    consolidations: [aConsolidation({ waves: [aWave(), aWave({ name: 'second' })] })],
  })
  const before = digestOfDesired(desired)

  test('does not see where things stand, in which order files came, or how one signs in', () => {
    const same = {
      ...desired,
      partners: [...desired.partners].reverse().map(entry => ({
        ...entry,
        at: line(99),
        app: {
          kind: 'app' as const,
          clientId: { kind: 'literal' as const, value: 'x' },
          proof: { kind: 'secret' as const, secret: { kind: 'env' as const, name: 'S' } },
        },
      })),
      customers: [...desired.customers]
        .reverse()
        .map(entry => ({ ...entry, at: line(7), subscriptions: [...entry.subscriptions].reverse() })),
      workspace: { ...desired.workspace, endpoints: { api: 'http://127.0.0.1:1' } },
      aliases: { other: two[0]?.product ?? aDeclaredSubscription().product },
    }
    expect(digestOfDesired(same)).toBe(before)
  })

  test('sees everything a plan would be different for', () => {
    const [consolidation] = desired.consolidations
    const changes = [
      { customers: desired.customers.slice(1) },
      { consolidations: [{ ...aConsolidation(), waves: [...(consolidation?.waves ?? [])].reverse() }] },
      { partners: [aPartner({ retired: utcDate('2026-12-31') }), ...desired.partners.slice(1)] },
      { partners: [aPartner({ prices: [] }), ...desired.partners.slice(1)] },
      { workspace: { ...desired.workspace, exceptions: [anException()] } },
    ]
    const digests = changes.map(change => digestOfDesired({ ...desired, ...change }))
    expect(new Set([before, ...digests]).size).toBe(changes.length + 1)
  })
})

describe('a request id', () => {
  const plan = digest('sha256:abc')
  const action = actionId('subscription.create:central/x/mail')

  test('is a name-based UUID that never changes for the same plan, action, attempt and step', () => {
    expect(requestIdOf(plan, action, 1, 'cart')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(requestIdOf(plan, action, 1, 'cart')).toBe(requestIdOf(plan, action, 1, 'cart'))
  })

  test('differs for anything that is a request of its own', () => {
    const ids = [
      requestIdOf(plan, action, 1),
      requestIdOf(plan, action, 2),
      requestIdOf(plan, action, 1, 'cart'),
      requestIdOf(digest('sha256:abd'), action, 1),
      requestIdOf(plan, actionId('subscription.create:central/x/other'), 1),
      correlationIdOf(plan, action, 1),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })
})
