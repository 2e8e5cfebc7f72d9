/** Envelope, links and attributes every resource shares (facts 4.2, 4.3; read 2026-11-23). */

export interface WireHeaderPair {
  readonly key: string
  readonly value: string
}

/** `uri` is relative to `/v1`, already starts with it, or is absolute (Q2); it can be missing (Q17). */
export interface WireLink {
  readonly uri?: string | null
  readonly method?: string | null
  readonly headers?: readonly WireHeaderPair[] | null
  readonly body?: null
}

export type WireLinks = Readonly<Record<string, WireLink | null | undefined>>

export interface WireAttributes {
  readonly objectType?: string | null
  /** Legacy subscription and order: base64 of `{"id","version"}`; absent or empty on new commerce (Q12). */
  readonly etag?: string | null
  readonly [other: string]: unknown
}

/** `totalCount` counts this page only. `items` may be missing or null when empty (Q9). */
export interface WireCollection<Item> {
  readonly totalCount?: number | null
  readonly items?: readonly Item[] | null
  readonly continuationToken?: string | null
  readonly links?: WireLinks | null
  readonly attributes?: WireAttributes | null
}

/** What every resource carries. */
export interface WireResource {
  readonly links?: WireLinks | null
  readonly attributes?: WireAttributes | null
}
