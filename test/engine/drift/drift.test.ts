import { describe, expect, test } from 'vitest'
import { driftOf } from '../../../engine/drift/drift.ts'
import { instant, subscriptionId, utcDate } from '../../../engine/model/ids.ts'
import type { Actual } from '../../../engine/model/live.ts'
import {
  absent,
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  azure,
  central,
  type DeclaredSubscriptionFacts,
  italy,
  type LiveSubscriptionFacts,
  mail,
  premium,
  tenant,
  unknown,
} from '../../support/builders/index.ts'

const everything = { consolidation: null, wave: null, targets: [] }

function drift(
  declared: readonly DeclaredSubscriptionFacts[],
  living: readonly LiveSubscriptionFacts[] | typeof unknown | typeof absent,
) {
  return driftOf({
    desired: aDesired({
      partners: [aPartner()],
      customers: [aCustomer({ subscriptions: declared.map(aDeclaredSubscription) })],
      consolidations: [],
    }),
    actual: anActual({ customers: [aCustomerActual({ subscriptions: living })] }),
    scope: everything,
  })
}

describe('in steady state', () => {
  test('nothing drifted where everything is as declared', () => {
    expect(drift([{}], [{}])).toMatchObject({
      customers: 1,
      lines: [],
      unknown: [],
      unmanaged: [],
      waiting: [],
    })
  })

  test('each field that differs is said with both values and the line that declares it', () => {
    expect(drift([{ seats: 5, friendlyName: 'Posta' }], [{ seats: 7, name: 'Altro' }]).lines).toEqual([
      {
        kind: 'changed',
        partner: central,
        customer: tenant(),
        customerName: 'Panificio Rossi',
        subscription: 's-1',
        key: 'mail',
        product: mail,
        productName: 'Exchange Online (Plan 1)',
        changes: [
          { field: 'friendlyName', from: 'Altro', to: 'Posta' },
          { field: 'seats', from: 7, to: 5 },
        ],
        at: { file: 'tenants.yaml', line: 10, column: 1, endLine: 10, endColumn: 10 },
      },
    ])
  })

  test.each([
    ['was cancelled by hand', [{ status: 'deleted' as const }], 's-1'],
    ['is in no list', [], null],
  ])('a line whose written subscription %s is missing, which is known', (_, living, subscription) => {
    const found = drift([{ subscriptionId: subscriptionId('s-1') }], living)
    expect({
      lines: found.lines.map(line => [line.kind, line.subscription]),
      unknown: found.unknown,
    }).toEqual({
      lines: [['missing', subscription]],
      unknown: [],
    })
  })

  const wasThere = { subscriptionId: subscriptionId('s-1'), product: premium }
  test.each([{ state: 'cancelled' }, { state: 'suspended' }] as const)(
    'a line that asks for no service any more is as declared when its written subscription has ended: %o',
    line => {
      const declared = { ...wasThere, ...line }
      expect(drift([declared], [{ product: premium, status: 'deleted' }])).toMatchObject({
        lines: [],
        unknown: [],
      })
    },
  )

  // Was red: cancelled by hand months before its end, it was no drift.
  test.each([
    ['over', '2026-01-14T23:59:59Z', []],
    ['not over', '2029-03-14T23:59:59Z', [['missing', 's-1']]],
  ])('a line that ends with its term ended as declared only where the term is %s', (_, end, lines) => {
    const declared = { ...wasThere, endOfTerm: 'cancel' } as const
    const ended = { product: premium, status: 'deleted', termEndsAt: instant(end) } as const
    expect(drift([declared], [ended]).lines.map(line => [line.kind, line.subscription])).toEqual(lines)
  })

  test.each<[string, LiveSubscriptionFacts, DeclaredSubscriptionFacts, string]>([
    ['seats', { seats: null }, {}, 'seats'],
    ['a status', { status: 'unknown:absent' }, {}, 'state'],
    [
      'a billing cycle',
      { billing: 'unknown:weekly' },
      { friendlyName: 'Posta', billing: 'monthly' },
      'billing',
    ],
  ])('what the service does not say is unknown, and no drift: %s', (_, living, declared, field) => {
    const found = drift([declared], [living])
    expect({ lines: found.lines, unknown: found.unknown.map(({ code, detail }) => [code, detail]) }).toEqual({
      lines: [],
      unknown: [
        [
          'PLAN.UNKNOWN_READ',
          `central does not say in words that can be read of \`mail\` of Panificio Rossi (s-1): ${field}. It may be as declared.`,
        ],
      ],
    })
  })

  test('a new term is no drift; auto-renew switched off is, where the end of the term is declared', () => {
    const declared = { product: premium, endOfTerm: 'cancel' } as const
    const renewed = { product: premium, termEndsAt: instant('2028-03-14T23:59:59Z') }
    expect(drift([declared], [{ ...renewed, cancelsAtTermEnd: true, autoRenew: false }]).lines).toEqual([])
    expect(drift([declared], [{ ...renewed, autoRenew: false }]).lines.map(line => line.changes)).toEqual([
      [{ field: 'endOfTerm', from: 'extend', to: 'cancel' }],
    ])
    expect(drift([{ product: premium }], [{ ...renewed, autoRenew: false }]).lines).toEqual([])
  })

  test('what Microsoft extended itself is as declared where an extension is, and else marked as its doing', () => {
    const live = { product: premium, termEndAction: 'extend' } as const
    expect(drift([{ product: premium, endOfTerm: 'extend' }], [live]).lines).toEqual([])
    expect(drift([{ product: premium }], [live]).lines).toEqual([])
    const lines = drift([{ product: premium, endOfTerm: 'renew' }], [live]).lines
    expect(lines.map(line => [line.changes, line.extendedByMicrosoft])).toEqual([
      [[{ field: 'endOfTerm', from: 'extend', to: 'renew' }], true],
    ])
    const chosen = drift([{ product: premium, endOfTerm: 'renew' }], [{ ...live, autoRenew: false }]).lines
    expect(chosen.map(line => line.extendedByMicrosoft)).toEqual([undefined])
  })

  test('what is declared and gone is missing, and what is left of it is named', () => {
    const lines = drift([{}], [{ status: 'deleted', name: 'mail' }]).lines
    expect(lines.map(line => [line.kind, line.subscription])).toEqual([['missing', 's-1']])
    expect(drift([{ state: 'suspended' }], []).lines).toEqual([])
  })

  test('what no document declares is listed and not counted; Azure is not even listed', () => {
    const found = drift([{}], [{}, { id: 's-2', product: premium }, { id: 's-3', product: azure }])
    expect(found.lines).toEqual([])
    expect(found.unmanaged.map(entry => entry.subscription)).toEqual(['s-2'])
  })

  test('what could not be read, or cannot be told apart, is unknown and never drift', () => {
    expect(drift([{}], unknown)).toMatchObject({ lines: [], unknown: [{ code: 'TEST.OUTAGE' }] })
    expect(
      drift([{ friendlyName: 'x' }], [{ name: 'a' }, { id: 's-2', name: 'b' }]).unknown.map(
        entry => entry.code,
      ),
    ).toEqual(['PLAN.AMBIGUOUS_BINDING'])
    expect(drift([{}], absent)).toMatchObject({ lines: [], waiting: [tenant()] })
  })
})

describe('in a consolidation', () => {
  const desired = (retired: string | null = null) =>
    aDesired({
      partners: [aPartner(), aPartner({ name: italy, retired: retired === null ? null : utcDate(retired) })],
      customers: [aCustomer({ seats: 5 })],
      consolidations: [aConsolidation({ from: [italy] })],
    })
  const actual = (source: LiveSubscriptionFacts, ...living: readonly LiveSubscriptionFacts[]): Actual =>
    anActual({
      customers: [
        aCustomerActual({ subscriptions: living }),
        aCustomerActual({ partner: italy, subscriptions: [{ id: 'old', ...source }] }),
      ],
    })

  test('a customer that still waits to be moved has lost nothing (S9)', () => {
    expect(driftOf({ desired: desired(), actual: actual({}), scope: everything })).toMatchObject({
      lines: [],
      waiting: [tenant()],
    })
  })

  test('a moved customer without what is declared has', () => {
    const found = driftOf({ desired: desired(), actual: actual({ status: 'suspended' }), scope: everything })
    expect(found.lines.map(line => line.kind)).toEqual(['missing'])
  })

  test('what was bought under a source after it retired is drift (S8)', () => {
    const late = actual({ boughtAt: instant('2026-12-02T09:00:00Z') }, {})
    const lines = (retired: string) =>
      driftOf({ desired: desired(retired), actual: late, scope: everything }).lines
    expect(lines('2026-12-01').map(line => [line.kind, line.partner, line.subscription])).toEqual([
      ['bought under a retired partner', italy, 'old'],
    ])
    expect(lines('2026-12-02')).toEqual([])
  })
})
