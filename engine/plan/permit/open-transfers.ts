/**
 * An open transfer is a fact (T36): while one is pending the service refuses a second, and writes on what it names. Requests of either side
 * are read before a plan offers one or buys. A request of ours whose journal was lost asks for what we would ask for, and is gone on with.
 */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { DeclaredCustomer, DeclaredPartner } from '../../model/desired.ts'
import type { TenantId } from '../../model/ids.ts'
import type { OpenTransfer } from '../../model/live.ts'
import { type Action, isWrite } from '../action.ts'
import { codes } from '../codes.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { finding } from '../finding.ts'
import type { FactSubject, Finding } from '../plan.ts'
import { permitCodes } from './codes.ts'

/** What our own requests ask for, in the service's word. */
const ours = 'onlineservicesnce'

/** Whether a request is what a plan of ours asks for out of that account. */
export function isAskedBy({ from, products }: OpenTransfer, source: TenantId): boolean {
  return from === source && products?.length === 1 && products[0]?.toLowerCase() === ours
}

export interface TransferringFacts {
  readonly customer: DeclaredCustomer
  readonly partner: DeclaredPartner
  readonly index: ActualIndex
  readonly decided: readonly DecidedSource[]
  /** On the target. */
  readonly actions: readonly Action[]
}

/** New commerce that the plan writes in a source: while a request is open the service refuses it. */
const written = new Set(['transfer', 'repurchase', 'lapse', 'overlap'])

export function openTransferFindings(facts: TransferringFacts): readonly Finding[] {
  const { customer, partner, index, decided } = facts
  const sources = new Map(decided.map(entry => [entry.partner.name, entry.partner]))
  const transferring = decided.filter(entry => entry.decision.method === 'transfer')
  const told = new Set<string>()
  return partiesOf(facts).flatMap(name => {
    const read = index.customer(name, customer.tenant)?.transfers
    const subject = { partner: name, customer: customer.tenant }
    if (read?.kind === 'unknown') {
      const detail = `Whether a transfer of ${customer.name} is open under ${name} is unknown: ${read.because.summary}.`
      const blocks = transferring.length > 0 ? 'customer' : 'nothing'
      return [finding(codes.UNKNOWN_READ, blocks, subject, { detail, at: customer.at })]
    }
    return (read?.kind === 'present' ? read.value : []).flatMap(open => {
      const isOurs =
        open.to === partner.tenant && transferring.some(entry => isAskedBy(open, entry.partner.tenant))
      if (isOurs || !concernsLicences(open) || told.has(open.id)) return []
      told.add(open.id)
      const names = [...sources.values(), partner]
      const nameOf = (tenant: TenantId | null) =>
        names.find(entry => entry.tenant === tenant)?.name ?? tenant ?? 'an unknown account'
      const detail = `Transfer ${open.id} of ${customer.name} from ${nameOf(open.from)} to ${nameOf(open.to)} is ${open.state.replace(/^unknown:/, '')}, and is not of this plan.`
      return [finding(permitCodes.TRANSFER_OPEN, 'customer', subject, { detail, at: customer.at })]
    })
  })
}

/** What the plan relied on, where it was asked. */
export function transferSubjects(facts: TransferringFacts): readonly FactSubject[] {
  return partiesOf(facts).flatMap(partner =>
    facts.index.customer(partner, facts.customer.tenant)?.transfers === undefined
      ? []
      : [{ kind: 'transfers', partner, customer: facts.customer.tenant }],
  )
}

/** Accounts whose requests matter: where something arrives, is bought or changed, and where new commerce is written. */
function partiesOf({ partner, decided, actions }: TransferringFacts) {
  const own = decided.filter(entry => written.has(entry.decision.method))
  const arrives =
    actions.some(action => action.kind === 'subscription.create' || isOfNewCommerce(action)) ||
    own.some(entry => entry.decision.method === 'transfer')
  const sources = own
    .filter(({ subscription }) => subscription.commerce === 'nce')
    .map(entry => entry.partner.name)
  return [...(arrives ? [partner.name] : []), ...[...new Set(sources)].sort()]
}

/** The service refuses what is written to a subscription that a request names. */
function isOfNewCommerce(action: Action): boolean {
  return isWrite(action) && action.effect.commerce === 'nce'
}

/** Null asks for everything. Azure moves beside, and brings no licence. */
function concernsLicences({ products }: OpenTransfer): boolean {
  return products === null || products.length === 0 || products.some(word => !/^azure/i.test(word))
}
