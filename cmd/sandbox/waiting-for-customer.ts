/** Which relationships of delegated administration a customer can do something about, by the state of a sandbox. */
import { diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { rowsOf, textOf } from './control.ts'

/** What the customer does, and the status it is done in. */
export const answers = { approve: 'approvalPending', refuse: 'approvalPending', terminate: 'active' } as const
export type Answer = keyof typeof answers

export interface Whose {
  readonly partner: string
  /** Tenant id. */
  readonly customer: string
}

/** Ids; at least one. */
export function relationshipsFor(
  state: unknown,
  { partner, customer }: Whose,
  answer: Answer,
): readonly string[] {
  const admin: unknown =
    typeof state === 'object' && state !== null ? Reflect.get(state, 'delegatedAdmin') : null
  const found = rowsOf(admin, 'relationships')
    .filter(row => textOf(row, 'partner') === partner)
    .filter(row => textOf(row, 'customer')?.toLowerCase() === customer.toLowerCase())
    .filter(row => textOf(row, 'status') === answers[answer])
    .flatMap(row => textOf(row, 'id') ?? [])
  if (found.length > 0) return found
  const detail = `${partner} has no delegated administration of ${customer} that is ${answers[answer]}.`
  throw new Trouble(diagnose(codes.SANDBOX_REFUSED, { detail }))
}
