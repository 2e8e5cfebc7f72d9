/** POST /v1/partners/validateresellers: whether ids may stand as partner on record. */

export interface WireResellerQuestion {
  /** MPN or location ids. */
  readonly partnerIds: readonly string[]
}

export interface WireResellerAnswer {
  readonly validationResults?:
    | readonly {
        readonly partnerId?: string | null
        readonly isValidPartnerIdOnRecord?: boolean | null
        readonly errorCode?: string | number | null
        readonly errorDescription?: string | null
      }[]
    | null
}
