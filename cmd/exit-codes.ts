/** Exit codes, as product documentation promises them. 0, 1 and 2 mean what Terraform users expect. */
export const exitCodes = {
  /** Done, or nothing to do. */
  done: 0,
  /** Could not do the job; a bug says so. */
  failed: 1,
  /** At least one action is pending (`plan --detailed-exitcode`), or drift was found. */
  pending: 2,
  /** Declined: policy, consent, window, or a customer not ready under `--strict`. */
  declined: 3,
  /** The plan is stale or the world moved; nothing was written. */
  stale: 4,
  /** Applied in part. */
  partial: 5,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
