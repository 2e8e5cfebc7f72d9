/** N: never without a change; A: again, later; R: read again, then again; H: a human must act. */
export type RetryClass = 'N' | 'A' | 'R' | 'H'
