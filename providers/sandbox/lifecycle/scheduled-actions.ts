/** `scheduledActions` of a subscription: which are taken (2.7), and what of them counts at the end of the term. */
import type { WireSubscription } from '../../partner-center/wire/subscription.ts'
import { asFields, type Fields, field, isFields, onlyFields, optionalText } from '../body-reader.ts'
import { refuse } from '../refusal.ts'
import type { NextTerm, ScheduledAction, SubscriptionRow } from '../state/subscription-rows.ts'
import { type Instant, normal } from '../time/calendar.ts'
import { readNextTerm } from './next-term-body.ts'

const scheduleTypes = ['TermEnd', 'CustomDate'] as const
const actionTypes = ['Cancel', 'RenewToNewTerm', 'RenewToExtendedServiceTerm', 'Transition'] as const
const actionFields = ['scheduleType', 'actionType', 'effectiveDate', 'instructions', 'attributes']

const invalid = (text: string) => refuse(400, 800002, text)

/** Of new commerce only; elsewhere the property means nothing. What nobody knows may come back as it was shown (Q38). */
export function readActions(
  body: Fields,
  row: SubscriptionRow,
  { now, shown }: { readonly now: Instant; readonly shown: WireSubscription },
): readonly ScheduledAction[] {
  const written = field(body, 'scheduledActions')
  if (written === undefined || row.commerce !== 'nce') return []
  if (!Array.isArray(written)) throw invalid('scheduledActions must be an array.')
  const unknown = new Set((shown.scheduledActions ?? []).map(wordOf).filter(word => !isKnown(word)))
  const actions = (written as readonly unknown[])
    .filter(entry => !unknown.has(wordOf(entry)))
    .map(entry => readAction(entry, row, now))
  const atEnd = actions.filter(isAtEnd)
  if (atEnd.length > 1) throw invalid('scheduledActions takes one TermEnd action.')
  const autoRenew = field(body, 'autoRenewEnabled') === true
  if (atEnd[0]?.actionType === 'Cancel' && autoRenew)
    throw invalid('A subscription that is cancelled at the end of its term does not renew.')
  if (!autoRenew && (atEnd[0]?.actionType === 'RenewToNewTerm' || atEnd[0]?.actionType === 'Transition'))
    throw invalid(`${atEnd[0].actionType} needs autoRenewEnabled.`)
  return actions
}

/** The kind of a scheduled action, in lower case. */
function wordOf(value: unknown): string {
  const word = isFields(value) ? field(value, 'actionType') : undefined
  return typeof word === 'string' ? word.toLowerCase() : ''
}

const isKnown = (word: string) => actionTypes.some(known => known.toLowerCase() === word)

function readAction(value: unknown, row: SubscriptionRow, now: Instant): ScheduledAction {
  const action = asFields(value, 'A scheduled action')
  if (field(action, 'type') !== undefined || field(action, 'effective') !== undefined)
    throw invalid('A scheduled action has scheduleType and actionType, not type and effective.')
  onlyFields(action, actionFields, 'A scheduled action')
  const scheduleType = oneOf(action, 'scheduleType', scheduleTypes)
  const actionType = oneOf(action, 'actionType', actionTypes)
  const effectiveDate = dateOf(action)
  if (scheduleType === 'CustomDate' && (effectiveDate === null || effectiveDate <= now))
    throw invalid('CustomDate needs an effectiveDate that is still to come.')
  if (scheduleType === 'TermEnd' && effectiveDate !== null)
    throw invalid('TermEnd takes place at the end of the term; effectiveDate goes with CustomDate.')
  const instructions = readNextTerm(field(action, 'instructions'), row)
  if (actionType === 'Transition' && instructions === null) throw invalid('Transition needs instructions.')
  return { scheduleType, actionType, effectiveDate, instructions }
}

function oneOf<Word extends string>(action: Fields, name: string, words: readonly Word[]): Word {
  const text = optionalText(action, name)
  const word = text === null ? undefined : words.find(known => known.toLowerCase() === text.toLowerCase())
  if (word === undefined) throw invalid(`${name} of a scheduled action is one of ${words.join(', ')}.`)
  return word
}

function dateOf(action: Fields): Instant | null {
  const text = optionalText(action, 'effectiveDate')
  if (text === null) return null
  try {
    return normal(/T/.test(text) ? text : `${text}T00:00:00Z`)
  } catch {
    throw invalid('effectiveDate must be a date.')
  }
}

export const cancelAtEnd: ScheduledAction = {
  scheduleType: 'TermEnd',
  actionType: 'Cancel',
  effectiveDate: null,
  instructions: null,
}

const isAtEnd = ({ scheduleType }: ScheduledAction) => scheduleType === 'TermEnd'

/** What is to happen at the end of the term; null: `autoRenewEnabled` tells. */
export function actionAtEnd(row: Pick<SubscriptionRow, 'scheduledActions'>): ScheduledAction | null {
  return row.scheduledActions.find(isAtEnd) ?? null
}

/** What the next term is to be; an action wins over `scheduledNextTermInstructions`. */
export function plannedTerm(row: SubscriptionRow): NextTerm | null {
  return actionAtEnd(row)?.instructions ?? row.nextTerm
}

/** Without changes for the next term, which a change in mid-term drops. A cancel and an extension stay. */
export function withoutPlans(actions: readonly ScheduledAction[]): readonly ScheduledAction[] {
  return actions.filter(
    ({ actionType }) => actionType === 'Cancel' || actionType === 'RenewToExtendedServiceTerm',
  )
}
