/**
 * The loose scalars of the service (facts 4.2, section 17, Q5, Q8, Q15; read 2026-11-23). Everything may be absent or
 * null, and absent means null. These are types only: what a value means is decided behind `convert.ts`.
 */

/** A word of an enumeration: any letter case, with or without `_`, sometimes the ordinal number, sometimes a new word. */
export type WireWord<Known extends string> = Known | (string & Record<never, never>) | number

/** A number, or the same number as text (Q15, Q16). */
export type WireNumber = number | string

/** ISO 8601 with `Z` or an offset and 0 to 7 fraction digits; `0001-01-01T00:00:00` is unset, year 9999 never ends. */
export type WireTime = string

/** A GUID in either letter case; compare lower-cased (Q11). */
export type WireGuid = string
