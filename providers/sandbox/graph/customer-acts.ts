/** What the customer does in its own portal (G4): approves, says that it will not, ends. No call of a partner does that. */
import { type Fields, field, optionalText, textField } from '../body-reader.ts'
import { conflict, refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { DelegatedRow } from '../state/delegated-rows.ts'
import { pairOf } from '../state/store.ts'
import { noteRelationship } from './notes.ts'
import { relationshipStep, saveRelationship } from './settle.ts'
import { relationshipBody } from './shapes.ts'

export const customerActs = ['approve', 'refuse', 'terminate'] as const

/** POST /sandbox/delegated-admin: `{"relationship","customer","do"}`; `customer` may be left out where the relationship names one. */
export function actAsCustomer(service: Service, fields: Fields): unknown {
  const id = textField(fields, 'relationship', 'The body').toLowerCase()
  const row = service.store.delegated.get(id)
  if (row === undefined) throw refuse(404, 1000, `There is no relationship ${id}.`)
  const act = customerActs.find(entry => entry === field(fields, 'do'))
  if (act === undefined) throw refuse(400, 2000, `do must be one of ${customerActs.join(', ')}.`)
  const tenantId = optionalText(fields, 'customer')?.toLowerCase() ?? row.customer?.tenantId
  const customer = tenantId === undefined ? undefined : service.store.customers.get(tenantId)
  if (customer === undefined) throw refuse(404, 60003, 'There is no such customer.')
  if (row.customer !== null && row.customer.tenantId !== customer.tenantId)
    throw conflict(`The relationship is for ${row.customer.name}.`)
  return relationshipBody(service, done(service, { ...row, customer: row.customer ?? named(customer) }, act))
}

const named = ({ tenantId, name }: { readonly tenantId: string; readonly name: string }) => ({
  tenantId,
  name,
})

function done(service: Service, row: DelegatedRow, act: (typeof customerActs)[number]): DelegatedRow {
  const from = act === 'terminate' ? 'active' : 'approvalPending'
  if (row.status !== from) throw conflict(`The relationship is ${row.status}.`)
  if (act === 'refuse')
    return saveRelationship(service, { ...row, customer: rowOf(service, row), refused: true })
  if (act === 'approve') return approved(service, row)
  const saved = saveRelationship(service, {
    ...row,
    status: 'terminationRequested',
    stepAt: relationshipStep(service),
  })
  noteRelationship(service, saved, 'termination_requested')
  return saved
}

/** Who does not approve leaves it as it was. */
const rowOf = (service: Service, row: DelegatedRow) => service.store.delegated.get(row.id)?.customer ?? null

function approved(service: Service, row: DelegatedRow): DelegatedRow {
  if (row.refused) throw conflict('The customer said that it will not approve.')
  const { customer } = row
  const link =
    customer === null ? undefined : service.store.relationships.get(pairOf(row.partner, customer.tenantId))
  if (link?.delegatedAccess === true)
    throw conflict("The customer has the partner's older delegated rights, and removes them first.")
  const saved = saveRelationship(service, { ...row, status: 'approved', stepAt: relationshipStep(service) })
  noteRelationship(service, saved, 'approved')
  return saved
}
