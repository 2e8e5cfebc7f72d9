/**
 * Sources that were told to end, and whose term had been renewed by then: by what is there now they are charged beside their replacements for more
 * than the rule accepts. Such a step is never called complete (T27).
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import { isComplete } from '../../journal/fold.ts'
import { afterTerm, chargedFor, isPairEnd, sinceIn } from '../../journal/overlap.ts'
import type { Caps } from '../../model/desired.ts'
import type { ActionId } from '../../model/ids.ts'
import type { Amount } from '../../model/money.ts'
import { isOver } from '../../money/decimals.ts'
import { isSwitchOff } from '../../plan/action.ts'
import { labelOf } from '../../plan/decide/source/source-decision.ts'
import { addDays } from '../../time/utc-days.ts'
import { codes } from '../codes.ts'
import type { Run } from '../run.ts'
import { boughtAtIn, costIn, sourceIn } from './overlap-of.ts'

/** By the step that told it to end. */
export function overlapsNotAccepted(run: Run): ReadonlyMap<ActionId, Diagnostic> {
  const consolidations = new Map(run.plan.customers.map(part => [part.tenant, part.consolidation]))
  const since = sinceIn({ ...run, boughtAt: boughtAtIn(run) })
  const found = new Map<ActionId, Diagnostic>()
  for (const action of run.plan.actions) {
    if (!isPairEnd(action) || isSwitchOff(action) || !isComplete(run.records.get(action.id))) continue
    const source = sourceIn(run, action)
    const until = afterTerm(action, source)
    if (source === null || until === null || action.termEndsOn === null) continue
    // What the plan announced was accepted with it.
    if (until <= addDays(action.termEndsOn, 1)) continue
    const from = since(action)?.from ?? null
    const money: Amount =
      from === null
        ? { kind: 'unknown', why: 'purchase day unknown' }
        : chargedFor(action, source, { from, until }, costIn(run))
    const caps = run.acceptedOverlap?.(consolidations.get(action.customer) ?? null, source) ?? []
    if (isAccepted(money, caps)) continue
    found.set(
      action.id,
      diagnose(codes.RENEWED_MEANWHILE, {
        detail: `${labelOf(source)} was to end on ${action.termEndsOn}, and its term had been renewed before it was set to cancel: it ends on ${addDays(until, -1)}. ${beside(from, money)}; ${acceptedWords(caps)}.`,
        at: action.source,
      }),
    )
  }
  return found
}

function isAccepted(money: Amount, caps: Caps): boolean {
  if (money.kind === 'unknown') return false
  const cap = caps.find(({ currency }) => currency === money.currency)
  return cap !== undefined && !isOver(money.amount, cap.amount)
}

function beside(from: string | null, money: Amount): string {
  const what = money.kind === 'known' ? `${money.currency} ${money.amount}` : `unknown (${money.why})`
  return `Charged on both sides${from === null ? '' : ` from ${from}`} to then: ${what}`
}

function acceptedWords(caps: Caps): string {
  return caps.length === 0
    ? 'the rule accepts no more than the plan announced'
    : `the rule accepts ${caps.map(({ currency, amount }) => `${currency} ${amount}`).join(', ')}`
}
