/** The rows a path names, as far as the caller's partner has them. */
import type { Actor } from '../audit.ts'
import type { AssignmentRow, DelegatedRow } from '../state/delegated-rows.ts'
import { type GraphCall, graphParam } from './graph-call.ts'
import { refuseGraph } from './graph-refusal.ts'

/** 400 for an id that is cut short, 404 for one that is unknown or was cleaned up. */
export function relationshipOf(call: GraphCall): DelegatedRow {
  const id = graphParam(call, 'relationship')
  if (!/^[0-9a-f-]{36}-[0-9a-f-]{36}$/.test(id)) throw refuseGraph(400, 'The relationship id is not valid.')
  const row = call.service.store.delegated.get(id)
  if (row?.partner !== call.caller.partner.name)
    throw refuseGraph(404, `The resource '${id}' does not exist.`)
  return row
}

export function assignmentOf(call: GraphCall): AssignmentRow {
  const relationship = relationshipOf(call)
  const id = graphParam(call, 'assignment')
  const row = call.service.store.assignments.get(id)
  if (row?.relationship !== relationship.id) throw refuseGraph(404, `The resource '${id}' does not exist.`)
  return row
}

export function graphActor(call: GraphCall): Actor {
  const correlationId = call.headers.get('client-request-id') ?? ''
  return { user: call.caller.upn, application: call.caller.clientId, correlationId }
}

/** Names that begin so are led by Microsoft, and cannot be changed. */
export function checkOwn(row: DelegatedRow): void {
  if (row.name.startsWith('MLT_')) throw refuseGraph(403, 'The relationship is led by Microsoft.')
}
