/** Promotions (facts 12, read 2026-11-23). Asking for eligibility is a POST that changes nothing. */
import type { WirePromotion, WirePromotionEligibility, WirePromotionQuestion } from '../../wire/catalog.ts'
import type { ReadClient } from '../client.ts'
import { listed, resources } from '../resource.ts'

export async function listPromotions(
  client: ReadClient,
  { country, segment }: { readonly country: string; readonly segment: string },
): Promise<readonly WirePromotion[]> {
  const answer = await client.read('promotions.list', { query: { country, segment } })
  return resources(listed(client, 'promotions.list', answer))
}

export async function askPromotionEligibility(
  client: ReadClient,
  customer: string,
  items: readonly WirePromotionQuestion[],
): Promise<readonly WirePromotionEligibility[]> {
  const body = { kind: 'json', value: { items } } as const
  const answer = await client.read('promotions.eligibility', { path: { customer }, body })
  return resources(listed(client, 'promotions.eligibility', answer))
}
