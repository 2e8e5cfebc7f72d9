/** Actions and attempts for performers, with defaults that are valid and dull. */
import {
  actionId,
  instant,
  partnerName,
  productKey,
  seats,
  subscriptionId,
  tenantId,
  utcDate,
} from '../../engine/model/ids.ts'
import type { ActionOf, Evidence } from '../../engine/plan/action.ts'
import type { Effect } from '../../engine/plan/effect.ts'
import type { Attempt } from '../../engine/ports.ts'

const at = { partner: partnerName('italy'), customer: tenantId('c-1') } as const
const effect: Effect = {
  commerce: 'legacy',
  method: 'steady',
  date: utcDate('2026-12-07'),
  irreversible: false,
  reducesService: false,
  billing: [],
}
const common = {
  ...at,
  after: [],
  because: { kind: 'declared and not there' },
  replay: 'look-first',
  expects: [],
  proves: [],
  effect,
} as const

/** Five seats of a legacy offer, named `mail`; new commerce when the product has a colon. */
export function aCreate(
  facts: Partial<ActionOf<'subscription.create'>> = {},
): ActionOf<'subscription.create'> {
  const product = facts.product ?? productKey('195416C1-3447-423A-B37B-EE59A99A19C4')
  const term = product.includes(':') ? 'P1Y' : null
  return {
    ...common,
    id: actionId('create'),
    kind: 'subscription.create',
    key: 'mail',
    product,
    productName: 'Mail',
    name: 'mail',
    seats: seats(5),
    term,
    billing: 'monthly',
    market: 'IT',
    proves: [
      {
        kind: 'new subscription lives',
        ...at,
        product,
        name: facts.name ?? 'mail',
        seats: facts.seats ?? seats(5),
        term,
        billing: 'monthly',
        notAmong: [subscriptionId('s-old')],
      },
    ],
    ...facts,
  }
}

const subscription = {
  subscription: subscriptionId('s-1'),
  product: productKey('195416C1-3447-423A-B37B-EE59A99A19C4'),
  productName: 'Mail',
  name: 'mail',
} as const

export function aSuspend(): ActionOf<'subscription.suspend'> {
  return {
    ...common,
    ...subscription,
    id: actionId('suspend'),
    kind: 'subscription.suspend',
    seats: seats(5),
    replacedBy: [],
  }
}
export function aCancel(): ActionOf<'subscription.cancel'> {
  return {
    ...common,
    ...subscription,
    id: actionId('cancel'),
    kind: 'subscription.cancel',
    seats: seats(5),
    until: instant('2026-12-10T06:00:00Z'),
    replacedBy: [],
  }
}
export function aReactivate(): ActionOf<'subscription.reactivate'> {
  return {
    ...common,
    ...subscription,
    id: actionId('reactivate'),
    kind: 'subscription.reactivate',
    seats: seats(5),
  }
}
export function aSeatChange(): ActionOf<'subscription.change-seats'> {
  return {
    ...common,
    ...subscription,
    id: actionId('seats'),
    kind: 'subscription.change-seats',
    from: seats(5),
    to: seats(10),
  }
}
export function aRename(): ActionOf<'subscription.rename'> {
  return {
    ...common,
    ...subscription,
    id: actionId('rename'),
    kind: 'subscription.rename',
    from: 'mail',
    to: 'post',
  }
}

/** Five seats of new commerce, from the account `germany`. */
export function aTransfer(): ActionOf<'subscription.transfer'> {
  return {
    ...common,
    id: actionId('transfer'),
    kind: 'subscription.transfer',
    from: partnerName('germany'),
    fromTenant: tenantId('t-germany'),
    items: [
      {
        ...subscription,
        product: productKey('P:0001'),
        seats: seats(5),
        term: 'P1Y',
        billing: 'monthly',
        termEndsOn: utcDate('2027-03-14'),
        parent: null,
      },
    ],
  }
}

export interface NotedAttempt extends Attempt {
  readonly noted: readonly (readonly [string, Readonly<Record<string, string>>])[]
}

export function anAttempt(
  facts: {
    readonly notes?: Attempt['notes']
    readonly evidence?: Readonly<Record<string, Omit<Evidence, 'at'>>>
  } = {},
): NotedAttempt {
  const noted: [string, Readonly<Record<string, string>>][] = []
  const evidence: Record<string, Evidence> = {}
  for (const [id, found] of Object.entries(facts.evidence ?? {}))
    evidence[id] = { at: instant('2026-12-07T06:00:00Z'), ...found }
  return {
    number: 1,
    requestId: 'request-main',
    correlationId: 'correlation-1',
    requestIdFor: step => `request-${step}`,
    mayLeave: () => undefined,
    note(step, data) {
      noted.push([step, data])
      return Promise.resolve()
    },
    notes: facts.notes ?? {},
    evidence,
    noted,
  }
}
