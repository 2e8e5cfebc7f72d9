/** Delegated administration relationships: list, get, create, change, delete (G1, G2, G7). */
import type { Answer } from '../call.ts'
import { newId } from '../ids.ts'
import type { DelegatedRow } from '../state/delegated-rows.ts'
import { checkAutoExtend, relationshipIn, type WrittenRelationship } from './bodies.ts'
import { checkIfMatch } from './etag.ts'
import { checkOwn, relationshipOf } from './find.ts'
import {
  type GraphCall,
  type GraphRoute,
  readPermissions,
  relationshipsPath,
  writePermissions,
} from './graph-call.ts'
import { refuseGraph } from './graph-refusal.ts'
import { acceptedOperation } from './operations.ts'
import { graphItem, graphList, listOptions } from './query.ts'
import { globalAdministrator } from './roles.ts'
import { removeRelationship, saveRelationship } from './settle.ts'
import { relationshipBody } from './shapes.ts'

function list(call: GraphCall): Answer {
  const rows = call.service.store.delegated.in(call.caller.partner.name)
  return graphList(
    call,
    relationshipsPath,
    rows.map(row => relationshipBody(call.service, row)),
  )
}

const shown = (call: GraphCall, row: DelegatedRow, status = 200) =>
  graphItem(call, relationshipsPath, relationshipBody(call.service, row), status)

/** Names are taken as long as their relationship can be seen, ended ones included. */
function checkName(call: GraphCall, name: string, own: string | null): void {
  const taken = call.service.store.delegated
    .in(call.caller.partner.name)
    .some(row => row.id !== own && row.name.toLowerCase() === name.toLowerCase())
  if (taken) throw refuseGraph(409, 'A relationship with the same displayName exists.')
}

function needed<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw refuseGraph(400, `The property ${name} is needed.`)
  return value
}

function create(call: GraphCall): Answer {
  const { service, caller } = call
  const { partner } = caller
  const written = relationshipIn(call)
  const name = needed(written.name, 'displayName')
  const roles = needed(written.roles, 'accessDetails')
  const autoExtend = written.autoExtend ?? 'PT0S'
  const duration = needed(written.duration, 'duration')
  checkAutoExtend(autoExtend, roles)
  checkName(call, name, null)
  const now = service.time.now()
  const row = saveRelationship(service, {
    id: `${newId(service, 'delegated', partner.name, '')}-${partner.tenantId}`,
    partner: partner.name,
    name,
    duration,
    customer: written.customer ?? null,
    roles,
    autoExtend,
    status: 'created',
    stepAt: null,
    statusSince: now,
    createdAt: now,
    modifiedAt: now,
    activatedAt: null,
    endsAt: null,
    version: 0,
    indirect: null,
    refused: false,
  })
  return { ...shown(call, row, 201), headers: { Location: `${call.root}${relationshipsPath}/${row.id}` } }
}

function patch(call: GraphCall): Answer {
  const row = relationshipOf(call)
  checkOwn(row)
  checkIfMatch(call, row)
  const written = relationshipIn(call)
  if (row.status === 'active') return patchActive(call, row, written)
  if (row.status !== 'created' || row.stepAt !== null)
    throw refuseGraph(409, `A relationship that is ${row.status} cannot be changed.`)
  if (written.name !== undefined) checkName(call, written.name, row.id)
  const changed: DelegatedRow = {
    ...row,
    name: written.name ?? row.name,
    duration: written.duration ?? row.duration,
    customer: written.customer === undefined ? row.customer : written.customer,
    roles: written.roles ?? row.roles,
    autoExtend: written.autoExtend ?? row.autoExtend,
  }
  checkAutoExtend(changed.autoExtend, changed.roles)
  return shown(call, saveRelationship(call.service, changed))
}

/** Auto-extend changes; the Global administrator can be taken away, later; everything else is answered as if it had been done. */
function patchActive(call: GraphCall, row: DelegatedRow, written: WrittenRelationship): Answer {
  const autoExtend = written.autoExtend ?? row.autoExtend
  checkAutoExtend(autoExtend, row.roles)
  const saved = autoExtend === row.autoExtend ? row : saveRelationship(call.service, { ...row, autoExtend })
  const rest = row.roles.filter(role => role !== globalAdministrator)
  const isRemoval =
    written.roles !== undefined &&
    rest.length < row.roles.length &&
    rest.length > 0 &&
    isSameSet(written.roles, rest)
  return isRemoval
    ? acceptedOperation(call, { relationship: row.id, assignment: null, roles: rest })
    : shown(call, saved)
}

export const isSameSet = (left: readonly string[], right: readonly string[]) =>
  left.length === right.length && left.every(entry => right.includes(entry))

function remove(call: GraphCall): Answer {
  const row = relationshipOf(call)
  checkOwn(row)
  checkIfMatch(call, row)
  if (row.status !== 'created' || row.stepAt !== null)
    throw refuseGraph(409, `A relationship that is ${row.status} cannot be deleted.`)
  removeRelationship(call.service, row)
  return { status: 204 }
}

const one = `${relationshipsPath}/:relationship`
const write = { permissions: writePermissions, agentsOnly: true, needsPrincipal: true } as const

export const relationshipRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: relationshipsPath,
    query: listOptions,
    permissions: readPermissions,
    needsPrincipal: true,
    handle: list,
  },
  {
    method: 'GET',
    path: one,
    query: ['$select'],
    permissions: readPermissions,
    needsPrincipal: true,
    handle: call => shown(call, relationshipOf(call)),
  },
  { method: 'POST', path: relationshipsPath, ...write, handle: create },
  { method: 'PATCH', path: one, ...write, handle: patch },
  { method: 'DELETE', path: one, ...write, handle: remove },
]
