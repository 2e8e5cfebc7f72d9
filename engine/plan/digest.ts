/** Digests over canonical JSON: keys sorted, `undefined` left out, so that equal values give equal digests. */
import { createHash } from 'node:crypto'
import { configure } from 'safe-stable-stringify'
import { by, compare } from '../compare.ts'
import type { Desired } from '../model/desired.ts'
import { type Digest, digest } from '../model/ids.ts'

const stringify = configure({ deterministic: true, bigint: false, circularValue: Error })

export function canonicalJson(value: unknown, indent?: number): string {
  return stringify(value, null, indent) ?? 'null'
}

export function digestOf(value: unknown): Digest {
  return digest(`sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`)
}

/**
 * The same for large records: lists go into the digest entry by entry, because one text of everything costs more memory
 * than there is (100,000 subscriptions make some 800 MB).
 */
export function digestOfRecord(record: object): Digest {
  const hash = createHash('sha256')
  for (const [key, value] of Object.entries(record).sort(by(([key]) => key))) {
    if (value === undefined) continue
    if (!Array.isArray(value)) {
      hash.update(`${key}=${canonicalJson(value)}\n`)
      continue
    }
    hash.update(`${key}[${value.length}]\n`)
    for (const entry of value) hash.update(`${canonicalJson(entry)}\n`)
  }
  return digest(`sha256:${hash.digest('hex')}`)
}

/**
 * Of the resolved documents: what they mean, not where it stands (`at`), in which order the files came, how one signs in,
 * or where the journal is kept. Exceptions to policies count: one that is withdrawn makes the plan stale.
 */
export function digestOfDesired(desired: Desired): Digest {
  const by = <T>(list: readonly T[], key: (entry: T) => string): readonly T[] =>
    list
      .map(entry => ({ entry, key: key(entry) }))
      .sort((a, b) => compare(a.key, b.key))
      .map(({ entry }) => entry)
  return digestOfRecord({
    exceptions: meant(by(desired.workspace.exceptions, canonicalJson)),
    partners: by(desired.partners, entry => entry.name).map(partner =>
      meant({
        ...partner,
        markets: [...partner.markets].sort(),
        prices: partner.prices?.digest() ?? null,
      }),
    ),
    customers: by(desired.customers, entry => `${entry.partner}/${entry.tenant}`).map(customer =>
      meant({
        ...customer,
        labels: [...customer.labels].sort(),
        subscriptions: by(customer.subscriptions, entry => entry.key),
      }),
    ),
    consolidations: by(desired.consolidations, entry => entry.name).map(consolidation =>
      meant({
        ...consolidation,
        from: [...consolidation.from].sort(),
        leave: by(consolidation.leave, entry => `${entry.partner}/${entry.customer}/${entry.subscription}`),
      }),
    ),
    policies: meant(by(desired.policies, entry => `${entry.policy}/${entry.id}`)),
  })
}

/** Places, and a partner's credentials. */
const unmeant = new Set(['at', 'app', 'user'])

/** A declared value without what means nothing for a plan. */
export function meant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meant)
  if (typeof value !== 'object' || value === null) return value
  const kept: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) if (!unmeant.has(key)) kept[key] = meant(inner)
  return kept
}
