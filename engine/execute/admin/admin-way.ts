/**
 * How an action of delegated administration is carried out where it differs from commerce: what it expects and proves is read from Graph,
 * and no fact, window or deadline of the plan speaks of it.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { ActionOutcome } from '../../journal/entry.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import { indexActual } from '../../model/actual-index.ts'
import type { SentKind } from '../../plan/action.ts'
import type { AdminAction, AdminCheck } from '../../plan/admin/admin-action.ts'
import { holdsAdmin } from '../../plan/admin/admin-checks.ts'
import { adminCodes } from '../../plan/admin/codes.ts'
import type { Outcome, Perform } from '../../ports.ts'
import { readAdmin } from '../../read/read-admin.ts'
import { Bug } from '../../result.ts'
import { askUntil } from '../actions/settle.ts'
import { codes } from '../codes.ts'
import type { Ready } from '../facts/ready.ts'
import type { Run } from '../run.ts'
import { describeAdminCheck } from './describe-admin-check.ts'

export async function readyForAdmin(action: AdminAction, run: Run): Promise<Ready> {
  if (run.admin === undefined)
    return {
      kind: 'stale',
      because: diagnose(adminCodes.NO_ACCESS, { detail: `${action.id} was not sent.` }),
    }
  const at = run.clock.now()
  const index = await readFor([...action.expects, ...action.proves], run)
  if (openOf(action.proves, index).length === 0)
    return { kind: 'adopted', evidence: { at: run.clock.now(), detail: 'found as planned' } }
  const open = openOf(action.expects, index)
  if (open.length === 0) {
    run.judged.set(action.id, at)
    return { kind: 'go' }
  }
  const [unread] = open.flatMap(check => whyUnknown(check, index) ?? [])
  if (unread !== undefined && open.every(check => holdsAdmin(check, index) === 'unknown'))
    return {
      kind: 'stale',
      because: diagnose(adminCodes.UNKNOWN, {
        detail: `Nothing was sent for ${action.id}: ${unread.detail ?? unread.summary}`,
        at: action.source,
      }),
    }
  return {
    kind: 'stale',
    because: diagnose(codes.NOT_AS_EXPECTED, {
      detail: `Nothing was sent: ${open.map(describeAdminCheck).join('; ')}.`,
      at: action.source,
    }),
  }
}

/** The service answers at once and works on: what it was told counts once it shows. */
export async function verifyAdmin(
  action: AdminAction,
  outcome: Extract<Outcome, { kind: 'done' }>,
  run: Run,
): Promise<ActionOutcome> {
  const { last: open } = await askUntil(run, {
    ask: async () => openOf(action.proves, await readFor(action.proves, run)),
    isOver: left => left.length === 0,
  })
  if (open.length === 0) return outcome
  const detail = `${open.map(describeAdminCheck).join('; ')}.`
  return { kind: 'unknown', because: diagnose(codes.NOT_VERIFIED, { detail, at: action.source }) }
}

export function adminPerformerOf(action: AdminAction, run: Run): Perform<SentKind> {
  if (run.admin === undefined) throw new Bug(`${action.id} was begun without a way to Graph`)
  return run.admin.performers[action.kind] as Perform<SentKind> // the table is keyed by the kind of its own actions
}

/** The answer that did not come; null: one came. */
function whyUnknown(check: AdminCheck, index: ActualIndex): Diagnostic | null {
  const seen = index.admin(check.partner, check.customer)
  if (seen === undefined) return null
  if (seen.relationships.kind === 'unknown') return seen.relationships.because
  const silent = seen.assignments.find(entry => entry.groups.kind === 'unknown')?.groups
  return silent?.kind === 'unknown' ? silent.because : null
}

function openOf(checks: readonly AdminCheck[], index: ActualIndex): readonly AdminCheck[] {
  return checks.filter(check => holdsAdmin(check, index) !== 'yes')
}

async function readFor(checks: readonly AdminCheck[], run: Run): Promise<ActualIndex> {
  const scopes = new Map<string, Parameters<typeof readAdmin>[0][number]>()
  for (const { partner, customer, kind } of checks) {
    const key = `${partner}/${customer}`
    const withGroups = kind === 'group holds' || scopes.get(key)?.withGroups === true
    scopes.set(key, { partner, tenant: customer, withGroups })
  }
  const admin = await readAdmin([...scopes.values()], { reader: run.admin?.reader, width: 1 })
  return indexActual({ readAt: run.clock.now(), partners: [], customers: [], catalogue: [], admin })
}
