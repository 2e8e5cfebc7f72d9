/** Digests over canonical JSON: keys sorted, `undefined` left out, so that equal values give equal digests. */
import { createHash } from 'node:crypto'
import { configure } from 'safe-stable-stringify'
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
 * Of the resolved documents: what they mean, not where it stands (`at`), in which order the files came, how one signs in,
 * or where the journal is kept. Exceptions to policies count: one that is withdrawn makes the plan stale.
 */
export function digestOfDesired(desired: Desired): Digest {
  const by = <T>(list: readonly T[], key: (entry: T) => string): readonly T[] =>
    list
      .map(entry => ({ entry, key: key(entry) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(({ entry }) => entry)
  return digestOf(
    withoutPlaces({
      exceptions: by(desired.workspace.exceptions, canonicalJson),
      partners: by(desired.partners, entry => entry.name).map(({ app, user, ...partner }) => ({
        ...partner,
        markets: [...partner.markets].sort(),
        prices: partner.prices === null ? null : by(partner.prices, canonicalJson),
      })),
      customers: by(desired.customers, entry => `${entry.partner}/${entry.tenant}`).map(customer => ({
        ...customer,
        labels: [...customer.labels].sort(),
        subscriptions: by(customer.subscriptions, entry => entry.key),
      })),
      consolidations: by(desired.consolidations, entry => entry.name).map(consolidation => ({
        ...consolidation,
        from: [...consolidation.from].sort(),
        leave: by(consolidation.leave, entry => `${entry.partner}/${entry.customer}/${entry.subscription}`),
      })),
      policies: by(desired.policies, entry => `${entry.policy}/${entry.id}`),
    }),
  )
}

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces)
  if (typeof value !== 'object' || value === null) return value
  const kept: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) if (key !== 'at') kept[key] = withoutPlaces(inner)
  return kept
}
