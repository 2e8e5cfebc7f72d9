/**
 * In which world something was made (T29): in the accounts of the service, in a sandbox, or from a snapshot. Plans, journals and
 * results carry it; nothing made in one world is carried out, gone on with or counted as evidence in another.
 */
import type { Cloud } from './desired.ts'
import type { Instant, PartnerName } from './ids.ts'

export type MadeIn =
  | { readonly kind: 'accounts'; readonly partners: readonly AccountPlace[] }
  /** `world` is the id that the sandbox tells of itself: it stays when the sandbox is started again from its state, elsewhere too. */
  | { readonly kind: 'sandbox'; readonly world: string }
  /** `sandbox`: the world of the sandbox that it was taken of; left out: of the accounts. */
  | { readonly kind: 'snapshot'; readonly takenAt: Instant; readonly sandbox?: string }

export interface AccountPlace {
  readonly partner: PartnerName
  readonly cloud: Cloud
  /** Host of the API, with its port where one is written. */
  readonly api: string
}

/** Whether what was made there may be used here. Accounts: those that it names are at the same place now, whatever others there are. */
export function isSameWorld(made: MadeIn, here: MadeIn): boolean {
  if (made.kind === 'sandbox') return here.kind === 'sandbox' && here.world === made.world
  if (made.kind === 'snapshot') return here.kind === 'snapshot' && here.takenAt === made.takenAt
  if (here.kind !== 'accounts') return false
  return made.partners.every(place =>
    here.partners.some(
      now => now.partner === place.partner && now.cloud === place.cloud && now.api === place.api,
    ),
  )
}

/** For sentences: `a sandbox (world 1a2b…)`. */
export function worldWords(made: MadeIn): string {
  if (made.kind === 'sandbox') return `a sandbox (world ${made.world})`
  if (made.kind === 'snapshot') return `a snapshot of ${made.takenAt}`
  const hosts = [...new Set(made.partners.map(({ cloud, api }) => `${api}, ${cloud}`))].sort()
  return hosts.length === 0 ? 'the accounts' : `the accounts (${hosts.join('; ')})`
}
