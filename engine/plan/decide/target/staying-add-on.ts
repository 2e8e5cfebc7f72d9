/** An add-on that would stay behind its base (T22): which it is, and the one thing to write about it. */
import type { DeclaredSubscription } from '../../../model/desired.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import type { Finding } from '../../plan.ts'
import { subjectOf, type TargetFacts } from './target-facts.ts'

export interface Staying {
  readonly addOn: LiveSubscription
  /** What is declared of it; null: no line means it. */
  readonly line: DeclaredSubscription | null
}

/** Documents that ask for it contradict themselves, so nothing of the customer is written. */
export function addOnStays(
  base: DeclaredSubscription,
  { addOn, line }: Staying,
  {
    living,
    facts,
    state,
  }: {
    readonly living: LiveSubscription
    readonly facts: TargetFacts
    readonly state: 'suspended' | 'cancelled'
  },
): Finding {
  const what = `${addOn.productName} (${addOn.id})`
  const goes =
    state === 'suspended'
      ? `would suspend its add-on ${what}`
      : `needs its add-on ${what} to be cancelled first`
  const why = line === null ? 'which no line declares' : `which \`${line.key}\` declares ${line.state}`
  return finding(codes.ADD_ON_STAYS, 'customer', subjectOf(base, facts, living), {
    detail: `\`${base.key}\` is declared ${state}, which ${goes}, ${line?.state === state ? reasonOf(line, addOn, state) : why}.`,
    at: base.at,
    remedies: [{ kind: 'edit', what: whatToWrite(base, { addOn, line }, state) }],
    ...(line !== null && { related: [{ at: line.at, note: 'the add-on' }] }),
  })
}

function reasonOf(
  { key, acceptContinuedBilling }: DeclaredSubscription,
  { commerce }: LiveSubscription,
  state: 'suspended' | 'cancelled',
): string {
  if (state === 'cancelled') return `and the window of \`${key}\` is closed`
  return commerce !== 'legacy' && !acceptContinuedBilling
    ? `and \`${key}\` does not accept that it is billed on`
    : `and \`${key}\` has a change scheduled for its next term`
}

function whatToWrite(
  base: DeclaredSubscription,
  { addOn, line }: Staying,
  state: 'suspended' | 'cancelled',
): string {
  const other = `write \`state: active\` for \`${base.key}\``
  if (line === null)
    return `declare ${addOn.productName} with \`subscriptionId: ${addOn.id}\`, \`addOnTo: ${base.key}\` and \`state: ${state}\`, or ${other}`
  if (line.state !== state) return `write \`state: ${state}\` for \`${line.key}\` too, or ${other}`
  if (state === 'suspended' && addOn.commerce !== 'legacy' && !line.acceptContinuedBilling)
    return `write \`acceptContinuedBilling: true\` for \`${line.key}\` too, or ${other}`
  return state === 'cancelled'
    ? other
    : `remove what is scheduled for the next term of \`${line.key}\`, or ${other}`
}
