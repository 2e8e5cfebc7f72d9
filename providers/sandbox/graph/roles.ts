/** Template ids of built-in directory roles (read 2026-11-30). Others, and roles that a tenant made itself, are refused. */

export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

/** Any one of them lets its holder read the licences in use. */
export const licenceReaders: readonly string[] = [
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b', // Directory readers
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451', // Global reader
  'fe930be7-5e62-47db-91af-98c3a49a38b1', // User administrator
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a', // License administrator
]

export const builtInRoles: ReadonlySet<string> = new Set([
  globalAdministrator,
  ...licenceReaders,
  '9360feb5-f418-4baa-8175-e2a00bac4301', // Directory writers
  'f023fd81-a637-4b56-95fd-791ac0226033', // Service support administrator
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', // Application administrator
  '158c047a-c907-4556-b7ef-446551a6b5f7', // Cloud application administrator
  'e8611ab8-c189-46e8-94e1-60213ab1f814', // Privileged role administrator
  '729827e3-9c14-49f7-bb1b-9608f156bbb8', // Helpdesk administrator
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13', // Privileged authentication administrator
  'b0f54661-2d74-4c50-afa3-1ec803f12efe', // Billing administrator
  '29232cdf-9323-42fd-ade2-1d097af3e4de', // Exchange administrator
  'f28a1f50-f6e7-4571-818b-6a12f2af6b6c', // SharePoint administrator
  '69091246-20e8-4a56-aa4d-066075b2a7a8', // Teams administrator
  '3a2c62db-5318-420d-8d74-23affee5d9d5', // Intune administrator
  '194ae4cb-b126-40b2-bd5b-6091b380977d', // Security administrator
  '5d6b6bb7-de71-4623-b4af-96380a352509', // Security reader
  'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', // Conditional access administrator
  'fdd7a751-b60b-444a-984c-02652fe8fa1c', // Groups administrator
  'c4e39bd9-1100-46d3-8c65-fb160da0071f', // Authentication administrator
  '4a5d8f65-41da-4de4-8968-e035b65339cf', // Reports reader
  '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b', // Message center reader
  '17315797-102d-40b4-93e0-432062caca18', // Compliance administrator
  '11648597-926c-4cf3-9c36-bcebb0ba8dcc', // Power platform administrator
  '44367163-eba1-44c3-98af-f5787879f96a', // Dynamics 365 administrator
  '7698a772-787b-4ac8-901f-60d6b08affd2', // Cloud device administrator
  '8329153b-31d0-4727-b945-745eb3bc5f31', // Domain name administrator
  '95e79109-95c0-4d8e-aee3-d01accf2d47b', // Guest inviter
])
