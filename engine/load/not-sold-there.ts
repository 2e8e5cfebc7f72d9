/** Declared subscriptions that the cloud of their partner does not have. */
import { limitsOf } from '../model/clouds.ts'
import type { DeclaredCustomer, DeclaredPartner } from '../model/desired.ts'
import { codes } from './codes.ts'
import type { ResolveContext } from './resolve/resolve-context.ts'

/** Said where it stands, before anybody asks a catalogue that does not have it (facts 3). */
export function notSoldThere(
  customers: readonly DeclaredCustomer[],
  partners: readonly DeclaredPartner[],
  report: ResolveContext['report'],
): void {
  for (const customer of customers) {
    const partner = partners.find(entry => entry.name === customer.partner)
    if (partner === undefined) continue
    const limits = limitsOf(partner)
    for (const { key, product, commerce, at } of customer.subscriptions) {
      const isAzure = product.startsWith('MS-AZR-')
      if (isAzure ? limits.azure : commerce === 'legacy' || limits.newCommerce) continue
      const what = isAzure ? 'no Azure subscriptions' : 'no licences of new commerce'
      report(
        codes.NOT_IN_CLOUD,
        at,
        `\`${key}\` of ${customer.name}: the cloud ${partner.cloud} of ${partner.name} has ${what}.`,
      )
    }
  }
}
