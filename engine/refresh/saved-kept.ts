/**
 * What is kept, as lines: a head, a line for each list and account, and a last line with their number and the digest of all before it. It is a cache:
 * whatever is not exactly what this version wrote here is not used. It holds what the accounts show, and never a secret.
 */
import { createHash } from 'node:crypto'
import { by } from '../compare.ts'
import type { DeclaredPartner } from '../model/desired.ts'
import { isSameWorld, type MadeIn } from '../model/made-in.ts'
import { canonicalJson } from '../plan/digest.ts'
import type { WhyEverybody } from '../plan/plan-refresh.ts'
import type { Kept, KeptAccount, KeptList } from './kept.ts'

/** Raised whenever a line means something else. */
const layout = 1

export interface KeptPlace {
  /** Of this program. */
  readonly version: string
  readonly madeIn: MadeIn
  readonly partners: readonly Pick<DeclaredPartner, 'name' | 'tenant' | 'cloud'>[]
}

type Line = { readonly list: KeptList } | { readonly account: KeptAccount }

/** Without their ends. */
export function* keptLines({ lists, accounts }: Kept, place: KeptPlace): Generator<string> {
  const hash = createHash('sha256')
  let count = 0
  const counted = (value: unknown): string => {
    const line = JSON.stringify(value)
    hash.update(`${line}\n`)
    count += 1
    return line
  }
  yield counted(headOf(place))
  for (const list of lists) yield counted({ list })
  for (const account of accounts) yield counted({ account })
  yield JSON.stringify({ lines: count, digest: hash.digest('hex') })
}

/** Of lines without their ends; reads no further than it has to. */
export function keptFrom(lines: Iterable<string>, place: KeptPlace): Kept | WhyEverybody {
  try {
    return decoded(lines, place)
  } catch (error) {
    if (error instanceof SyntaxError) return 'damaged'
    throw error
  }
}

function decoded(lines: Iterable<string>, place: KeptPlace): Kept | WhyEverybody {
  const lists: KeptList[] = []
  const accounts: KeptAccount[] = []
  const hash = createHash('sha256')
  let count = 0
  let end: string | null = null
  for (const line of lines) {
    if (end !== null) return 'damaged'
    if (line.startsWith('{"lines":')) {
      end = line
      continue
    }
    hash.update(`${line}\n`)
    count += 1
    const value: unknown = JSON.parse(line)
    if (count === 1) {
      const other = otherPlace(value, place)
      if (other !== null) return other
      continue
    }
    if (typeof value !== 'object' || value === null) return 'damaged'
    const entry = value as Line // the digest below is of what this layout wrote
    if ('list' in entry) lists.push(entry.list)
    else accounts.push(entry.account)
  }
  const isWhole = end === JSON.stringify({ lines: count, digest: hash.digest('hex') })
  return isWhole ? { lists, accounts } : 'damaged'
}

interface Head {
  readonly kind: 'kept reads'
  readonly layout: number
  readonly version: string
  readonly madeIn: MadeIn
  readonly partners: KeptPlace['partners']
}

function headOf({ version, madeIn, partners }: KeptPlace): Head {
  return { kind: 'kept reads', layout, version, madeIn, partners: accountsOf(partners) }
}

function otherPlace(value: unknown, place: KeptPlace): WhyEverybody | null {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'kept reads')
    return 'damaged'
  const head = value as Head // whatever is not as expected below is not used
  if (head.layout !== layout || head.version !== place.version) return 'kept by another version'
  const here = headOf(place)
  if (canonicalJson(head.partners) !== canonicalJson(here.partners)) return 'kept of other accounts'
  return isSamePlace(head.madeIn, place.madeIn) ? null : 'kept of another world'
}

/** Both ways: an account that was added or taken away is another place. */
function isSamePlace(one: MadeIn, other: MadeIn): boolean {
  return isSameWorld(one, other) && isSameWorld(other, one)
}

function accountsOf(partners: KeptPlace['partners']): KeptPlace['partners'] {
  return [...partners]
    .map(({ name, tenant, cloud }) => ({ name, tenant, cloud }))
    .sort(by(entry => entry.name))
}
