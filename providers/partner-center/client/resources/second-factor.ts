/** Users who signed in or called in the last 7 days without a second factor, the newest 10,000 (facts 16, read 2026-11-30). */
import type { WireNonMfaPrincipal } from '../../wire/second-factor.ts'
import type { ReadClient } from '../client.ts'
import { listed, resources } from '../resource.ts'

export async function listUsersWithoutSecondFactor(
  client: ReadClient,
): Promise<readonly WireNonMfaPrincipal[]> {
  const answer = await client.read('security.without-second-factor')
  return resources(listed(client, 'security.without-second-factor', answer))
}
