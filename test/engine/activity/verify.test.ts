import { describe, expect, it } from 'vitest'
import { ownSteps } from '../../../engine/activity/own-steps.ts'
import { verify } from '../../../engine/activity/verify.ts'
import type { JournalEntry } from '../../../engine/journal/entry.ts'
import type { ActivityRecord } from '../../../engine/model/activity.ts'
import { instant, subscriptionId, utcDate } from '../../../engine/model/ids.ts'
import { central } from '../../support/builders/index.ts'
import { planned } from '../../support/story.ts'

const plan = planned()
const writes = plan.actions.filter(action => 'effect' in action)
const [create, suspend] = writes
const at = instant('2026-12-07T07:00:00Z')
const later = instant('2026-12-07T09:00:00Z')

type Bare = JournalEntry extends infer Entry
  ? Entry extends JournalEntry
    ? Omit<Entry, 'seq' | 'at'>
    : never
  : never

function journal(...entries: readonly Bare[]): readonly JournalEntry[] {
  const began = {
    kind: 'apply.began',
    apply: 'a',
    plan,
    who: 'me',
    consent: [],
    skippedCustomers: [],
  } as const
  return [began, ...entries].map((entry, seq) => ({ ...entry, seq, at }) as JournalEntry)
}

function attempt(position: number, number: number): Bare {
  const action = writes[position]?.id ?? ('' as never)
  return {
    kind: 'action.began',
    action,
    attempt: number,
    requestId: `r-${position}-${number}`,
    correlationId: `C-${position}-${number}`,
  }
}

function ended(position: number, outcome: object): Bare {
  return { kind: 'action.ended', action: writes[position]?.id, attempt: 1, outcome } as Bare
}

function aRecord(facts: Partial<ActivityRecord>): ActivityRecord {
  return {
    id: 'r',
    partner: central,
    at: later,
    customer: create?.customer ?? null,
    customerName: 'Panificio Rossi',
    user: null,
    application: 'portal',
    resource: 'order',
    operation: 'create_order',
    status: 'succeeded',
    correlationId: null,
    subscriptions: [],
    before: null,
    after: null,
    ...facts,
  }
}

function verdicts(
  entries: readonly JournalEntry[],
  records: readonly ActivityRecord[],
  { ours = [], keptSince = '2026-09-08' }: { ours?: readonly string[]; keptSince?: string } = {},
) {
  const found = verify({
    apply: 'a',
    writes: ownSteps(entries),
    ours: new Set(ours),
    records,
    unread: [],
    from: at,
    to: later,
    keptSince: utcDate(keptSince),
  })
  return found.lines.map(line => [line.verdict, line.write?.action.kind ?? null, line.record?.id ?? null])
}

const done = { kind: 'done', evidence: { subscription: subscriptionId('new'), at } }

describe('verifying a journal', () => {
  it('has something to verify', () => {
    expect([create?.kind, suspend?.kind]).toEqual(['subscription.create', 'subscription.suspend'])
  })

  it('finds a record by the correlation id of any attempt, in whatever case', () => {
    const entries = journal(
      attempt(0, 1),
      ended(0, { kind: 'unknown', because: {} }),
      attempt(0, 2),
      ended(0, done),
    )
    expect(verdicts(entries, [aRecord({ id: 'x', correlationId: 'c-0-1' })])).toEqual([
      ['confirmed', 'subscription.create', 'x'],
    ])
  })

  it('waits for the record of what was done, and for none of what was refused', () => {
    const refused = { kind: 'refused', because: {} }
    const entries = journal(attempt(0, 1), ended(0, done), attempt(1, 1), ended(1, refused))
    expect(verdicts(entries, [])).toEqual([['not recorded yet', 'subscription.create', null]])
  })

  it('does not wait for the record of what Microsoft has forgotten', () => {
    const entries = journal(attempt(0, 1), ended(0, done))
    expect(verdicts(entries, [], { keptSince: '2026-12-08' })).toEqual([
      ['no longer kept', 'subscription.create', null],
    ])
  })

  it('takes other applies of the workspace for ours, and acceptances for nobody’s change', () => {
    const records = [
      aRecord({ id: 'other apply', correlationId: 'OTHER' }),
      aRecord({ id: 'accepted', resource: 'partner_customer_relationship' }),
      aRecord({ id: 'before', at: instant('2026-12-07T06:59:59Z') }),
      aRecord({ id: 'stranger' }),
    ]
    expect(verdicts(journal(), records, { ours: ['other'] })).toEqual([['not ours', null, 'stranger']])
  })

  it('tells what was ours and changed since from what never was', () => {
    const entries = journal(attempt(0, 1), ended(0, done))
    const own = aRecord({ id: 'own', correlationId: 'C-0-1', at })
    const touched = aRecord({
      id: 'touched',
      resource: 'subscription',
      subscriptions: [subscriptionId('new')],
    })
    expect(verdicts(entries, [touched, own])).toEqual([
      ['confirmed', 'subscription.create', 'own'],
      ['changed since', 'subscription.create', 'touched'],
    ])
  })
})
