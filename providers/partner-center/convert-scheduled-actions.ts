/**
 * `scheduledActions`: what a subscription does by itself. The names are those of public clients, no page of Microsoft shows a body; so they are read in
 * any spelling, what is not known is kept, and the form `{ type: "cancel", effective: "endOfTerm" }` of before is still read and never sent (Q38).
 */
import type { LiveSubscription } from '../../engine/model/live.ts'
import { atTermEnd, type Renewal } from '../../engine/model/renewal.ts'
import { isJsonObject, listOf, plainWord, property, textAt } from './client/read-value.ts'
import type { WireNextTerm, WireScheduledAction, WireSubscription } from './wire/subscription.ts'

type Seen = Pick<LiveSubscription, 'cancelsAtTermEnd' | 'termEndAction'>

/**
 * Several instructions for one end that differ say nothing that can be relied on, and neither does the end of a term before which something else is to
 * happen on a day.
 */
export function termEndOf(wire: WireSubscription): Seen {
  const dated = listOf(wire.scheduledActions).find(isForADay)
  if (dated !== undefined) return { cancelsAtTermEnd: false, termEndAction: `unknown:${onItsDay(dated)}` }
  const words = new Set(listOf(wire.scheduledActions).filter(isForTermEnd).map(wordOf))
  const [first, ...others] = words
  if (first === undefined)
    return {
      cancelsAtTermEnd: false,
      termEndAction: isSilent(wire) ? 'unknown:something that it does not say' : null,
    }
  if (others.length > 0)
    return {
      cancelsAtTermEnd: false,
      termEndAction: `unknown:${[...words].map(bare).sort().join(' and to ')} ${atTermEnd}`,
    }
  return first === 'cancel'
    ? { cancelsAtTermEnd: true, termEndAction: null }
    : { cancelsAtTermEnd: false, termEndAction: isUnknown(first) ? `${first} ${atTermEnd}` : first }
}

/**
 * Neither an instruction that can be read nor auto-renew: a list of another shape is not an empty one, and a switch that is absent is not
 * off (T31). Legacy says nothing of either.
 */
function isSilent({ scheduledActions, autoRenewEnabled, termDuration }: WireSubscription): boolean {
  if (scheduledActions !== null && scheduledActions !== undefined && !Array.isArray(scheduledActions))
    return true
  return Boolean(termDuration) && typeof autoRenewEnabled !== 'boolean'
}

/** A word for the schedule that nobody knows is kept and counts for nothing (Q38). */
function isForADay(action: unknown): boolean {
  return plainWord(textAt(action, 'scheduleType') ?? '') === 'customdate'
}

/** The service's word as it stands: what each of them does on a day, no page says. */
function onItsDay(action: unknown): string {
  const day = textAt(action, 'effectiveDate')
  return `${bare(wordOf(action))} on ${day === null ? 'a day that it does not say' : day.slice(0, 10)}`
}

function isUnknown(word: Word): word is `unknown:${string}` {
  return word.startsWith('unknown:')
}

function bare(word: string): string {
  return word.replace(/^unknown:/, '')
}

const meanings = new Map<string, Word>([
  ['cancel', 'cancel'],
  ['renewtonewterm', 'renew'],
  ['renewtoextendedserviceterm', 'extend'],
  ['transition', 'transition'],
])

type Word = 'cancel' | 'renew' | 'extend' | 'transition' | `unknown:${string}`

function wordOf(action: unknown): Word {
  const text = textAt(action, 'actionType') ?? textAt(action, 'type') ?? 'something'
  return meanings.get(plainWord(text)) ?? (`unknown:${text}` as const)
}

/** Whether `scheduleType` may be left out is not known: without it and without a date of its own, the end of the term is meant. */
export function isForTermEnd(action: unknown): boolean {
  const schedule = textAt(action, 'scheduleType') ?? textAt(action, 'effective')
  if (schedule === null) return isJsonObject(action) && textAt(action, 'effectiveDate') === null
  return ['termend', 'endofterm'].includes(plainWord(schedule))
}

/** What is planned for the next term: where a renewal stands among the actions, only that counts. */
export function nextTermIn(wire: WireSubscription): unknown {
  const renewal = listOf(wire.scheduledActions).find(
    action => isForTermEnd(action) && wordOf(action) === 'renew',
  )
  return renewal === undefined ? wire.scheduledNextTermInstructions : property(renewal, 'instructions')
}

const actionTypes = {
  cancels: 'Cancel',
  renews: 'RenewToNewTerm',
  extends: 'RenewToExtendedServiceTerm',
} as const

/**
 * The list to send for another end of the term: one instruction for it in place of what was there, all others as read. null: nothing has to be sent,
 * because a subscription that has no actions renews by auto-renew alone.
 */
export function actionsFor(
  kind: Extract<Renewal['kind'], keyof typeof actionTypes>,
  { found, next }: { readonly found: WireSubscription; readonly next: WireNextTerm | null },
): readonly unknown[] | null {
  const before = listOf(found.scheduledActions)
  if (kind === 'renews' && before.length === 0) return null
  const action: WireScheduledAction = {
    scheduleType: 'TermEnd',
    actionType: actionTypes[kind],
    ...(next !== null && { instructions: next }),
  }
  return [...before.filter(entry => !isForTermEnd(entry)), action]
}

/** The list as it can be sent back: in today's form. null: it is so already. */
export function inTodaysForm(wire: WireSubscription): readonly unknown[] | null {
  const actions = listOf(wire.scheduledActions)
  const isOld = (action: unknown) =>
    textAt(action, 'scheduleType') === null && textAt(action, 'type') !== null
  if (!actions.some(isOld)) return null
  return actions.map(action =>
    isOld(action) && isForTermEnd(action) && wordOf(action) === 'cancel'
      ? { scheduleType: 'TermEnd', actionType: 'Cancel' }
      : action,
  )
}
