/** Numbers and hosts of the service as data: value, unit, scope, where they come from, when they were read. */
import type { Cloud } from '../../engine/model/desired.ts'
import type { StartsPerMinute } from '../http/budget/learned.ts'
import type { Family } from '../http/request.ts'

/**
 * Starts in the first minute, per partner tenant and family. Published: 500 for Customer, Order and Subscription each, 2021, "limits change
 * without notice" (facts 4.7, read 2026-11-23); from our 400 on it is learned what the service lets through.
 */
export const requestsPerMinute: Readonly<Record<Family, number>> = {
  customer: 400,
  order: 400,
  subscription: 400,
  other: 400,
  token: 60,
}

/** However much the service lets through: twice what was ever published. */
export const mostPerMinute = 1_000

/** What a Workspace document says holds from the first minute on, and is never exceeded. Tokens are few whatever it says. */
export function startsPerMinute(family: Family, declared: number | null): StartsPerMinute {
  const usual = requestsPerMinute[family]
  if (family === 'token') return { first: Math.min(usual, declared ?? usual), most: usual }
  return { first: declared ?? usual, most: declared ?? mostPerMinute }
}

/** Requests at once per budget: Microsoft's new-commerce bulk sample uses 5 (facts 4.7, read 2026-11-23). */
export const inFlight = 5

/** How often a failing request is sent in all: as the SDK does (facts 4.6, read 2026-11-23). */
export const attempts = 3

/** Customers, subscriptions' audit and the like per page (facts 4.3, read 2026-11-23). */
export const pageSize = { customers: 500, audit: 500, invoiceLines: 2000, offset: 500 } as const

/**
 * Pages one list may have, and how long it may take to read them all, in ms: 200,000 customers at 500 a page, and an hour at a budget that
 * others use too. No partner has more; a list that goes on is a fault of the service, or of what stands before it.
 */
export const listLimits = { pages: 400, deadlineMs: 3_600_000 } as const

/** Audit records: days one request may span, and how far back they reach (facts 14, read 2026-11-23). */
export const audit = { spanDays: 30, horizonDays: 90 } as const

/** Listing subscriptions in parallel answers 409 now and then: wait and ask again (Q27; facts 4.6 says 30 s or more); in ms. */
export const listConflict = { pauseMs: 30_000, tries: 4 } as const

/** A write the service asks to send later: how often, and how long between (facts 4.6: 409, 30 s or more); in ms. */
export const patience = { pauseMs: 30_000, rounds: 4 } as const

/** How long a write may take to show, and how often we look: the order list lags up to 15 minutes (facts 4.5); in ms. */
export const settling = { firstPauseMs: 2_000, longestPauseMs: 60_000, deadlineMs: 20 * 60_000 } as const

export interface CloudPlace {
  /** API root and audience of tokens: they are the same (facts 3). */
  readonly api: string
  readonly authority: string
  /** Where it is said. */
  readonly source: string
}

/** Hosts per cloud (facts 3, read 2026-11-23). Tokens are not portable across clouds. */
export const clouds: Readonly<Record<Cloud, CloudPlace>> = {
  global: {
    api: 'https://api.partnercenter.microsoft.com',
    authority: 'https://login.microsoftonline.com',
    source: 'facts 3',
  },
  'us-government': {
    api: 'https://api.partnercenter.microsoft.com',
    authority: 'https://login.microsoftonline.us',
    source: 'facts 3',
  },
  china: {
    api: 'https://partner.partnercenterapi.microsoftonline.cn',
    // The 2021 pages say login.chinacloudapi.cn; a Workspace document can override it (facts 21).
    authority: 'https://login.partner.microsoftonline.cn',
    source: 'facts 3 [2026]',
  },
}

/** Clouds that are gone: refused with the reason and what to use now. */
export const closedClouds = {
  germany: {
    reason: 'Microsoft Cloud Germany closed on 2021-10-29; nothing can be read or bought there',
    useNow: 'the global cloud: its customers were moved to the German regions of the global cloud',
    source: 'facts 3 ("closed; history")',
  },
} as const
