/** A plan for people: one block per customer, then what the plan as a whole has to say. */
import { groupedBy } from '../../../engine/grouped-by.ts'
import { originWords } from '../../../engine/model/origin.ts'
import type { Action } from '../../../engine/plan/action.ts'
import { isAdminAction } from '../../../engine/plan/admin/admin-action.ts'
import { consolidationOf } from '../../../engine/plan/consolidation-of.ts'
import type {
  CustomerPlan,
  Finding,
  Plan,
  Readiness,
  SeatEquation,
  SourceLine,
} from '../../../engine/plan/plan.ts'
import { counted, plural } from '../../../engine/plural.ts'
import { chargedTwiceTotal, isNothing, signedSumsText, sumsText } from '../amount.ts'
import { alignColumns, wrapText } from '../columns.ts'
import { remedyLines } from '../diagnostics.ts'
import type { ReportOptions } from '../options.ts'
import { emphasised, type Paint, paintOf, paintSign } from '../paint.ts'
import { printable } from '../printable.ts'
import { withZone } from '../times.ts'
import { bannerOf, placeWords } from '../world.ts'
import { seatsCell } from './action-line.ts'
import { adminText } from './admin-lines.ts'
import { chargedTwiceWords } from './charged-twice.ts'
import { findingRows, findingText, type Look, noteRows } from './finding-text.ts'
import { lineOf } from './lines.ts'
import { refreshText } from './refresh-text.ts'

export function planText(plan: Plan, options: ReportOptions): string {
  const paint = paintOf(options)
  const byId = new Map(plan.actions.map(action => [action.id, action]))
  const notes = notesBy(plan)
  const admin = groupedBy(plan.actions.filter(isAdminAction), action => action.customer)
  const wrapped = (line: string, hang?: number) => wrapText(line, options.columns, hang)
  const look = { paint, wrapped, options }
  const { shown, folded } = foldedCustomers(plan, notes, options)
  const blocks = shown.map(customer =>
    customerBlock(customer, byId, { ...look, admin, notes: notes.get(customer.tenant) ?? [] }),
  )
  const planned = new Set<string | undefined>(plan.customers.map(customer => customer.tenant))
  const others = [...notes]
    .filter(([tenant]) => !planned.has(tenant))
    .flatMap(([, found]) => found.flatMap(one => noteRows(one, look, '')))
  const whole = plan.findings
    .filter(found => found.blocks === 'run')
    .flatMap(found => [
      paint.red(wrapped(`! ${printable(findingText(found))}`)),
      ...remedyLines(found.remedies, options, '  '),
    ])
  const [counts = '', ...estimate] = summaryLine(plan).split('\n')
  return `${[
    ...bannerLines(plan.madeIn, paint, wrapped),
    paint.bold(wrapped(header(plan))),
    ...originLines(plan, wrapped),
    ...refreshLines(plan, wrapped),
    ...blocks,
    ...folded,
    ...waveGates(plan, wrapped),
    ...others,
    ...whole,
    paint.bold(wrapped(counts)),
    ...estimate.map(line => wrapped(line)),
  ].join('\n')}\n`
}

/** Who has nothing to do, nothing to be said about and was not asked for by name is only counted. */
function foldedCustomers(
  { customers, scope }: Plan,
  notes: ReturnType<typeof notesBy>,
  { all = false }: ReportOptions,
): { readonly shown: readonly CustomerPlan[]; readonly folded: readonly string[] } {
  const isFolded = (customer: CustomerPlan) =>
    (customer.state === 'nothing to do' || customer.state === 'moved') &&
    customer.actions.length + customer.blockedBy.length + customer.chargedTwice.length === 0 &&
    customer.admin === undefined &&
    !notes.has(customer.tenant)
  if (all || scope.targets.length > 0) return { shown: customers, folded: [] }
  const shown = customers.filter(customer => !isFolded(customer))
  const count = customers.length - shown.length
  return {
    shown,
    folded:
      count === 0
        ? []
        : [
            `${counted(count, 'customer has', 'customers have')} nothing to do (--all shows ${plural(count, 'it', 'them')})`,
          ],
  }
}

function bannerLines(
  madeIn: Plan['madeIn'],
  paint: Paint,
  wrapped: (line: string) => string,
): readonly string[] {
  const banner = bannerOf(madeIn)
  return banner === null ? [] : [paint.yellow(paint.bold(wrapped(banner)))]
}

function originLines({ origin }: Plan, wrapped: (line: string) => string): readonly string[] {
  const words = originWords(origin)
  return words === null ? [] : [wrapped(`from ${printable(words)}`)]
}

function refreshLines(plan: Plan, wrapped: (line: string) => string): readonly string[] {
  const words = refreshText(plan)
  return words === null ? [] : [wrapped(printable(words))]
}

function header(plan: Plan): string {
  const consolidation = consolidationOf(plan)
  const zone =
    plan.partners.find(partner => plan.customers.some(customer => customer.partner === partner.name))
      ?.timeZone ?? 'UTC'
  const scope = [
    consolidation === null ? null : `consolidation ${printable(consolidation)}`,
    plan.scope.wave === null ? null : `wave ${plan.scope.wave}`,
  ].filter(part => part !== null)
  return [
    ...scope,
    `${plan.on} UTC`,
    `made ${withZone(plan.madeAt, zone)}`,
    `expires ${withZone(plan.expiresAt, zone)}`,
    ...(plan.madeIn.kind === 'accounts' ? [placeWords(plan.madeIn)] : []),
  ]
    .filter(part => part !== '')
    .join(' · ')
}

function customerBlock(
  customer: CustomerPlan,
  byId: ReadonlyMap<string, Action>,
  {
    notes: found,
    admin,
    ...look
  }: Look & {
    readonly notes: readonly Finding[]
    /** By customer. */
    readonly admin: ReadonlyMap<string, readonly Action[]>
  },
): string {
  const { paint, wrapped, options } = look
  const head = `${paint.bold(printable(customer.name))}  ${shortId(customer.tenant)}  ${standing(customer)}${customer.admin === undefined ? '' : ` · ${printable(adminText(customer.admin))}`}${customer.wave === null ? '' : ` · wave ${customer.wave}`}${customer.readAt === undefined ? '' : ` · read ${customer.readAt.slice(0, 16)}Z`}`
  const findings = customer.blockedBy.flatMap(one =>
    findingRows(one, paint.yellow.bold('BLOCKED'), look, '  '),
  )
  const notes = found.flatMap(one => noteRows(one, look, '  '))
  const administering = customer.admin === undefined ? [] : (admin.get(customer.tenant) ?? [])
  const actions = [...customer.actions.flatMap(id => byId.get(id) ?? []), ...administering].map(action => {
    const line = lineOf(action)
    const row = [
      paintSign(line.sign, paint)(`${line.sign} ${line.verb}`),
      printable(line.what),
      seatsCell(line.seats),
      line.where,
      line.details.map(detail => emphasised(printable(detail), paint)).join(' · '),
    ]
    return row
  })
  const sources = customer.sources.filter(line => line.action === null).map(sourceRow)
  const twice = customer.chargedTwice.map(pair => {
    const { product, partner, details, money } = chargedTwiceWords(pair)
    return [paint.red('! charged twice'), printable(product), '', partner, `${details}: ${money}`]
  })
  const seats =
    customer.sources.length === 0
      ? []
      : customer.seats.map(line => [
          'seats',
          printable(line.productName),
          '',
          '',
          `${line.onSources} on sources, ${movedText(line)}${line.onTargetNow} on target → ${line.declared} declared, ${line.onTargetAfter} after: ${line.verdict}`,
        ])
  return [
    wrapped(head),
    ...findings,
    ...alignColumns([...actions, ...sources, ...twice, ...seats], '  ', { columns: options.columns }),
    ...notes,
  ].join('\n')
}

function movedText({ movedBefore = [] }: SeatEquation): string {
  const count = movedBefore.reduce((sum, entry) => sum + (entry.seats ?? 0), 0)
  return movedBefore.length === 0 ? '' : `${count} moved before, `
}

/** Of no customer, and still a part of the order: no customer of a wave begins before the wave it needs is done. */
function waveGates({ actions }: Plan, wrapped: Look['wrapped']): readonly string[] {
  return actions.flatMap(action =>
    action.kind === 'gate.wave' ? [wrapped(`= check  ${printable(lineOf(action).what)}`)] : [],
  )
}

function sourceRow(line: SourceLine): readonly string[] {
  const until = `billed to ${line.billedUntil}`
  const billed = line.billedUntil === null || line.note?.includes(until) === true ? [] : [until]
  const note = line.note === null || line.note === line.status ? [] : [printable(line.note)]
  return [
    `? ${line.method}`,
    printable(line.productName),
    line.seats === null ? '' : counted(line.seats, 'seat'),
    line.partner,
    [printable(line.status), ...note, ...billed].join(' · '),
  ]
}

function notesBy({ findings }: Plan): ReadonlyMap<string | undefined, readonly Finding[]> {
  const notes = new Map<string | undefined, Finding[]>()
  for (const found of findings) {
    if (found.blocks !== 'line' && found.blocks !== 'nothing') continue
    const some = notes.get(found.subject.customer)
    if (some === undefined) notes.set(found.subject.customer, [found])
    else some.push(found)
  }
  return notes
}

export function shortId(id: string): string {
  return id.length > 13 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id
}

/** Of the products the plan asked about, all partners together; products of one licence share one pool. */
function licencesText(licences: CustomerPlan['licences']): string {
  if (licences.kind === 'not checked') return 'licences not checked'
  let consumed = 0
  let enabled = 0
  const pools = new Map(licences.pools.map(pool => [pool.licence, pool]))
  for (const pool of pools.values()) {
    consumed += pool.consumed
    enabled += pool.enabled
  }
  return `licences ${consumed}/${enabled} in use`
}

function standing(customer: CustomerPlan): string {
  const licences = licencesText(customer.licences)
  return customer.readiness.kind === 'accepted'
    ? `${readinessText(customer.readiness)} · ${licences}${customer.state === 'moved' ? ' · moved' : customer.state === 'nothing to do' ? ' · nothing to do' : ''}`
    : readinessText(customer.readiness)
}

export function readinessText(readiness: Readiness): string {
  switch (readiness.kind) {
    case 'accepted':
      return 'accepted · agreement ok'
    case 'invited':
      return `invited ${counted(readiness.days, 'day')} ago, not accepted`
    case 'not invited':
      return 'not invited'
    case 'agreement missing':
      return 'accepted · agreement missing or unknown'
    case 'unknown':
      return 'unknown'
  }
}

export function summaryLine(plan: Plan): string {
  const { summary } = plan
  const committed =
    summary.committed.known.length + summary.committed.unknown > 0 && summary.create > 0
      ? ` · committed ${sumsText(summary.committed)}`
      : ''
  const money = [
    ...(isNothing(summary.credit) ? [] : [`credit ${sumsText(summary.credit)}`]),
    ...(isNothing(summary.monthly) ? [] : [`a month ${signedSumsText(summary.monthly)}`]),
  ]
    .map(part => ` · ${part}`)
    .join('')
  const estimate =
    summary.requests.writes === 0
      ? ''
      : `\nCarrying it out takes about ${summary.requests.reads + summary.requests.writes} requests, ${summary.requests.secondsAtBudget} s within Microsoft's rate limit.`
  return `Plan: ${summary.create} to create, ${summary.transfer} to transfer, ${summary.suspend} to suspend, ${summary.change} to change${summary.administer === undefined ? '' : `, ${summary.administer} of delegated administration`} · ${summary.irreversible} irreversible · ${heldText(summary)} · ${chargedTwiceTotal(summary.atRisk)}${committed}${money}${estimate}`
}

/** Waiting is only for the customer's own acceptance or agreement. */
function heldText({ customers: { blocked, waiting } }: Plan['summary']): string {
  return `${counted(blocked, 'customer')} blocked${waiting === 0 ? '' : `, ${waiting.toLocaleString('en')} waiting`}`
}
