/** The rows of the method table that look at one live fact each. */
import type { LiveSubscription } from '../../../model/live.ts'
import { isOff } from '../../../model/status.ts'
import { codes } from '../../codes.ts'
import { becomesWords } from '../../costs/converting-trial.ts'
import { isConverting } from '../../costs/twins.ts'
import { endingTrial, trialEnding } from './ending-trial.ts'
import { blocked, decision, labelOf, type Row, type SourceContext, termEndOf } from './source-decision.ts'

const handled = new Set<string>(['software', 'perpetual', 'marketplace', 'reservation'])

/** T10: shown, never skipped. It may be running, so it counts as active until somebody says otherwise in `leave:`. */
export const unsupported: Row = (subscription, context) => {
  const odd = [subscription.status, subscription.kind, subscription.commerce].find(
    word => word.startsWith('unknown:') || word === 'none',
  )
  if (odd === undefined) return null
  const said = `the service says ${JSON.stringify(odd.replace(/^unknown:/, ''))}, which this version does not know`
  const leave = leaveOf(subscription, context)
  if (leave !== undefined) return decision('unsupported', { note: `${said}; left: ${leave.reason}` })
  if (isOff(subscription.status)) return decision('unsupported', { note: said })
  return decision('unsupported', {
    note: said,
    blocked: {
      entry: codes.UNSUPPORTED,
      detail: `${labelOf(subscription)}: ${said}. It may be running, so nothing of this customer is written.`,
    },
  })
}

/** T9: whatever its status, and trial or not. */
export const azure: Row = subscription =>
  subscription.kind === 'azure' ? decision('verify', { note: 'moved by Microsoft, never by us' }) : null

export const byHand: Row = (subscription, context) => {
  if (!handled.has(subscription.kind)) return null
  const until = termEndOf(subscription)
  return decision('manual', {
    note: `${subscription.kind}, ${subscription.status}: to be handled by hand`,
    billedUntil: until,
    money: until === null ? null : context.toTermEnd(subscription),
  })
}

export const alreadyOff: Row = (subscription, context) => {
  if (!isOff(subscription.status)) return null
  const isBilled = subscription.commerce === 'nce' && subscription.status === 'suspended'
  if (!isBilled) return decision('observe', { note: subscription.status })
  const until = termEndOf(subscription)
  return decision('observe', {
    note: `suspended, still billed to ${until ?? 'an unknown term end'}`,
    billedUntil: until,
    money: context.toTermEnd(subscription),
  })
}

/** What may be replaced by one declared product or by another is not moved on a guess. */
export const extendedUnknown: Row = subscription => {
  const { mayStandFor, product } = subscription
  if (mayStandFor === undefined) return null
  return blocked(
    codes.EXTENDED_PRODUCT_UNKNOWN,
    `${labelOf(subscription)} goes on by the month as ${product}, which may be the extended service term of ${mayStandFor.join(' or ')}.`,
    { billedUntil: termEndOf(subscription) },
  )
}

export const left: Row = (subscription, context) => {
  const leave = leaveOf(subscription, context)
  if (leave === undefined) return null
  if (!isConverting(subscription))
    return decision('left', { note: leave.reason, billedUntil: termEndOf(subscription) })
  // It costs nothing until then.
  const becomes = becomesWords(context.atTermEnd(subscription))
  return decision('left', { note: `${leave.reason}; a trial that ${becomes}` })
}

export const notSettled: Row = subscription =>
  subscription.status === 'active'
    ? null
    : blocked(codes.NOT_SETTLED, `${labelOf(subscription)} is ${subscription.status}.`, {
        note: subscription.status,
      })

/** Never re-created. */
export const trial: Row = (subscription, context) => {
  if (!subscription.trial) return null
  if (trialEnding(subscription) !== 'suspend') return endingTrial(subscription, context)
  if (subscription.seats === null)
    return blocked(
      codes.UNKNOWN_READ,
      `The service does not say how many seats ${labelOf(subscription)} has.`,
    )
  return decision('drop', { note: 'a trial; never re-created' })
}

function leaveOf(subscription: LiveSubscription, { consolidation }: SourceContext) {
  return consolidation.leave.find(
    entry =>
      entry.partner === subscription.partner &&
      entry.customer === subscription.customer &&
      entry.subscription === subscription.id,
  )
}
