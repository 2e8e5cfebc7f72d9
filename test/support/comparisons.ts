/** What the pages of drift, doctor, reconcile and renewals are made of: every kind of line, made up, without chance. */
import { diagnose } from '../../engine/diagnostic.ts'
import type { DoctorCheck, DoctorReport } from '../../engine/doctor/report.ts'
import type { DriftReport, WitnessedLine } from '../../engine/drift/witnesses.ts'
import {
  currency,
  decimal,
  instant,
  productKey,
  seats,
  subscriptionId,
  utcDate,
} from '../../engine/model/ids.ts'
import type { ReconcileVerdict, Reconciliation } from '../../engine/reconcile/reconciliation.ts'
import { verdicts } from '../../engine/reconcile/reconciliation.ts'
import type { Variance, VarianceKind } from '../../engine/reconcile/variance.ts'
import type { RenewalsReport } from '../../engine/renewals/report.ts'
import type { Decision, TermEndRow } from '../../engine/renewals/term-end-row.ts'
import { codes } from '../../providers/partner-center/codes.ts'
import { central, germany, italy, line, tenant } from './builders/index.ts'
import { boughtBy } from './own-writes.ts'
import { planned } from './story.ts'

const at = instant('2026-12-07T06:00:00Z')
const longName = (number: number) =>
  `Donaudampfschifffahrtsgesellschaft Nummer ${number} ${number % 3 === 0 ? '株式会社' : 'GmbH & Co. KG'}`
const id = (number: number) => subscriptionId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)
const product = { product: productKey('CFQ7TTC0LCHC:0002'), productName: 'Microsoft 365 Business Premium' }

export const trouble = diagnose(codes.REFUSED, {
  detail: 'The service said no to a read of this customer, and gave no reason for it.',
  correlationId: '6f1c0000-0000-4000-8000-000000000001',
  remedies: [
    { kind: 'run', command: `tenantform drift --target ${tenant(1)} -C emea --sandbox`, why: 'look again' },
    { kind: 'ask', whom: 'the admin agent', what: 'for the role that may read it' },
  ],
})

export function aDrift(customers: number): DriftReport {
  const kinds: readonly WitnessedLine['kind'][] = ['changed', 'missing', 'bought under a retired partner']
  const who: readonly WitnessedLine['who'][] = [
    {
      kind: 'known',
      at,
      by: 'someone.with.a.long.name@partner.example',
      operation: 'UpdateSubscription',
      correlationId: null,
    },
    { kind: 'microsoft', what: 'it switched the extension on' },
    { kind: 'unknown', why: 'no record tells' },
  ]
  return {
    format: 1,
    readAt: at,
    customers: customers + 2,
    lines: Array.from({ length: customers }, (_, number): WitnessedLine => {
      const kind = kinds[number % kinds.length] ?? 'changed'
      return {
        kind,
        partner: number % 2 === 0 ? central : italy,
        customer: tenant(number + 1),
        customerName: longName(number),
        subscription: kind === 'missing' ? null : id(number),
        key: kind === 'bought under a retired partner' ? null : 'office',
        ...product,
        changes: kind === 'changed' ? [{ field: 'seats', from: 20, to: 25 }] : [],
        at: line(number + 1, 'customers/donaudampfschifffahrtsgesellschaft.yaml'),
        who: who[number % who.length] ?? { kind: 'unknown', why: 'no record tells' },
      }
    }),
    unknown: [trouble],
    unmanaged: [
      {
        ...product,
        partner: italy,
        customer: tenant(1),
        subscription: id(900),
        seats: seats(3),
        status: 'active',
      },
    ],
    waiting: [tenant(2)],
  }
}

export function aDoctorReport(): DoctorReport {
  const check = (name: DoctorCheck['name'], state: DoctorCheck['state'], detail: string): DoctorCheck => ({
    name,
    state,
    detail,
    findings: state === 'problem' || state === 'limited' ? [trouble] : [],
  })
  return {
    format: 1,
    at,
    partners: [
      {
        partner: central,
        tenant: tenant(77),
        cloud: 'global',
        checks: [
          check('sign in as app', 'ok', 'a token for this tenant was given, good until 2026-12-07T07:00Z'),
          check('sign in as user', 'problem', 'refused'),
          check('refresh token', 'limited', 'kept for this run only'),
          check('api', 'unreachable', 'gives no answer'),
          check('clock', 'skipped', 'the service did not say what time it is'),
          check(
            'abilities',
            'ok',
            'may read invoices, read the activity log; not tried, as it would need a customer or a change: buy, transfer, suspend',
          ),
          check(
            'limits',
            'ok',
            '500 requests a minute for each family of calls; the credit limit is not known',
          ),
        ],
      },
    ],
    problems: 2,
  }
}

const variances: readonly VarianceKind[] = [
  'billed in two accounts',
  'not explained',
  'renewed at another price',
]

export function aReconciliation(rows: number): Reconciliation {
  const money = (amount: string) => ({ amount: decimal(amount), currency: currency('EUR') })
  return {
    format: 1,
    lines: Array.from({ length: rows }, (_, number) => {
      const verdict: ReconcileVerdict = verdicts[number % verdicts.length] ?? 'matched'
      const on = utcDate('2026-12-07')
      const write = boughtBy({
        subscription: id(number),
        commerce: 'nce',
        on,
        perMonth: decimal('18.00'),
        seats: 5,
      })
      return {
        verdict,
        what: number % 2 === 0 ? ('credit' as const) : ('charge' as const),
        write: { ...write, customerName: longName(number) },
        partner: central,
        from: on,
        expected:
          number % 4 === 0
            ? { kind: 'unknown' as const, why: 'no price list' }
            : { kind: 'known' as const, ...money('14.52') },
        seen: verdict === 'missing credit' ? null : money('12.00'),
        invoices: ['G012345678', 'G012345679'],
        ...(verdict === 'switched off late' && {
          late: { plannedFor: on, days: 2, money: money('1.16') },
        }),
      }
    }),
    totals: verdicts.map(verdict => ({ verdict, count: 1 })),
    money: [
      {
        currency: currency('EUR'),
        creditsExpected: decimal('145.20'),
        creditsSeen: decimal('120.00'),
        chargedAfter: decimal('0.00'),
        billedTwice: decimal('18.00'),
        chargedLate: decimal('1.16'),
      },
    ],
    variances: variances.map(
      (kind, number): Variance => ({
        kind,
        partner: italy,
        ...(kind === 'billed in two accounts' && { other: central }),
        customer: kind === 'not explained' ? null : tenant(number + 1),
        customerName: longName(number),
        product: product.productName,
        subscription: id(number),
        from: utcDate('2026-12-01'),
        lastDay: utcDate('2026-12-31'),
        money: kind === 'not explained' ? null : money('18.00'),
        chargeTypes: ['cycleFee'],
        invoices: ['G012345678'],
      }),
    ),
    setAside: [
      {
        because: 'no dates',
        source: 'G012345678.csv',
        line: 12,
        customerName: longName(1),
        subscription: id(1),
        amount: '12,00',
        detail: 'ChargeStartDate is empty',
      },
    ],
    rows: {
      read: rows + 9,
      explained: rows,
      variances: 3,
      recurring: 3,
      notCompared: 1,
      setAside: 1,
      repeated: 1,
    },
    repeated: [{ file: 'again.csv', sameAs: 'first.csv', invoice: 'G012345678', rows: 1 }],
  }
}

const decisions: readonly (Decision | null)[] = [
  'goes on by the month at a higher price',
  'stops, and no document says so',
  'renews with seats that no one uses',
  'what it does is not known',
  null,
]

export function someRenewals(rows: number): RenewalsReport {
  return {
    format: 1,
    at,
    madeIn: planned().madeIn,
    until: utcDate('2027-03-07'),
    rows: Array.from({ length: rows }, (_, number): TermEndRow => {
      const decision = decisions[number % decisions.length] ?? null
      const amount = { kind: 'known' as const, amount: decimal('360.00'), currency: currency('EUR') }
      const isUnused = decision === 'renews with seats that no one uses'
      return {
        partner: number % 2 === 0 ? central : germany,
        customer: tenant(number + 1),
        customerName: longName(number),
        subscription: id(number),
        ...product,
        name: 'office',
        status: 'active',
        key: number % 2 === 0 ? 'office' : null,
        at: null,
        declared: null,
        seats: seats(20),
        inUse: isUnused
          ? { kind: 'known', seats: 15, unused: 5 }
          : { kind: 'not checked', why: 'no licence pool' },
        termEndsOn: utcDate(`2027-0${(number % 3) + 1}-14`),
        decideBy: instant(`2027-0${(number % 3) + 1}-13T00:00:00Z`),
        isLocked: number % 7 === 6,
        will: {
          outcome: 'renews',
          from: utcDate(`2027-0${(number % 3) + 1}-15`),
          seats: seats(20),
          perPeriod: { period: 'month', amount },
        },
        choices: [{ outcome: 'lapses', from: utcDate('2027-01-15'), seats: null }],
        decision,
        proposal: isUnused ? { seats: seats(15), saving: { amount, per: 'month' } } : null,
      }
    }),
    hidden: 3,
    unread: [trouble],
    written: [],
  }
}
