/**
 * Which live subscription a declared one means; what no document means is left alone (T12). The written id; else the name and the
 * product; else the product with the same term and billing as far as they are written, when exactly one fits. Ended ones and trials never bind (T25). Two that fit equally are a finding that
 * lists both, unless it makes no difference (pair-off.ts). Where the product lives otherwise than is written, nothing is bought beside it: the
 * document has to say which it means, or that one more is wanted (T35). A line means what it says of its next term too (may-mean.ts). Nothing is guessed, and the answer does not depend on any order.
 */

import { by } from '../../compare.ts'
import { hasRolledOver } from '../../diff/fields.ts'
import type { DeclaredCustomer, DeclaredSubscription } from '../../model/desired.ts'
import { isExtensionOf } from '../../model/extended-term.ts'
import type { UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { isLiving } from '../../model/living.ts'
import { finding } from '../finding.ts'
import { prevents } from '../permit/refusals.ts'
import type { Finding } from '../plan.ts'
import { bindCodes } from './codes.ts'
import { endedEarly } from './ended-as-declared.ts'
import { boughtAlready, livesOtherwise } from './lives-already.ts'
import { hasItsName, isOfNextProduct, mayMean } from './may-mean.ts'
import { type Fits, pairOff } from './pair-off.ts'

export interface Binding {
  /** By key of the declared subscription. */
  readonly bound: ReadonlyMap<string, LiveSubscription>
  /** Declared, and nothing living means it. */
  readonly unbound: readonly DeclaredSubscription[]
  /** Living, and nothing declared means it. */
  readonly unmanaged: readonly LiveSubscription[]
  readonly findings: readonly Finding[]
}

export interface BindingFacts {
  /** How far an id that is not there reaches: the whole customer in a consolidation, else its line. */
  readonly reach?: 'customer' | 'line'
  /** What a transfer still brings from the sources. */
  readonly arriving?: readonly LiveSubscription[]
  /** The day by which what a line lets end has ended as it says, or early; left out: nobody asks. */
  readonly on?: UtcDate
}

export function bind(
  customer: DeclaredCustomer,
  live: readonly LiveSubscription[],
  { reach = 'customer', arriving = [], on }: BindingFacts = {},
): Binding {
  const free = new Set([...live].filter(isBindable).sort(by(entry => entry.id)))
  const bound = new Map<string, LiveSubscription>()
  const doubtful = new Set<string>()
  const contested = new Set<LiveSubscription>()
  const findings: Finding[] = []
  const doubts = new Map<DeclaredSubscription, Finding>()
  const at = { partner: customer.partner, customer: customer.tenant }
  let open = [...customer.subscriptions].sort(by(entry => entry.key))

  /** The later of two rules is asked where nothing fits by the first. */
  const round = (...rules: readonly Fits[]) => {
    const offers = open.map(declared => ({
      declared,
      fitting:
        rules
          .map(fits => [...free].filter(entry => fits(declared, entry)))
          .find(({ length }) => length > 0) ?? [],
    }))
    for (const { declared, fitting } of offers) {
      const [only, ...others] = fitting
      if (only === undefined) continue
      const rivals = offers.filter(other => other.declared !== declared && other.fitting.includes(only))
      if (others.length === 0 && rivals.length === 0) {
        bound.set(declared.key, only)
        free.delete(only)
        continue
      }
      doubtful.add(declared.key)
      for (const entry of fitting) contested.add(entry)
      doubts.set(
        declared,
        finding(
          bindCodes.AMBIGUOUS_BINDING,
          'customer',
          { ...at, product: declared.product },
          {
            detail: doubt(
              declared,
              fitting,
              rivals.map(rival => rival.declared),
            ),
            at: declared.at,
          },
        ),
      )
    }
    open = open.filter(declared => !bound.has(declared.key) && !doubtful.has(declared.key))
  }

  round((declared, entry) => declared.subscriptionId === entry.id)
  for (const declared of open) {
    if (declared.subscriptionId === null) continue
    doubtful.add(declared.key)
    const subject = { ...at, subscription: declared.subscriptionId, product: declared.product }
    if (live.some(entry => entry.id === declared.subscriptionId && entry.trial)) {
      const detail = `\`${declared.key}\` names ${declared.subscriptionId}, which is a trial: it ends or turns into something else, and no declared line means it.`
      findings.push(finding(bindCodes.TRIAL_BOUND, 'customer', subject, { detail, at: declared.at }))
      continue
    }
    if (declared.state === 'cancelled') continue
    const early = on === undefined ? null : endedEarly(declared, { list: live, on })
    const isAsDeclared = declared.state !== 'active' || (declared.endOfTerm === 'cancel' && early === null)
    const before =
      early === null ? '' : ` Its term, which \`endOfTerm: cancel\` lets it run to, ends on ${early}.`
    const detail = `\`${declared.key}\` names ${declared.subscriptionId}, which ${customer.partner} does not show as living for ${customer.name}.${before}`
    findings.push(
      isAsDeclared
        ? finding(bindCodes.BOUND_ID_ENDED, 'nothing', subject, { detail, at: declared.at })
        : finding(bindCodes.BOUND_ID_MISSING, reach, subject, {
            detail: `${detail}${prevents('BOUND_ID_MISSING')}`,
            at: declared.at,
          }),
    )
  }
  open = open.filter(declared => declared.subscriptionId === null)
  round(
    (declared, entry) =>
      (entry.product === declared.product || isExtensionOf(declared, entry)) && hasItsName(declared, entry),
    (declared, entry) => isOfNextProduct(declared, entry) && hasItsName(declared, entry),
  )
  round(
    (declared, entry) => declared.anotherAcknowledged !== true && hasSameTerms(declared, entry),
    (declared, entry) => declared.anotherAcknowledged !== true && hasRolledOver(declared, entry),
  )

  for (const product of new Set([...doubts.keys()].map(declared => declared.product))) {
    const lines = customer.subscriptions.filter(
      declared =>
        declared.product === product &&
        declared.subscriptionId === null &&
        declared.anotherAcknowledged !== true &&
        (doubts.has(declared) || open.includes(declared)),
    )
    if (carriesPurchase(lines, { customer, bound, free })) continue
    const living = [...free].filter(
      entry => entry.product === product || lines.some(line => hasRolledOver(line, entry)),
    )
    // What a line of another product may mean too is more than a matter of order.
    const isClaimed = [...doubts.keys()].some(
      line => line.product !== product && living.some(entry => mayMean(line, entry)),
    )
    if (isClaimed) continue
    const paired = pairOff({
      lines: [...lines].sort(by(entry => entry.key)),
      living,
      arriving: arriving.filter(entry => entry.product === product),
      fits: (line, entry) => hasSameTerms(line, entry) || hasRolledOver(line, entry),
    })
    if (paired === null) continue
    for (const declared of lines) {
      doubts.delete(declared)
      doubtful.delete(declared.key)
      const its = paired.get(declared.key)
      if (its === undefined) {
        if (!open.includes(declared)) open = [...open, declared]
        continue
      }
      bound.set(declared.key, its)
      free.delete(its)
      open = open.filter(entry => entry !== declared)
    }
  }

  for (const declared of open) {
    if (declared.state !== 'active') continue
    const there = [...free].filter(entry => mayMean(declared, entry) && !contested.has(entry))
    // One more beside the one that lives; where two live, the second may be what was bought, under another name now.
    const isAnother = declared.anotherAcknowledged === true
    if (there.length < (isAnother ? 2 : 1)) continue
    doubtful.add(declared.key)
    for (const entry of there) contested.add(entry)
    findings.push(isAnother ? boughtAlready(declared, there, at) : livesOtherwise(declared, there, at))
  }
  open = open.filter(declared => !doubtful.has(declared.key))

  return {
    bound,
    unbound: open.sort(by(entry => entry.key)),
    unmanaged: [...live]
      .filter(entry => isLiving(entry) && (entry.trial || (free.has(entry) && !contested.has(entry))))
      .sort(by(entry => entry.id)),
    findings: [...findings, ...doubts.values()],
  }
}

/** An add-on that is bought onto one of these lines has to know which: there equal is not the same. */
function carriesPurchase(
  lines: readonly DeclaredSubscription[],
  {
    customer,
    bound,
    free,
  }: {
    readonly customer: DeclaredCustomer
    readonly bound: Binding['bound']
    readonly free: ReadonlySet<LiveSubscription>
  },
): boolean {
  const keys = new Set<string | null>(lines.map(declared => declared.key))
  return customer.subscriptions.some(
    addOn =>
      keys.has(addOn.addOnTo) &&
      !bound.has(addOn.key) &&
      ![...free].some(entry => entry.product === addOn.product),
  )
}

/** A trial is no subscription that a line could mean: it ends, or turns into something else (T25). */
function isBindable(entry: LiveSubscription): boolean {
  return isLiving(entry) && !entry.trial
}

function hasSameTerms(declared: DeclaredSubscription, entry: LiveSubscription): boolean {
  if (isExtensionOf(declared, entry)) return true
  return (
    entry.product === declared.product &&
    (declared.term === null || entry.term === declared.term) &&
    (!declared.billingWritten || entry.billing === null || entry.billing === declared.billing)
  )
}

function doubt(
  declared: DeclaredSubscription,
  fitting: readonly LiveSubscription[],
  rivals: readonly DeclaredSubscription[],
): string {
  const which = fitting.map(entry => `${entry.id} (${entry.name})`).join(' or ')
  if (rivals.length === 0) return `\`${declared.key}\` could be ${which}.`
  return `\`${declared.key}\` could be ${which}, and so could ${rivals.map(rival => `\`${rival.key}\``).join(' and ')}.`
}
