/** Numbers and hosts of Microsoft Graph as data: value, unit, where they come from, when they were read. */
import type { Cloud } from '../../engine/model/desired.ts'

/**
 * Starts per minute and partner tenant. Nothing is published for these paths: a 429 and its `Retry-After` are obeyed (facts 22.6, read
 * 2026-11-30); the numbers are those of Partner Center.
 */
export const startsPerMinute = { first: 400, most: 1_000 } as const

/** Requests at once: Microsoft's bulk tool for these relationships ran 5 (facts 22.6, read 2026-11-30). */
export const inFlight = 5

/** How often a failing read is sent in all; a write that may have arrived is never sent again. */
export const attempts = 3

/** Relationships and the like per page: the most that is taken (facts 22.3, read 2026-11-30). */
export const pageSize = 300

/** Pages one list may have, and how long it may take to read them all, in ms: 120,000 relationships, and an hour. No partner has more. */
export const listLimits = { pages: 400, deadlineMs: 3_600_000 } as const

/**
 * Of billing exports (facts 22.7, read 2026-11-30): how long to wait where the service does not say, and for all of it, in ms; files of one export, and the longest of
 * them unpacked, in bytes. Microsoft writes some thousands of rows a file.
 */
export const exportLimits = {
  pauseMs: 10_000,
  longestPauseMs: 120_000,
  deadlineMs: 1_800_000,
  files: 1_000,
  longestFile: 256 * 1024 * 1024,
} as const

/** Below the host of the service. */
export const version = '/v1.0'

/** Hosts per cloud, which are also the audience of tokens (facts 22.1, read 2026-11-30); null: delegated administration is not offered there. */
export const hosts: Readonly<Record<Cloud, string | null>> = {
  global: 'https://graph.microsoft.com',
  'us-government': 'https://graph.microsoft.us',
  china: null,
}

/** What an app or a user needs (facts 22.1, read 2026-11-30). The second includes the first. */
export const permissions = {
  read: 'DelegatedAdminRelationship.Read.All',
  write: 'DelegatedAdminRelationship.ReadWrite.All',
  billing: 'PartnerBilling.Read.All',
} as const
