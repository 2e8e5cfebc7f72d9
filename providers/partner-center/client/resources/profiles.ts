/** Who the partner is (facts 6, read 2026-11-23). Only the organization profile names the tenant; it needs a user. */
import type {
  WireBillingProfile,
  WireLegalBusinessProfile,
  WireMpnProfile,
  WireOrganizationProfile,
} from '../../wire/profile.ts'
import type { ReadClient } from '../client.ts'
import { anyResource } from '../resource.ts'

export async function getOrganizationProfile(client: ReadClient): Promise<WireOrganizationProfile> {
  return anyResource(client, 'profiles.organization', await client.read('profiles.organization'))
}

/** The cheapest call an app alone can make: it proves that the token works, not whose it is. */
export async function getLegalBusinessProfile(client: ReadClient): Promise<WireLegalBusinessProfile> {
  return anyResource(client, 'profiles.legalbusiness', await client.read('profiles.legalbusiness'))
}

export async function getMpnProfile(client: ReadClient): Promise<WireMpnProfile> {
  return anyResource(client, 'profiles.mpn', await client.read('profiles.mpn'))
}

export async function getBillingProfile(client: ReadClient): Promise<WireBillingProfile> {
  return anyResource(client, 'profiles.billing', await client.read('profiles.billing'))
}
