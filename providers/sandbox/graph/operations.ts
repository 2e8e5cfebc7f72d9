/** Changes that happen later: answered 202 with the place of an operation that tells how far they are. */
import type { Answer } from '../call.ts'
import { newId } from '../ids.ts'
import type { OperationRow } from '../state/delegated-rows.ts'
import { relationshipOf } from './find.ts'
import {
  type GraphCall,
  type GraphRoute,
  graphParam,
  readPermissions,
  relationshipsPath,
} from './graph-call.ts'
import { refuseGraph } from './graph-refusal.ts'
import { graphItem, graphList, listOptions } from './query.ts'
import { assignmentStep, saveOperation } from './settle.ts'
import { operationBody } from './shapes.ts'

const pathOf = (relationship: string) => `${relationshipsPath}/${relationship}/operations`

const retryAfterSeconds = 10

export function acceptedOperation(
  call: GraphCall,
  change: Pick<OperationRow, 'relationship' | 'assignment' | 'roles'>,
): Answer {
  const { service, caller } = call
  const id = newId(service, 'operation', caller.partner.name, '')
  saveOperation(service, {
    ...change,
    id,
    createdAt: service.time.now(),
    settledAt: assignmentStep(service),
    isDone: false,
  })
  const Location = `${call.root}${pathOf(change.relationship)}/${id}`
  return { status: 202, body: {}, headers: { Location, 'Retry-After': String(retryAfterSeconds) } }
}

function list(call: GraphCall): Answer {
  const { id } = relationshipOf(call)
  const rows = call.service.store.operations.in(id)
  return graphList(
    call,
    pathOf(id),
    rows.map(row => operationBody(call.service, row)),
  )
}

function one(call: GraphCall): Answer {
  const relationship = relationshipOf(call)
  const row = call.service.store.operations.get(graphParam(call, 'operation'))
  if (row?.relationship !== relationship.id) throw refuseGraph(404, 'The operation does not exist.')
  return graphItem(call, pathOf(relationship.id), operationBody(call.service, row))
}

const read = { method: 'GET', permissions: readPermissions, needsPrincipal: true } as const
const path = pathOf(':relationship')

export const operationRoutes: readonly GraphRoute[] = [
  { ...read, path, query: listOptions, handle: list },
  { ...read, path: `${path}/:operation`, query: ['$select'], handle: one },
]
