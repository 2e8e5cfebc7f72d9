/** Which groups of the partner get which roles of a relationship (G6). */
import { isFields } from '../body-reader.ts'
import type { Answer } from '../call.ts'
import { newId } from '../ids.ts'
import type { AssignmentRow, DelegatedRow } from '../state/delegated-rows.ts'
import { keyOf } from '../state/store.ts'
import { bodyOf, rolesIn } from './bodies.ts'
import { checkIfMatch } from './etag.ts'
import { assignmentOf, checkOwn, graphActor, relationshipOf } from './find.ts'
import {
  type GraphCall,
  type GraphRoute,
  readPermissions,
  relationshipsPath,
  writePermissions,
} from './graph-call.ts'
import { refuseGraph } from './graph-refusal.ts'
import { noteAssignment } from './notes.ts'
import { acceptedOperation } from './operations.ts'
import { graphItem, graphList, listOptions } from './query.ts'
import { isSameSet } from './relationships.ts'
import { assignmentStep, saveAssignment } from './settle.ts'
import { assignmentBody } from './shapes.ts'

const pathOf = (relationship: string) => `${relationshipsPath}/${relationship}/accessAssignments`

const shown = (call: GraphCall, row: AssignmentRow, status = 200) =>
  graphItem(call, pathOf(row.relationship), assignmentBody(row), status)

/** Security groups of one customer. */
const mostGroups = 100

function checkActive(row: DelegatedRow): void {
  checkOwn(row)
  if (row.status !== 'active')
    throw refuseGraph(400, 'Invalid relationship id: the relationship is not active.')
}

function groupIn(call: GraphCall, value: unknown): string {
  const names = ['accessContainerId', 'accessContainerType']
  const container = bodyOf(value, 'a delegatedAdminAccessContainer', names)
  const { accessContainerId: id, accessContainerType: type } = container
  if (type !== 'securityGroup') throw refuseGraph(400, 'The accessContainerType must be securityGroup.')
  const group =
    typeof id === 'string' ? call.service.store.groups.get(keyOf(call.caller.partner.name, id)) : undefined
  if (group === undefined) throw refuseGraph(400, `The access container '${String(id)}' does not exist.`)
  return group.id
}

function rolesOf(relationship: DelegatedRow, value: unknown): readonly string[] {
  const roles = rolesIn(value)
  const foreign = roles.find(role => !relationship.roles.includes(role))
  if (foreign !== undefined) throw refuseGraph(400, `The role '${foreign}' is not part of the relationship.`)
  return roles
}

function create(call: GraphCall): Answer {
  const { service } = call
  const relationship = relationshipOf(call)
  checkActive(relationship)
  const body = bodyOf(call.body, 'a delegatedAdminAccessAssignment', ['accessContainer', 'accessDetails'])
  const group = groupIn(call, body['accessContainer'])
  const roles = rolesOf(relationship, body['accessDetails'])
  const living = service.store.assignments.in(relationship.id).filter(row => row.status !== 'deleted')
  if (living.some(row => row.group === group))
    throw refuseGraph(409, 'The resource exists: the group has an assignment.')
  if (groupsOf(call, relationship).size >= mostGroups)
    throw refuseGraph(400, `A customer takes at most ${mostGroups} groups.`)
  const now = service.time.now()
  const row = saveAssignment(service, {
    id: newId(service, 'assignment', relationship.partner, ''),
    relationship: relationship.id,
    group,
    roles,
    status: 'pending',
    stepAt: assignmentStep(service),
    createdAt: now,
    modifiedAt: now,
    version: 0,
  })
  noteAssignment(service, relationship, row, 'created', graphActor(call))
  return {
    ...shown(call, row, 201),
    headers: { Location: `${call.root}${pathOf(relationship.id)}/${row.id}` },
  }
}

function groupsOf(call: GraphCall, { customer }: DelegatedRow): ReadonlySet<string> {
  const { store } = call.service
  const rows = store.delegated
    .in(call.caller.partner.name)
    .filter(row => row.customer?.tenantId === customer?.tenantId)
    .flatMap(row => store.assignments.in(row.id))
  return new Set(rows.filter(row => row.status !== 'deleted').map(row => row.group))
}

/** The whole new set of roles; the group stays what it is. */
function patch(call: GraphCall): Answer {
  const relationship = relationshipOf(call)
  const row = assignmentOf(call)
  checkActive(relationship)
  checkIfMatch(call, row)
  const body = bodyOf(call.body, 'a delegatedAdminAccessAssignment', ['accessContainer', 'accessDetails'])
  const container = body['accessContainer']
  if (container !== undefined && !(isFields(container) && isSameGroup(container['accessContainerId'], row)))
    throw refuseGraph(400, 'The group of an assignment cannot be changed.')
  const roles = rolesOf(relationship, body['accessDetails'])
  if (row.status === 'deleting' || row.status === 'deleted')
    throw refuseGraph(409, `An assignment that is ${row.status} cannot be changed.`)
  if (isSameSet(roles, row.roles)) return shown(call, row)
  return acceptedOperation(call, { relationship: relationship.id, assignment: row.id, roles })
}

const isSameGroup = (id: unknown, row: AssignmentRow) =>
  typeof id === 'string' && id.toLowerCase() === row.group

function remove(call: GraphCall): Answer {
  const row = assignmentOf(call)
  checkOwn(relationshipOf(call))
  checkIfMatch(call, row)
  if (row.status === 'deleting' || row.status === 'deleted')
    throw refuseGraph(409, `The assignment is ${row.status}.`)
  saveAssignment(call.service, { ...row, status: 'deleting', stepAt: assignmentStep(call.service) })
  return { status: 204 }
}

/** Deleted ones stay in it. */
function list(call: GraphCall): Answer {
  const { id } = relationshipOf(call)
  return graphList(call, pathOf(id), call.service.store.assignments.in(id).map(assignmentBody))
}

const read = { method: 'GET', permissions: readPermissions, needsPrincipal: true } as const
const write = { permissions: writePermissions, agentsOnly: true, needsPrincipal: true } as const
const path = pathOf(':relationship')

export const assignmentRoutes: readonly GraphRoute[] = [
  { ...read, path, query: listOptions, handle: list },
  {
    ...read,
    path: `${path}/:assignment`,
    query: ['$select'],
    handle: call => shown(call, assignmentOf(call)),
  },
  { method: 'POST', path, ...write, handle: create },
  { method: 'PATCH', path: `${path}/:assignment`, ...write, handle: patch },
  { method: 'DELETE', path: `${path}/:assignment`, ...write, handle: remove },
]
