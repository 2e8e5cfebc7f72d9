/** Digests over canonical JSON: keys sorted, `undefined` left out, so that equal values give equal digests. */
import { createHash } from 'node:crypto'
import { configure } from 'safe-stable-stringify'
import { type Digest, digest } from '../model/ids.ts'

const stringify = configure({ deterministic: true, bigint: false, circularValue: Error })

export function canonicalJson(value: unknown): string {
  return stringify(value) ?? 'null'
}

export function digestOf(value: unknown): Digest {
  return digest(`sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`)
}

/** Of the resolved documents: what they mean, not where it stands (`at`) nor how one signs in (credentials, World). */
export function digestOfDesired(desired: unknown): Digest {
  const skipped = new Set(['at', 'app', 'user', 'workspace', 'aliases'])
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !skipped.has(key))
        .map(([key, inner]) => [key, strip(inner)]),
    )
  }
  return digestOf(strip(desired))
}
