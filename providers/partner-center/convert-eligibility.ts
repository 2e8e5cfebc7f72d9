/** Whether a customer may buy, in our words (facts 7 and 8, read 2026-11-26). */
import type { AccountReview, Qualification } from '../../engine/model/live.ts'
import type { WireQualification } from './wire/agreement.ts'
import type { WireValidationStatus } from './wire/customer.ts'
import { known } from './words.ts'

export function accountReview({ status }: WireValidationStatus): AccountReview {
  const word = known(status, ['Allowed', 'UnderReview', 'NotAllowed'] as const)
  switch (word) {
    case 'Allowed':
      return 'allowed'
    case 'UnderReview':
      return 'under review'
    case 'NotAllowed':
      return 'not allowed'
    default:
      return word
  }
}

const segments = {
  Education: 'education',
  Nonprofit: 'nonprofit',
  GovernmentCommunityCloud: 'government',
  StateOwnedEntity: 'government',
} as const
const kinds = ['None', 'Education', 'Nonprofit', 'GovernmentCommunityCloud', 'StateOwnedEntity'] as const
const states = {
  Approved: 'approved',
  InReview: 'in review',
  Denied: 'denied',
  Expired: 'expired',
  NotStarted: 'not started',
} as const

/** A kind we do not know opens no segment that we know. */
export function qualification(wire: WireQualification): readonly Qualification[] {
  const kind = known(wire.qualification, kinds)
  if (kind === 'None' || kind.startsWith('unknown:')) return []
  const state = known(wire.vettingStatus, [
    'Approved',
    'InReview',
    'Denied',
    'Expired',
    'NotStarted',
  ] as const)
  return [
    {
      segment: segments[kind as keyof typeof segments], // a word of the list that is neither `None` nor unknown
      state: state in states ? states[state as keyof typeof states] : (state as `unknown:${string}`), // the rest of Known
    },
  ]
}
