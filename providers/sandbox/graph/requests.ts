/** Requests of a relationship: to be locked for approval, and to be ended (G3); consent to one that a provider made. */
import type { Answer } from '../call.ts'
import { newId } from '../ids.ts'
import type { DelegatedRequestRow, DelegatedRow } from '../state/delegated-rows.ts'
import { bodyOf } from './bodies.ts'
import { checkOwn, graphActor, relationshipOf } from './find.ts'
import {
  type GraphCall,
  type GraphRoute,
  graphParam,
  readPermissions,
  relationshipsPath,
  writePermissions,
} from './graph-call.ts'
import { refuseGraph } from './graph-refusal.ts'
import { noteRelationship } from './notes.ts'
import { graphItem, graphList, listOptions } from './query.ts'
import { relationshipStep, saveRelationship } from './settle.ts'
import { requestBody } from './shapes.ts'

const pathOf = (relationship: string) => `${relationshipsPath}/${relationship}/requests`

/** `Prefer: include-unknown-enum-members`. */
const knowsAll = (call: GraphCall) =>
  /(^|[,;\s])include-unknown-enum-members([,;\s]|$)/i.test(call.headers.get('prefer') ?? '')

const shown = (call: GraphCall, row: DelegatedRequestRow) => requestBody(call.service, row, knowsAll(call))

function create(call: GraphCall): Answer {
  const { service } = call
  const relationship = relationshipOf(call)
  checkOwn(relationship)
  const { action } = bodyOf(call.body, 'a delegatedAdminRelationshipRequest', ['action'])
  act(call, relationship, String(action))
  const row: DelegatedRequestRow = {
    id: newId(service, 'delegated-request', relationship.partner, ''),
    relationship: relationship.id,
    action: String(action),
    createdAt: service.time.now(),
    settledAt: relationshipStep(service),
  }
  service.store.delegatedRequests.put(row)
  const path = pathOf(relationship.id)
  return {
    ...graphItem(call, path, shown(call, row), 201),
    headers: { Location: `${call.root}${path}/${row.id}` },
  }
}

function act(call: GraphCall, row: DelegatedRow, action: string): void {
  const { service } = call
  const cannot = () => refuseGraph(409, `A relationship that is ${row.status} does not take ${action}.`)
  switch (action) {
    case 'lockForApproval':
      if (row.status !== 'created' || row.stepAt !== null || row.indirect?.isConsentPending === true)
        throw cannot()
      saveRelationship(service, { ...row, stepAt: relationshipStep(service) })
      break
    case 'terminate':
      if (row.status !== 'active') throw cannot()
      requestTermination(call, row)
      break
    case 'approve':
    case 'reject':
      consent(call, row, action)
      break
    default:
      throw refuseGraph(400, `The action '${action}' is not known.`)
  }
}

function requestTermination(call: GraphCall, row: DelegatedRow): void {
  const { service } = call
  const saved = saveRelationship(service, {
    ...row,
    status: 'terminationRequested',
    stepAt: relationshipStep(service),
  })
  noteRelationship(service, saved, 'termination_requested', graphActor(call))
}

/** Only an indirect reseller is asked, for the relationship that its provider made. */
function consent(call: GraphCall, row: DelegatedRow, action: 'approve' | 'reject'): void {
  if (row.indirect === null) throw refuseGraph(400, `The action ${action} is for indirect resellers.`)
  if (!row.indirect.isConsentPending || row.status !== 'created')
    throw refuseGraph(409, `A relationship that is ${row.status} does not take ${action}.`)
  const indirect = { ...row.indirect, isConsentPending: false }
  saveRelationship(call.service, { ...row, indirect, ...(action === 'reject' && { status: 'terminated' }) })
}

function list(call: GraphCall): Answer {
  const { id } = relationshipOf(call)
  const rows = call.service.store.delegatedRequests.in(id)
  return graphList(
    call,
    pathOf(id),
    rows.map(row => shown(call, row)),
  )
}

function one(call: GraphCall): Answer {
  const relationship = relationshipOf(call)
  const row = call.service.store.delegatedRequests.get(graphParam(call, 'request'))
  if (row?.relationship !== relationship.id) throw refuseGraph(404, 'The request does not exist.')
  return graphItem(call, pathOf(relationship.id), shown(call, row))
}

const read = { method: 'GET', permissions: readPermissions, needsPrincipal: true } as const
const path = pathOf(':relationship')

export const requestRoutes: readonly GraphRoute[] = [
  { ...read, path, query: listOptions, handle: list },
  { ...read, path: `${path}/:request`, query: ['$select'], handle: one },
  {
    method: 'POST',
    path,
    permissions: writePermissions,
    agentsOnly: true,
    needsPrincipal: true,
    handle: create,
  },
]
