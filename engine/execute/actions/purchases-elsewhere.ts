/**
 * Purchases that another, interrupted apply has sent and that may not show yet. A plan made meanwhile does not see them and would
 * buy the same again, under ids of its own, which no service could recognise.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { JournalEntry } from '../../journal/entry.ts'
import { foldJournal } from '../../journal/fold.ts'
import type { ActionId, Instant } from '../../model/ids.ts'
import type { Action } from '../../plan/action.ts'
import type { Plan } from '../../plan/plan.ts'
import type { JournalStore } from '../../ports.ts'
import { msBetween } from '../../time/utc-days.ts'
import { codes } from '../codes.ts'

/** What was bought shows within 15 minutes (facts 4.5); twice that, to be sure. In ms. */
const hiddenForMs = 30 * 60_000

/** One per interrupted apply of another plan that has just bought what this plan would buy. */
export async function purchasesElsewhere(
  plan: Plan,
  { store, now }: { readonly store: JournalStore; readonly now: Instant },
): Promise<readonly Diagnostic[]> {
  const wanted = new Set(plan.actions.flatMap(boughtBy))
  const found: Diagnostic[] = []
  if (wanted.size === 0) return found
  for (const { apply, finished, damaged } of await store.list()) {
    if (finished || damaged !== undefined) continue
    const entries = await store.read(apply)
    const state = foldJournal(entries)
    if (state === null || state.plan.id === plan.id) continue
    const recent = heardOfSince(entries, now)
    const clashing = state.plan.actions.filter(action => {
      const outcome = state.actions.get(action.id)?.outcome?.kind
      return recent.has(action.id) && outcome !== 'refused' && boughtBy(action).some(what => wanted.has(what))
    })
    if (clashing.length === 0) continue
    const what = clashing.length === 1 ? 'a purchase' : `${clashing.length} purchases`
    found.push(
      diagnose(codes.UNFINISHED, {
        detail: `${apply} has sent ${what} of this plan within the last half hour, and it may not show yet. Nothing was written.`,
        remedies: [
          {
            kind: 'run',
            command: `tenantform resume ${apply}`,
            why: 'looks what became of it, and goes on',
          },
          { kind: 'wait', until: 'half an hour has passed, where it can no longer be gone on with' },
        ],
      }),
    )
  }
  return found
}

/** What an action brings into an account, by account, customer and product. */
function boughtBy(action: Action): readonly string[] {
  if (action.kind === 'subscription.create') return [`${action.partner} ${action.customer} ${action.product}`]
  if (action.kind !== 'subscription.transfer') return []
  return action.items.map(item => `${action.partner} ${action.customer} ${item.product}`)
}

/** What was sent has its latest entry behind it: a purchase may be sent many minutes after its attempt began. */
function heardOfSince(entries: readonly JournalEntry[], now: Instant): ReadonlySet<ActionId> {
  const begun = new Set<ActionId>()
  const recent = new Set<ActionId>()
  for (const entry of entries) {
    if (!('action' in entry)) continue
    if (entry.kind === 'action.began') begun.add(entry.action)
    // Nothing was sent then.
    if (entry.kind === 'action.skipped') continue
    if (entry.kind === 'action.ended' && entry.outcome.kind === 'stale') continue
    if (begun.has(entry.action) && msBetween(entry.at, now) < hiddenForMs) recent.add(entry.action)
  }
  return recent
}
