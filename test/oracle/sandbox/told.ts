/** What the oracle is told of a world, as it comes about. */
import type { Happening, Purchase } from '../facts.ts'
import type { PriceFacts, SkuName } from './catalogue.ts'
import type { Service } from './service.ts'
import type { PartnerName } from './world-of.ts'

/** One subscription of the service, as the oracle is told of it. */
export interface Told {
  readonly customer: string
  readonly partner: PartnerName
  readonly sku: SkuName
  readonly isSeeded: boolean
  readonly purchase: Purchase
  readonly happenings: Happening[]
  /** What a transfer brought starts where its source stopped. */
  readonly source: Told | null
}

export interface Run {
  /** When the clock started. */
  readonly start: string
  readonly service: Service
  readonly prices: PriceFacts
  readonly told: Told[]
}
