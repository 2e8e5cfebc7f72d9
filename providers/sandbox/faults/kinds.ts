/** What a scripted fault can do, and the options each takes; any other option is refused, so that none is without effect. */
export const optionsOfFaults = {
  'drop-before-commit': [],
  'drop-after-commit': [],
  status: ['status', 'code', 'body', 'headers', 'retryAfter'],
  throttle: ['retryAfter', 'headers'],
  delay: ['ms'],
  garble: [],
  'hold-before-commit': [],
  'hold-after-commit': [],
  'reset-before-commit': [],
  'reset-after-commit': [],
  truncate: [],
  'cut-body': [],
  'slow-body': ['ms'],
  trickle: ['ms', 'bytes'],
  'wrong-length': ['length'],
  'huge-body': ['bytes', 'gzip'],
  'endless-pages': ['pages'],
  'replace-before-commit': ['status', 'headers', 'body'],
  'replace-after-commit': ['status', 'headers', 'body'],
  'partial-checkout': ['code'],
  skew: ['skew'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type FaultKind = keyof typeof optionsOfFaults

export const faultKinds = Object.keys(optionsOfFaults) as readonly FaultKind[] // the keys of the record above

/**
 * What the pages that never end hold: the same items again and again, the same items under the same token, nothing, or items
 * that no page had before.
 */
export const endlessPages = ['repeated', 'stuck', 'empty', 'fresh'] as const
