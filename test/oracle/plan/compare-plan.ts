/** The money of a plan against the oracle: a line for each figure that differs. */
import type { Amount } from '../../../engine/model/money.ts'
import type { Action, WriteAction } from '../../../engine/plan/action.ts'
import { textOf } from '../calendar.ts'
import { equal, type Fraction, parseDecimal, total, zero } from '../fraction.ts'
import { moneyText } from '../money.ts'
import { type Expected, expectedOf, type Scene } from './expected.ts'

export interface PlanCheck {
  readonly differences: string[]
  /** Figures that were compared, by their name; unknown and hidden ones apart. */
  readonly compared: string[]
}

export function comparePlan(scene: Scene): PlanCheck {
  const check: PlanCheck = { differences: [], compared: [] }
  const writes = scene.plan.actions.filter(isWrite)
  const all = writes.map(action => ({ action, expected: expectedOf(scene, action) }))
  for (const { action, expected } of all) compareAction(check, action, expected)
  compareSums(
    check,
    scene,
    all.map(({ expected }) => expected),
  )
  return check
}

function isWrite(action: Action): action is WriteAction {
  return 'effect' in action
}

function compareAction(check: PlanCheck, action: WriteAction, expected: Expected): void {
  const { credit, commitment, overlap, perPeriod } = action.effect
  const name = `${action.id} ${action.effect.method} ${action.effect.date}`
  const isOpen = (figure: 'credit' | 'overlap' | 'a further day') => !expected.hidden.has(figure)
  const figures: readonly Figures[] = [
    ...(isOpen('credit') ? [{ figure: 'credit', ours: expected.credit, theirs: credit }] : []),
    ...(isOpen('overlap')
      ? [{ figure: 'overlap', ours: expected.overlap?.amount, theirs: overlap?.money }]
      : []),
    { figure: 'commitment', ours: expected.commitment, theirs: commitment?.total },
    ...(isOpen('a further day')
      ? [{ figure: 'a further day', ours: expected.perDay, theirs: overlap?.perDay }]
      : []),
    { figure: 'a period', ours: expected.perPeriod, theirs: perPeriod?.amount },
  ]
  if (expected.young !== undefined && credit?.kind === 'known' && isOpen('credit'))
    check.compared.push(`credit of a young one: ${expected.young}`)
  for (const hidden of expected.hidden) check.compared.push(`${action.kind} ${hidden} hidden`)
  for (const figure of figures) compare(check, { name, kind: action.kind }, figure)
  const days = expected.overlap?.days.length ?? 0
  if (overlap !== undefined && isOpen('overlap') && overlap.days !== days)
    check.differences.push(`${name}: overlap of ${overlap.days} days, oracle ${days}`)
  if (commitment !== undefined && expected.until !== undefined && commitment.until !== textOf(expected.until))
    check.differences.push(`${name}: committed until ${commitment.until}, oracle ${textOf(expected.until)}`)
}

interface Figures {
  readonly figure: string
  readonly ours: Fraction | undefined
  readonly theirs: Amount | undefined
}

function compare(
  check: PlanCheck,
  { name, kind }: { readonly name: string; readonly kind: string },
  { figure, ours, theirs }: Figures,
): void {
  if (ours === undefined && theirs === undefined) return
  if (theirs?.kind === 'unknown') {
    check.compared.push(`${kind} ${figure} unknown: ${theirs.why}`)
    return
  }
  check.compared.push(`${kind} ${figure}`)
  const amount = theirs === undefined ? zero : parseDecimal(theirs.amount)
  if (equal(amount, ours ?? zero)) return
  const { n, d } = ours ?? zero
  check.differences.push(
    `${name}: ${figure} ${theirs?.amount ?? 'none'}, oracle ${(Number(n) / Number(d)).toFixed(4)}`,
  )
}

function compareSums(check: PlanCheck, { plan, world }: Scene, all: readonly Expected[]): void {
  const sums = [
    { figure: 'credit', hidden: 'credit', ours: total(all.map(({ credit = zero }) => credit)) },
    { figure: 'committed', hidden: null, ours: total(all.map(({ commitment = zero }) => commitment)) },
    { figure: 'atRisk', hidden: 'overlap', ours: total(all.map(({ overlap }) => overlap?.amount ?? zero)) },
  ] as const
  for (const { figure, hidden, ours } of sums) {
    if (hidden !== null && all.some(one => one.hidden.has(hidden))) continue
    const { known, unknown } = plan.summary[figure]
    check.compared.push(unknown > 0 ? `sum of ${figure} unknown` : `sum of ${figure}`)
    const [first] = known
    if (unknown > 0 || equal(first === undefined ? zero : parseDecimal(first.amount), ours)) continue
    // The plan also counts what it leaves charged on both sides (T27); the model knows the pairs that end alone.
    if (figure === 'atRisk' && Number(first?.amount ?? 0) > Number(moneyText(ours, world.currency))) continue
    check.differences.push(
      `sum of ${figure}: ${first?.amount ?? 'none'}, oracle ${moneyText(ours, world.currency)}`,
    )
  }
}
