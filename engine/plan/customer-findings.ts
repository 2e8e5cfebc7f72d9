/** What is to be said about a customer as a whole, and what of it stops the customer. */

import type { Remedy } from '../diagnostic.ts'
import type { DeclaredSubscription } from '../model/desired.ts'
import type { CustomerActual, LiveSubscription } from '../model/live.ts'
import { renewalOf } from '../model/renewal.ts'
import { counted, seatsWords } from '../plural.ts'
import type { ScopedCustomer } from '../scope/scoped-customer.ts'
import { codes } from './codes.ts'
import { becomesWords } from './costs/converting-trial.ts'
import { termEndOf } from './costs/term-end.ts'
import { isConverting } from './costs/twins.ts'
import { finding } from './finding.ts'
import type { MovesInto } from './move/moved-before.ts'
import { seatsAfter } from './move/seat-equations.ts'
import type { Standing } from './permit/readiness.ts'
import type { Finding, SeatEquation } from './plan.ts'

export function unreadable(
  facts: ScopedCustomer,
  standing: Standing,
  seen: CustomerActual | undefined,
): readonly Finding[] {
  const read = seen?.subscriptions
  if (!facts.written || standing.live === null || read === undefined || read.kind === 'present') return []
  const why = read.kind === 'unknown' ? `: ${read.because.summary}` : ''
  const detail = `What ${facts.customer.name} has under ${facts.customer.partner} is unknown${why}.`
  return [finding(codes.UNKNOWN_READ, 'customer', subjectOf(facts), { detail })]
}

/** What stops a customer of a consolidation as a whole, whatever its lines say. */
export function wholeCustomer(facts: ScopedCustomer, switchedOff: number): readonly Finding[] {
  const { customer, written, consolidation, claimedBy, keys } = facts
  if (consolidation === null) return []
  const found: Finding[] = []
  if (claimedBy !== null) {
    const detail = `${customer.name} still has something to be moved by ${consolidation.name} and by ${claimedBy}; each would buy all that is declared, and switch off its own part only.`
    found.push(
      finding(codes.TWO_CONSOLIDATIONS, 'customer', subjectOf(facts), { detail, at: consolidation.at }),
    )
  }
  if (keys !== null) {
    const detail = `Only ${[...keys]
      .sort()
      .map(key => `\`${key}\``)
      .join(', ')} of ${customer.name} was asked for; nothing is switched off before all of a customer is on.`
    const command = `tenantform plan --target ${customer.tenant}`
    found.push(
      finding(codes.TARGET_TOO_NARROW, 'customer', subjectOf(facts), {
        detail,
        remedies: [{ kind: 'run', command, why: 'plans the whole customer' }],
      }),
    )
  }
  if (switchedOff > 0 && !written) {
    const detail = `No document under ${customer.partner} declares ${customer.name}, so nothing of it is switched off.`
    found.push(finding(codes.CUSTOMER_NOT_DECLARED, 'customer', subjectOf(facts), { detail }))
  }
  if (switchedOff > 0 && !consolidation.irreversibleAcknowledged)
    found.push(
      finding(codes.IRREVERSIBLE_NOT_ACKNOWLEDGED, 'customer', subjectOf(facts), { at: consolidation.at }),
    )
  return found
}

/** S5: all of a customer is on before anything is switched off, whether or not the seats would do. */
export function notOn(facts: ScopedCustomer, after: Parameters<typeof seatsAfter>[1]): readonly Finding[] {
  return facts.customer.subscriptions.flatMap(declared => {
    const living = after.bound.get(declared.key)
    if (declared.state !== 'active' || living === undefined || seatsAfter(declared, after) > 0) return []
    const subject = { ...subjectOf(facts), subscription: living.id, product: living.product }
    const detail = `\`${declared.key}\` is ${living.status} under ${living.partner} and would not be active when the sources are switched off.`
    return [finding(codes.NOT_SETTLED, 'customer', subject, { detail, at: declared.at })]
  })
}

/** `found` names what is missing already, where that is why a line falls short. */
export function seatFindings(
  facts: ScopedCustomer & {
    readonly moves: Pick<MovesInto, 'from'>
    readonly begun: readonly DeclaredSubscription[]
  },
  seats: readonly SeatEquation[],
  found: readonly Finding[],
): readonly Finding[] {
  const at = facts.written ? facts.customer.at : undefined
  return seats.flatMap(line => {
    const subject = { ...subjectOf(facts), product: line.product }
    const isExplained = found.some(
      entry => entry.blocks === 'customer' && entry.subject.product === line.product,
    )
    if (line.verdict === 'unknown') {
      const detail = `${line.productName}: the service does not say how many seats there are.`
      return [finding(codes.UNKNOWN_READ, 'customer', subject, { detail, at })]
    }
    const moved = line.movedBefore ?? []
    const before = moved.reduce((sum, entry) => sum + (entry.seats ?? 0), 0)
    if (line.verdict !== 'fewer' || (isExplained && line.declared >= line.switchedOff + before)) return []
    const going =
      line.onSources > line.switchedOff
        ? `${counted(line.onSources, 'seat')} would be switched off or end with their term`
        : `${counted(line.switchedOff, 'seat')} would be switched off`
    const counts = `${line.declared} are declared, and the target would have ${line.onTargetAfter}`
    const raise = raisingWords(facts.begun, line, before)
    if (before === 0) {
      const detail = `${line.productName}: ${going}; ${counts}.`
      const remedies: readonly Remedy[] = [
        { kind: 'edit', what: `${raise}, or write \`fewerSeats: acknowledged\`` },
      ]
      return [
        finding(codes.FEWER_SEATS, 'customer', subject, { detail, at, ...(raise !== null && { remedies }) }),
      ]
    }
    const which = moved.map(entry => `${entry.subscription} under ${entry.partner}`).join(', ')
    const detail = `${line.productName}: ${going}, and ${before} that are off by now may have been moved to ${facts.customer.partner} before (${which}); ${counts}.`
    const left = moved.some(entry => facts.moves.from.has(entry.partner))
      ? '; or name under `leave:` of its consolidation what had been given up before and needs no seat'
      : ''
    const what = `${raise ?? `raise \`seats:\` to ${line.onSources + before} in all`}; or write \`fewerSeats: acknowledged\`${left}`
    const remedies: readonly Remedy[] = [{ kind: 'edit', what }]
    return [finding(codes.FEWER_SEATS, 'customer', subject, { detail, at, remedies })]
  })
}

/** Its `seats:` are those of the term that is over, and raising them alone changes nothing; null: no such line is of the product. */
function raisingWords(
  begun: readonly DeclaredSubscription[],
  { product, onSources }: SeatEquation,
  before: number,
): string | null {
  const lines = begun.filter(line => (line.nextTerm?.product ?? line.product) === product)
  if (lines.length === 0) return null
  const which = lines.map(({ key }) => `\`${key}\``).join(' and ')
  const other = lines.some(line => line.product !== product) ? `, write ${product} as its product` : ''
  return `the next term of ${which} has begun: take out its \`nextTerm:\`${other} and raise \`seats:\` to ${onSources + before} in all`
}

export function unmanaged(
  { customer, partner }: Pick<ScopedCustomer, 'customer' | 'partner'>,
  entry: LiveSubscription,
): Finding {
  const subject = {
    partner: entry.partner,
    customer: entry.customer,
    subscription: entry.id,
    product: entry.product,
  }
  const what = `${entry.productName} (${seatsWords(entry.seats)}, ${entry.status}, ${entry.id}) of ${customer.name} under ${entry.partner}`
  if (!isConverting(entry))
    return finding(codes.UNMANAGED, 'nothing', subject, {
      detail: `${what} is in no document, and stays as it is.`,
    })
  const becomes = becomesWords(termEndOf(entry, renewalOf(entry), { partner, hasMonthlyPlan: null }))
  return finding(codes.TRIAL_CONVERTS, 'nothing', subject, { detail: `${what} ${becomes}.` })
}

function subjectOf({ customer }: ScopedCustomer) {
  return { partner: customer.partner, customer: customer.tenant }
}
