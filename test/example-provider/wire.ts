/** What the register answers, as it spells it. From its page "Pools", read 2026-11-30. */
export interface WirePools {
  readonly pools?: readonly WirePool[]
}

export interface WirePool {
  readonly sku?: string
  readonly licence?: string
  readonly paid?: number
  readonly assigned?: number
}

export interface WireRefusal {
  readonly error?: string
}
