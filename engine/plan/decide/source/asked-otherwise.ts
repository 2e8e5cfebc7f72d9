/**
 * Overrides of the table, within what is truthful: `manual` hands a line to people; a method that would not do what it
 * says for this subscription stops the customer instead of doing something else in silence.
 */
import { codes } from '../../codes.ts'
import { methodRuleFor } from './method-rule.ts'
import { blocked, decision, labelOf, type Row, termEndOf } from './source-decision.ts'

export const askedOtherwise: Row = (subscription, { consolidation }) => {
  const rule = methodRuleFor(subscription, consolidation)
  if (rule === null) return null
  const refused = (why: string) =>
    blocked(
      codes.METHOD_NOT_AVAILABLE,
      `${labelOf(subscription)}: the rule asks for \`${rule.method}\`, ${why}.`,
    )
  switch (rule.method) {
    case 'manual':
      return decision('manual', { note: 'by rule: handled by hand', billedUntil: termEndOf(subscription) })
    case 'drop':
      return subscription.trial
        ? null
        : refused('which is for trials; a licence is replaced, or named under `leave:`')
    case 'reprovision':
      return subscription.trial ? refused('but a trial is never re-created') : null
    case 'verify':
      return refused('which is for Azure usage that Microsoft moves')
    case 'observe':
      return refused('but it is active and goes on being billed')
    case 'transfer':
    case 'repurchase':
    case 'lapse':
      return subscription.commerce === 'nce' && !subscription.trial
        ? null
        : refused('which is for new commerce; only suspending stops the charges of a legacy subscription')
  }
}
