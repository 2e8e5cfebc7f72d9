/** What a cloud does not offer (S13; facts 3, facts of 2021, read 2026-11-23). Hosts of a cloud are the provider's business. */
import type { Cloud, DeclaredPartner } from './desired.ts'

export interface CloudLimits {
  /** Whether customer agreements can be read and confirmed there. */
  readonly agreements: boolean
  /** Whether licences are sold as new commerce. */
  readonly newCommerce: boolean
  readonly azure: boolean
  /** Whether a customer can have more than one partner: without it nothing can be moved side by side. */
  readonly severalPartners: boolean
}

export const cloudLimits: Readonly<Record<Cloud, CloudLimits>> = {
  global: { agreements: true, newCommerce: true, azure: true, severalPartners: true },
  'us-government': { agreements: false, newCommerce: true, azure: true, severalPartners: false },
  china: { agreements: false, newCommerce: false, azure: false, severalPartners: true },
}

export function limitsOf({ cloud }: Pick<DeclaredPartner, 'cloud'>): CloudLimits {
  return cloudLimits[cloud]
}
