/**
 * The method table of product.md, section 3: what happens to one source subscription, from live facts; first match wins.
 * The method decides only about the source. What is created on the target is declared minus live.
 */

import type { CodeEntry } from '../../diagnostic.ts'
import type { DeclaredConsolidation, MethodName } from '../../model/desired.ts'
import type { ProductKey, UtcDate } from '../../model/ids.ts'
import { dayOf } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Amount } from '../../model/money.ts'
import { codes } from '../codes.ts'
import type { Method } from '../method.ts'

export interface SourceDecision {
  readonly method: Method
  /** What replaces it on the target; null when nothing does. */
  readonly replacement: ProductKey | null
  /** Why it stops the customer; null when it does not. */
  readonly blocked: { readonly entry: CodeEntry; readonly detail: string } | null
  readonly note: string | null
  readonly billedUntil: UtcDate | null
}

export interface SourceContext {
  readonly consolidation: DeclaredConsolidation
  /** Products the target customer declares as active. */
  readonly declaredProducts: ReadonlySet<ProductKey>
  /** Name of a product in the target's catalogue, where it was read. */
  readonly nameOf: (product: ProductKey) => string | null
  /** Money still charged to the end of the term. */
  readonly toTermEnd: (subscription: LiveSubscription) => Amount
}

type Row = (subscription: LiveSubscription, context: SourceContext) => SourceDecision | null

const offStatuses = new Set<string>(['suspended', 'expired', 'disabled', 'deleted'])
const manualKinds = new Set<string>(['software', 'perpetual', 'marketplace', 'reservation'])

const plain = (method: Method, facts: Partial<SourceDecision> = {}): SourceDecision => ({
  method,
  replacement: null,
  blocked: null,
  note: null,
  billedUntil: null,
  ...facts,
})

const rows: readonly Row[] = [unsupported, azure, manual, observed, left, pending, trial, newCommerce, legacy]

export function decideSource(subscription: LiveSubscription, context: SourceContext): SourceDecision {
  for (const row of rows) {
    const decision = row(subscription, context)
    if (decision !== null) return decision
  }
  return plain('unsupported', {
    blocked: { entry: codes.UNSUPPORTED, detail: `${label(subscription)} fits no row of the method table.` },
  })
}

function unsupported(subscription: LiveSubscription, context: SourceContext): SourceDecision | null {
  const odd = [subscription.status, subscription.kind, subscription.commerce].find(
    word => word.startsWith('unknown:') || word === 'none',
  )
  if (odd === undefined) return null
  const note = `the service says ${JSON.stringify(odd.replace(/^unknown:/, ''))}, which this version does not know`
  if (isLeft(subscription, context)) return plain('unsupported', { note })
  return plain('unsupported', {
    note,
    blocked: {
      entry: codes.UNSUPPORTED,
      detail: `${label(subscription)}: ${note}. It may be running, so nothing of this customer is written.`,
    },
  })
}

function azure(subscription: LiveSubscription): SourceDecision | null {
  return subscription.kind === 'azure' ? plain('verify', { note: 'moved by Microsoft, never by us' }) : null
}

function manual(subscription: LiveSubscription): SourceDecision | null {
  if (!manualKinds.has(subscription.kind)) return null
  return plain('manual', {
    note: `${subscription.kind}: to be handled by hand`,
    billedUntil: endOf(subscription),
  })
}

function observed(subscription: LiveSubscription): SourceDecision | null {
  if (!offStatuses.has(subscription.status)) return null
  const billed = subscription.commerce === 'nce' && subscription.status === 'suspended'
  return plain('observe', {
    note: billed ? `${subscription.status}, still billed` : subscription.status,
    billedUntil: billed ? endOf(subscription) : null,
  })
}

function left(subscription: LiveSubscription, context: SourceContext): SourceDecision | null {
  const line = context.consolidation.leave.find(
    entry =>
      entry.partner === subscription.partner &&
      entry.customer === subscription.customer &&
      entry.subscription === subscription.id,
  )
  return line === undefined ? null : plain('left', { note: line.reason, billedUntil: endOf(subscription) })
}

function pending(subscription: LiveSubscription): SourceDecision | null {
  if (subscription.status === 'active') return null
  return plain('blocked', {
    note: subscription.status,
    blocked: { entry: codes.NOT_SETTLED, detail: `${label(subscription)} is ${subscription.status}.` },
  })
}

function trial(subscription: LiveSubscription): SourceDecision | null {
  if (!subscription.trial) return null
  return plain('drop', {
    note: subscription.commerce === 'nce' ? 'a trial; it never renews' : 'a trial; never re-created',
    billedUntil: endOf(subscription),
  })
}

function newCommerce(subscription: LiveSubscription, context: SourceContext): SourceDecision | null {
  if (subscription.commerce !== 'nce') return null
  const until = endOf(subscription)
  const money = context.toTermEnd(subscription)
  const cost = money.kind === 'known' ? `${money.currency} ${money.amount}` : `unknown (${money.why})`
  return plain('blocked', {
    billedUntil: until,
    note: `billed to ${until ?? 'an unknown term end'} whatever its status`,
    blocked: {
      entry: codes.NCE_SOURCE,
      detail: `${label(subscription)} is new commerce: suspending it would cut users off and keep billing to ${until ?? 'an unknown term end'}; still to be charged: ${cost}.`,
    },
  })
}

function legacy(subscription: LiveSubscription, context: SourceContext): SourceDecision {
  const asked = askedMethod(subscription, context.consolidation)
  if (asked !== null && asked !== 'reprovision') {
    return plain('blocked', {
      blocked: {
        entry: codes.METHOD_NOT_AVAILABLE,
        detail: `${label(subscription)} is legacy commerce; the rule asks for \`${asked}\`, which does not stop its charges. Only \`reprovision\` does.`,
      },
    })
  }
  const mapping = context.consolidation.map.find(entry => entry.from === subscription.product)
  const replacement =
    context.declaredProducts.has(subscription.product) || mapping === undefined
      ? subscription.product
      : mapping.to
  if (!context.declaredProducts.has(replacement)) {
    return plain('blocked', {
      blocked: {
        entry: codes.DECLARED_NOWHERE,
        detail: `${label(subscription)} is active and no declared subscription of the target customer takes its place.`,
      },
    })
  }
  if (
    mapping !== undefined &&
    replacement === mapping.to &&
    !mapping.licenceReassignmentAcknowledged &&
    context.nameOf(mapping.to) !== subscription.productName
  ) {
    return plain('blocked', {
      blocked: {
        entry: codes.REASSIGNMENT_NOT_ACKNOWLEDGED,
        detail: `${label(subscription)} would become ${context.nameOf(mapping.to) ?? mapping.to}.`,
      },
    })
  }
  return plain('reprovision', { replacement })
}

function askedMethod(
  subscription: LiveSubscription,
  consolidation: DeclaredConsolidation,
): MethodName | null {
  const rule = consolidation.methods.find(
    ({ when }) =>
      (when.commerce === undefined || when.commerce === subscription.commerce) &&
      (when.trial === undefined || when.trial === subscription.trial) &&
      (when.product === undefined || when.product === subscription.product) &&
      (when.partner === undefined || when.partner === subscription.partner) &&
      (when.transferEligible === undefined || when.transferEligible === (subscription.commerce === 'nce')),
  )
  return rule?.method ?? null
}

function isLeft(subscription: LiveSubscription, context: SourceContext): boolean {
  return left(subscription, context) !== null
}

function endOf(subscription: LiveSubscription): UtcDate | null {
  return subscription.termEndsAt === null ? null : dayOf(subscription.termEndsAt)
}

function label(subscription: LiveSubscription): string {
  return `${subscription.productName} (${subscription.seats ?? '?'} seats, ${subscription.id}) under ${subscription.partner}`
}
