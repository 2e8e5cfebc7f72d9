/** Plans and journals whose digests and hashes are right, because whoever forged them made them again, and whose content is nonsense. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { diagnosticsText } from '../../cmd/report/diagnostics.ts'
import { journalText } from '../../cmd/report/journal-text.ts'
import { planHtml } from '../../cmd/report/plan/plan-html.ts'
import { planMarkdown } from '../../cmd/report/plan/plan-markdown.ts'
import { planText } from '../../cmd/report/plan/plan-text.ts'
import { withoutCiCommands } from '../../cmd/terminal/ci-commands.ts'
import { by } from '../../engine/compare.ts'
import { chainOf } from '../../engine/journal/chain.ts'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import type { Digest } from '../../engine/model/ids.ts'
import { decodePlan, encodePlan } from '../../engine/plan/codec.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { savedPlanLines } from '../../engine/plan/saved/saved-plan.ts'
import { createMemoryJournal } from '../../providers/journal/memory.ts'
import { decodeRecords, encodeRecord } from '../../providers/journal/records.ts'
import { aStage, type Stage } from '../engine/execute/harness.ts'
import { documentsOf, suite } from '../support/builders/index.ts'
import { deedOf } from '../support/deeds.ts'
import { looseRecord } from '../support/loose-record.ts'
import { sealed } from '../support/sealed.ts'
import { planned } from '../support/story.ts'
import * as waves from '../support/three-waves.ts'
import { hostile } from './hostile.ts'
import { nonsense, type Swap, swaps } from './nonsense.ts'

const options = { columns: Number.POSITIVE_INFINITY, colour: false }

/** What the changes made of it; null: something without the members of a plan. */
function forged(plan: Plan, wanted: readonly Swap[]): Plan | null {
  try {
    return sealed(nonsense(plan, wanted))
  } catch {
    return null
  }
}

/** null: nothing that stands in lists. */
function inShort(plan: Plan): string | null {
  try {
    return [...savedPlanLines(plan)].join('\n')
  } catch {
    return null
  }
}

const honest = aStage().plan
/** Nothing but what the honest plan would do, and each of it once. */
function expectNothingElse({ tenants }: Stage, plan: Plan): void {
  const allowed = new Set(honest.actions.map(deedOf))
  const deeds = new Map(plan.actions.map(action => [action.id as string, deedOf(action)]))
  const done = tenants.sent.filter(entry => !entry.replayed).map(({ action }) => deeds.get(action) ?? action)
  expect(done.filter(deed => !allowed.has(deed))).toEqual([])
  expect(new Set(done).size).toBe(done.length)
}

it('a plan is refused, or carried out as the documents have it', async () => {
  const wide = planned({
    declared: [{}, { key: 'suite', product: suite }],
    italy: [{}, { id: 's-2', product: suite }],
  })
  await hostile(
    'saved plans, sound by their digest',
    fc.tuple(swaps, fc.boolean(), fc.boolean()),
    async ([wanted, isWide, isShort]) => {
      const plan = forged(isWide ? wide : honest, wanted)
      if (plan === null) return []
      const read = decodePlan((isShort ? inShort(plan) : null) ?? encodePlan(plan))
      if (!read.ok) return [diagnosticsText(read.diagnostics, new Map())]
      const shown = [planText(plan, options), withoutCiCommands(planMarkdown(plan)), planHtml(plan)]
      if (isWide) return shown
      const stage = aStage({ plan })
      const verdict = await stage.apply({
        declared: documentsOf(honest),
        desiredDigest: honest.desired,
        partners: honest.partners,
        madeIn: honest.madeIn,
        version: honest.tool.version,
      })
      expectNothingElse(stage, plan)
      return [...shown, diagnosticsText(verdict.diagnostics, new Map())]
    },
  )
})

/** Each cut takes one edge of the plan's order away: the action by its place, and which of those that it waits for. */
const cuts = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 })
/** Or puts a customer into another wave. */
const swapped = fc.option(fc.tuple(fc.nat(5), fc.constantFrom('first', 'second', 'third', null)))

it('waves wait for each other, whatever is taken from a plan of them', async () => {
  await hostile('plans of waves, loosened', fc.tuple(cuts, swapped), async ([wanted, other]) => {
    const actions = [...waves.plan.actions]
    for (const [at, which] of wanted) {
      const place = at % actions.length
      const action = actions[place]
      if (action === undefined || action.after.length === 0) continue
      const gone = which % action.after.length
      actions[place] = { ...action, after: action.after.filter((_, position) => position !== gone) }
    }
    const customers = waves.plan.customers.map((part, at) =>
      at === other?.[0] ? { ...part, wave: other[1] } : part,
    )
    const plan = sealed({ ...waves.plan, actions, customers })
    const stage = aStage({ plan, actual: waves.actual })
    const verdict = await stage.apply({ declared: waves.desired, desiredDigest: waves.plan.desired })
    const waveOf = new Map(waves.plan.customers.flatMap(part => part.actions.map(id => [id, part.wave])))
    const order = stage.tenants.sent.map(({ action }) => waveOf.get(action))
    expect(order).toEqual([...order].sort(by(String)))
    return [diagnosticsText(verdict.diagnostics, new Map())]
  })
})

const killed = (async () => {
  const stage = aStage()
  const verdict = await stage.apply()
  return stage.store.read(verdict.result?.apply ?? '')
})()

/** Chained and hashed anew, numbered or not. */
function journalOf(entries: readonly JournalEntry[], isShort: boolean): string {
  let before: Digest | null = null
  const lines: string[] = []
  for (const whole of entries) {
    const { chain: _chain, ...entry } = whole
    before = chainOf(entry as JournalEntry, before)
    const chained = { ...entry, chain: before } as JournalEntry
    lines.push(isShort ? encodeRecord(chained) : looseRecord(chained))
  }
  return lines.join('')
}

it('a journal is refused, or gone on with as the documents have it', async () => {
  const entries = await killed
  const cuts = fc.nat(entries.length - 2)
  await hostile(
    'journals, sound by their hashes',
    fc.tuple(swaps, cuts, fc.boolean(), fc.boolean()),
    async ([wanted, cut, isNumbered, isShort]) => {
      let text = ''
      try {
        const made = nonsense(entries.slice(0, cut + 1), wanted)
        const numbered = isNumbered ? made.map((entry, seq) => ({ ...entry, seq })) : made
        const resealed = numbered.map(entry =>
          entry.kind === 'apply.began' ? { ...entry, plan: sealed(entry.plan) } : entry,
        )
        text = journalOf(resealed, isShort)
      } catch {
        return [] // no longer entries by which a hash could be made
      }
      const apply = entries[0]?.kind === 'apply.began' ? entries[0].apply : ''
      const { entries: kept, damage } = decodeRecords(Buffer.from(text), apply)
      const shown = journalText(kept, options)
      if (damage !== null) return [shown, diagnosticsText([damage], new Map())]
      const store = createMemoryJournal()
      const writer = await store.open(apply)
      for (const entry of kept) await writer.append(entry)
      await writer.close()
      const stage = aStage({ store })
      const verdict = await stage.resume({
        apply,
        declared: documentsOf(honest),
        desiredDigest: honest.desired,
        partners: honest.partners,
        madeIn: honest.madeIn,
      })
      const [first] = kept
      expectNothingElse(stage, first?.kind === 'apply.began' ? first.plan : honest)
      return [shown, diagnosticsText(verdict.diagnostics, new Map())]
    },
  )
})
