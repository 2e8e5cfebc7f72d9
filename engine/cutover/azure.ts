/** How far Microsoft is with the Azure usage of a customer (S7): nobody else moves it, so it is only looked at. */
import type { CustomerPlan, SourceLine } from '../plan/plan.ts'

/** `over`: it runs in no account any more. `unknown`: the target did not say. */
export type AzureProgress = 'waiting for Microsoft' | 'active in both' | 'unknown' | 'moved' | 'over'

/** The worst of all its Azure subscriptions in the sources; null: it has none. */
export function azureProgressOf({ sources }: CustomerPlan): AzureProgress | null {
  const found = new Set(sources.filter(line => line.method === 'verify').map(progressOf))
  const inOrder = ['active in both', 'unknown', 'waiting for Microsoft', 'moved', 'over'] as const
  return inOrder.find(word => found.has(word)) ?? null
}

export function isWithMicrosoft(progress: AzureProgress | null): boolean {
  return progress !== null && progress !== 'moved' && progress !== 'over'
}

function progressOf({ status, there }: SourceLine): AzureProgress {
  const isHere = status === 'active'
  if (there === 'active') return isHere ? 'active in both' : 'moved'
  if (there === 'unknown') return 'unknown'
  return isHere ? 'waiting for Microsoft' : 'over'
}

/** A sentence per Azure subscription that Microsoft is not done with. */
export function azureSentences(customer: CustomerPlan): readonly string[] {
  return customer.sources
    .filter(line => line.method === 'verify' && isWithMicrosoft(progressOf(line)))
    .map(
      ({ productName, subscription, status, partner, there }) =>
        `${productName} (${subscription}) is ${status} in ${partner} and ${there ?? 'unknown'} in ${customer.partner}; Microsoft moves it.`,
    )
}
