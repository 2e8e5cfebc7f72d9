/** Transitions as the service shows them (facts 9). */
import type { ProductSku } from '../market/catalogue.ts'
import { keyOfSku } from '../market/transition-gates.ts'
import type { TransitionRow, TransitionType } from '../state/transition-rows.ts'
import type { Instant } from '../time/calendar.ts'

export interface WireTransition {
  readonly operationId: string
  readonly fromCatalogItemId: string
  readonly fromSubscriptionId: string
  readonly toCatalogItemId: string
  readonly toSubscriptionId: string
  readonly quantity: number
  readonly termDuration: string
  readonly billingCycle: string
  readonly promotionId?: string
  readonly transitionType: TransitionType
  readonly events: readonly {
    readonly name: 'Conversion' | 'LicenseReassignment'
    readonly status: 'InProgress' | 'Completed'
    readonly timestamp: Instant
    readonly errors: readonly never[]
  }[]
  readonly attributes: { readonly objectType: string }
}

export function transitionBody(row: TransitionRow, now: Instant): WireTransition {
  const { licencesAt } = row
  return {
    operationId: row.id,
    fromCatalogItemId: row.fromCatalogItem,
    fromSubscriptionId: row.fromSubscription,
    toCatalogItemId: row.toCatalogItem,
    toSubscriptionId: row.toSubscription,
    quantity: row.quantity,
    termDuration: row.term,
    billingCycle: row.billing,
    ...(row.promotionId !== null && { promotionId: row.promotionId }),
    transitionType: row.type,
    events: [
      { name: 'Conversion', status: 'Completed', timestamp: row.at, errors: [] },
      ...(licencesAt === null
        ? []
        : [
            licencesAt <= now
              ? ({
                  name: 'LicenseReassignment',
                  status: 'Completed',
                  timestamp: licencesAt,
                  errors: [],
                } as const)
              : ({
                  name: 'LicenseReassignment',
                  status: 'InProgress',
                  timestamp: row.at,
                  errors: [],
                } as const),
          ]),
    ],
    attributes: { objectType: 'Transition' },
  }
}

export interface WireEligibility {
  readonly catalogItemId: string
  readonly title: string
  readonly description: string
  readonly quantity: number
  readonly eligibilities: readonly {
    readonly isEligible: boolean
    readonly transitionType: TransitionType
    readonly errors: readonly { readonly code: number; readonly description: string }[]
  }[]
  readonly attributes: { readonly objectType: string }
}

export const transitionTypes = [
  'transition_only',
  'transition_with_license_transfer',
] as const satisfies readonly TransitionType[]

export function eligibilityBody(
  target: ProductSku,
  quantity: number,
  error: { readonly code: number; readonly description: string } | null,
): WireEligibility {
  const title = target.sku.title ?? target.product.title
  return {
    catalogItemId: keyOfSku(target),
    title,
    description: title,
    quantity,
    eligibilities: transitionTypes.map(transitionType => ({
      isEligible: error === null,
      transitionType,
      errors: error === null ? [] : [error],
    })),
    attributes: { objectType: 'TransitionEligibility' },
  }
}
