/**
 * Built-in Entra roles by the names that documents use (facts 22.4). Template ids are the same in every tenant. A role that is not listed here is written
 * by its id, and is shown by its id.
 */
import { isGuid } from './guid.ts'

const idsByName: Readonly<Record<string, string>> = {
  'application-administrator': '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'authentication-administrator': 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  'billing-administrator': 'b0f54661-2d74-4c50-afa3-1ec803f12efe',
  'cloud-application-administrator': '158c047a-c907-4556-b7ef-446551a6b5f7',
  'compliance-administrator': '17315797-102d-40b4-93e0-432062caca18',
  'conditional-access-administrator': 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  'directory-readers': '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  'directory-writers': '9360feb5-f418-4baa-8175-e2a00bac4301',
  'exchange-administrator': '29232cdf-9323-42fd-ade2-1d097af3e4de',
  'global-administrator': '62e90394-69f5-4237-9190-012177145e10',
  'global-reader': 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'groups-administrator': 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  'helpdesk-administrator': '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  'intune-administrator': '3a2c62db-5318-420d-8d74-23affee5d9d5',
  'license-administrator': '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'privileged-authentication-administrator': '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  'privileged-role-administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  'reports-reader': '4a5d8f65-41da-4de4-8968-e035b65339cf',
  'security-administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'security-reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
  'service-support-administrator': 'f023fd81-a637-4b56-95fd-791ac0226033',
  'sharepoint-administrator': 'f28a1f50-f6e7-4571-818b-6a12f2af6b6c',
  'teams-administrator': '69091246-20e8-4a56-aa4d-066075b2a7a8',
  'user-administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
}

const namesById = new Map(Object.entries(idsByName).map(([name, id]) => [id, name]))

export const roleNames: readonly string[] = Object.keys(idsByName)

/** Everything is allowed by it, and a relationship with it is never extended by itself. */
export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

/** Any one of them lets its holder read which licences a customer has in use. */
const licenceReaders: ReadonlySet<string> = new Set([
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'fe930be7-5e62-47db-91af-98c3a49a38b1',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  globalAdministrator,
])

export function readsLicences(roles: readonly string[]): boolean {
  return roles.some(role => licenceReaders.has(role))
}

/** The template id of a role written by its name or by its id; null: it is neither. */
export function roleIdOf(written: string): string | null {
  const text = written.trim().toLowerCase()
  return isGuid(text) ? text : (idsByName[text] ?? null)
}

export function roleName(id: string): string {
  return namesById.get(id) ?? id
}
