/** A plan for people: one block per customer, then what the plan as a whole has to say. */
import { Ansis } from 'ansis'
import { placeText } from '../../../engine/diagnostic.ts'
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
import { isNothing, signedSumsText, sumsText } from '../amount.ts'
import { alignColumns, wrapText } from '../columns.ts'
import { remedyText } from '../diagnostics.ts'
import type { ReportOptions } from '../options.ts'
import { printable } from '../printable.ts'
import { withZone } from '../times.ts'
import { bannerOf, placeWords } from '../world.ts'
import { adminText } from './admin-lines.ts'
import { chargedTwiceWords } from './charged-twice.ts'
import { lineOf } from './lines.ts'

export function planText(plan: Plan, options: ReportOptions): string {
  const paint = new Ansis(options.colour ? 1 : 0)
  const byId = new Map(plan.actions.map(action => [action.id, action]))
  const notes = notesBy(plan)
  const wrapped = (line: string, hang?: number) => wrapText(line, options.columns, hang)
  const blocks = plan.customers.map(customer =>
    customerBlock(customer, byId, {
      notes: notes.get(customer.tenant) ?? [],
      paint,
      wrapped,
      columns: options.columns,
    }),
  )
  const planned = new Set<string | undefined>(plan.customers.map(customer => customer.tenant))
  const others = [...notes]
    .filter(([tenant]) => !planned.has(tenant))
    .flatMap(([, found]) => found.map(one => noteRow(one, paint, wrapped).trimStart()))
  const whole = plan.findings
    .filter(found => found.blocks === 'run')
    .map(found => `${paint.red(wrapped(`! ${printable(findingText(found))}`))}${whatToDo(found, wrapped)}`)
  const summary = summaryLine(plan)
    .split('\n')
    .map(line => wrapped(line))
  return `${[...bannerLines(plan.madeIn, paint, wrapped), paint.bold(wrapped(header(plan))), ...originLines(plan, wrapped), ...blocks, ...waveGates(plan, wrapped), ...others, ...whole, ...summary].join('\n')}\n`
}

function bannerLines(
  madeIn: Plan['madeIn'],
  paint: InstanceType<typeof Ansis>,
  wrapped: (line: string) => string,
): readonly string[] {
  const banner = bannerOf(madeIn)
  return banner === null ? [] : [paint.yellow(paint.bold(wrapped(banner)))]
}

function originLines({ origin }: Plan, wrapped: (line: string) => string): readonly string[] {
  const words = originWords(origin)
  return words === null ? [] : [wrapped(`from ${printable(words)}`)]
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
  { notes: found, paint, wrapped, columns }: Look,
): string {
  const head = `${paint.bold(printable(customer.name))}  ${shortId(customer.tenant)}  ${standing(customer)}${customer.admin === undefined ? '' : ` · ${printable(adminText(customer.admin))}`}${customer.wave === null ? '' : ` · wave ${customer.wave}`}`
  const findings = customer.blockedBy.map(found =>
    wrapped(`  ${paint.yellow('BLOCKED')}  ${printable(adviceText(found))}`, 11),
  )
  const notes = found.map(one => noteRow(one, paint, wrapped))
  const administering = [...byId.values()].filter(
    action => customer.admin !== undefined && isAdminAction(action) && action.customer === customer.tenant,
  )
  const actions = [...customer.actions.flatMap(id => byId.get(id) ?? []), ...administering].map(action => {
    const line = lineOf(action)
    const row = [
      `${line.sign} ${line.verb}`,
      printable(line.what),
      line.seats === '' ? '' : `${line.seats} ${plural(Number(line.seats), 'seat')}`,
      line.where,
      printable(line.details.join(' · ')),
    ]
    return row
  })
  const sources = customer.sources.filter(line => line.action === null).map(sourceRow)
  const twice = customer.chargedTwice.map(pair => {
    const { product, partner, details, money } = chargedTwiceWords(pair)
    return ['! charged twice', printable(product), '', partner, `${details}: ${money}`]
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
    ...alignColumns([...actions, ...sources, ...twice, ...seats], '  ', { columns }),
    ...notes,
  ].join('\n')
}

function movedText({ movedBefore = [] }: SeatEquation): string {
  const count = movedBefore.reduce((sum, entry) => sum + (entry.seats ?? 0), 0)
  return movedBefore.length === 0 ? '' : `${count} moved before, `
}

/** What to do about something that declines the run stands below it: a policy speaks for many customers, and is read first. */
function whatToDo({ remedies }: Finding, wrapped: Look['wrapped']): string {
  return remedies.map(remedy => `\n${wrapped(`  → ${remedyText(remedy)}`)}`).join('')
}

/** Of no customer, and still a part of the order: no customer of a wave begins before the wave it needs is done. */
function waveGates({ actions }: Plan, wrapped: Look['wrapped']): readonly string[] {
  return actions.flatMap(action =>
    action.kind === 'gate.wave' ? [wrapped(`= check  ${printable(lineOf(action).what)}`)] : [],
  )
}

function noteRow(found: Finding, paint: Ansis, wrapped: Look['wrapped']): string {
  return wrapped(`  ${grade(found, paint)} ${printable(adviceText(found))}`, 11)
}

/** What nobody can carry out as it is written is called an error, though it stops nothing else. */
function grade({ severity }: Finding, paint: Ansis): string {
  return severity === 'error' ? paint.red('error   ') : 'note    '
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

interface Look {
  /** Findings of this customer that stop nothing or only themselves. */
  readonly notes: readonly Finding[]
  readonly paint: Ansis
  readonly wrapped: (line: string, hang?: number) => string
  readonly columns: number
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

export function findingText(found: Finding): string {
  const place = found.at === undefined ? '' : ` (${placeText(found.at)})`
  return `${found.detail ?? found.summary}${place}`
}

/** The same with what to do, where the reader has something to do about it; of a note only the command it does not name itself. */
export function adviceText(found: Finding): string {
  const { severity, remedies, detail = '' } = found
  const told =
    severity === 'note'
      ? remedies.filter(remedy => remedy.kind === 'run' && !detail.includes(remedy.command))
      : remedies
  return `${findingText(found)}${told.map(remedy => ` → ${remedyText(remedy)}`).join('')}`
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
  const held = summary.customers.blocked + summary.customers.waiting
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
  return `Plan: ${summary.create} to create, ${summary.transfer} to transfer, ${summary.suspend} to suspend, ${summary.change} to change${summary.administer === undefined ? '' : `, ${summary.administer} of delegated administration`} · ${summary.irreversible} irreversible · ${counted(held, 'customer')} blocked · at risk ${sumsText(summary.atRisk)}${committed}${money}${estimate}`
}
