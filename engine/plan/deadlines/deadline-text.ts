/** Words for deadlines, the same wherever they are shown. */
import { counted } from '../../plural.ts'
import type { Closing, Deadline } from './deadline.ts'

const clauses: { readonly [C in Closing]: string } = {
  'cancellation window': 'The cancellation window closes',
  'refund window': 'The refund window of the seats that are to go closes',
  'renewal lock': 'The renewal lock begins (nothing about the end of a term is taken in its last 24 hours)',
  'cutover window': "The consolidation's window closes",
  'billing day': 'The UTC day ends on which everything is bought and switched off',
  price: 'The price that the plan counts with ends',
  retirement: 'The account is retired and takes nothing new',
  plan: 'The plan itself ends',
}

/** `The cancellation window closes for 0f3c… under italy`: the caller adds the instant. */
export function closingText({ closes, fact }: Pick<Deadline, 'closes' | 'fact'>): string {
  const clause = clauses[closes]
  return fact === null ? clause : `${clause} for ${fact.subscription} under ${fact.partner}`
}

export function minutesText(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  return counted(minutes, 'minute')
}
