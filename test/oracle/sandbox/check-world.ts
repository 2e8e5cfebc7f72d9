/** One made-up world from its first day to its last invoice, and what of it differs from the oracle. */
import { type Day, dayInMonth, monthNumber, textOf } from '../calendar.ts'
import type { History } from '../facts.ts'
import { type Rules, roundedByLine, theRules } from '../rules.ts'
import { windowDays } from './acts.ts'
import { historiesOf, type Ledger, ledgerDifferences, overlapDays, overlapDifferences } from './compare.ts'
import { invoiceDifferences, invoiceLines } from './invoices.ts'
import { carryOut } from './perform.ts'
import { type Body, serviceOf } from './service.ts'
import type { WorldPlan } from './stories.ts'
import type { Told } from './told.ts'
import { worldOf } from './world-of.ts'

/** What the sandbox has to say of a world that is over. */
export interface Books {
  /** By which it charges. */
  readonly rules: Rules
  readonly told: readonly Told[]
  readonly ledger: Ledger
  readonly lines: readonly Body[]
  readonly first: Day
  /** Last day of the ledger. */
  readonly last: Day
  /** Last day of the last month that is invoiced. */
  readonly invoiced: Day
}

/** Invoices of a month are there by the tenth of the next one. */
const daysToInvoice = 9

export async function booksOf(plan: WorldPlan): Promise<Books> {
  const service = await serviceOf(worldOf(plan))
  try {
    const told = await carryOut(service, plan)
    const invoiced = dayInMonth(monthNumber(plan.clock + windowDays), 31)
    await service.until(`${textOf(invoiced + daysToInvoice)}T00:00:00Z`)
    return {
      rules: plan.isRoundedByLine ? roundedByLine : theRules,
      told,
      ledger: await service.control('GET', 'ledger'),
      lines: [...(await invoiceLines(service, 'italy')), ...(await invoiceLines(service, 'central'))],
      first: plan.clock,
      last: invoiced + daysToInvoice - 1,
      invoiced,
    }
  } finally {
    await service.close()
  }
}

export interface Judged {
  readonly histories: ReadonlyMap<Told, History>
  /** `customer day` of each day on both sides. */
  readonly overlap: ReadonlySet<string>
  /** A line for each figure that differs. */
  readonly differences: readonly string[]
}

/** `wrong`: rules to turn round, for a test of the test. */
export function judge(
  { told, ledger, lines, first, last, invoiced, ...own }: Books,
  wrong: Partial<Rules> = {},
): Judged {
  const rules = { ...own.rules, ...wrong }
  const window = { first, last }
  const histories = historiesOf(told, last, rules)
  const overlap = overlapDays(histories, first)
  return {
    histories,
    overlap,
    differences: [
      ...ledgerDifferences(histories, ledger, window),
      ...overlapDifferences(overlap, ledger),
      ...invoiceDifferences(historiesOf(told, invoiced, rules), lines, {
        first,
        last: invoiced,
        rules,
      }),
    ],
  }
}
