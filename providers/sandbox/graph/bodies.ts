/** Bodies of Graph, read strictly: names to the letter, nothing beside them (G1). */
import { isFields } from '../body-reader.ts'
import type { Service } from '../service.ts'
import { autoExtendOf, isRelationshipDuration } from './duration.ts'
import type { GraphCall } from './graph-call.ts'
import { refuseGraph } from './graph-refusal.ts'
import { builtInRoles, globalAdministrator } from './roles.ts'

export type Body = Readonly<Record<string, unknown>>

const invalid = (message: string) => refuseGraph(400, message)

/** `@odata` annotations may stand anywhere. */
export function bodyOf(value: unknown, what: string, allowed: readonly string[]): Body {
  if (!isFields(value)) throw invalid(`${what} must be a JSON object.`)
  const stranger = Object.keys(value).find(key => !allowed.includes(key) && !key.startsWith('@odata.'))
  if (stranger !== undefined) throw invalid(`The property '${stranger}' does not exist on ${what}.`)
  return value
}

/** What a partner writes of a relationship; undefined: it is not in the body. */
export interface WrittenRelationship {
  readonly name: string | undefined
  readonly duration: string | undefined
  readonly customer: { readonly tenantId: string; readonly name: string } | null | undefined
  readonly roles: readonly string[] | undefined
  readonly autoExtend: string | undefined
}

/** What a GET shows may come back; only these are read. */
const written = ['displayName', 'duration', 'customer', 'accessDetails', 'autoExtendDuration']

export function relationshipIn(call: GraphCall): WrittenRelationship {
  const body = bodyOf(call.body, 'a delegatedAdminRelationship', written)
  return {
    name: body['displayName'] === undefined ? undefined : nameIn(body['displayName']),
    duration: body['duration'] === undefined ? undefined : durationIn(body['duration']),
    customer: body['customer'] === undefined ? undefined : customerIn(call.service, body['customer']),
    roles: body['accessDetails'] === undefined ? undefined : rolesIn(body['accessDetails']),
    autoExtend:
      body['autoExtendDuration'] === undefined ? undefined : autoExtendIn(body['autoExtendDuration']),
  }
}

const longestName = 50
/** The list of what is refused is not published: letters, digits, blanks and a few marks are taken. */
const nameForm = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} ._-]*$/u

function nameIn(value: unknown): string {
  if (typeof value !== 'string' || !nameForm.test(value)) throw invalid('The displayName is not valid.')
  if (value.length > longestName) throw invalid(`The displayName is longer than ${longestName} characters.`)
  if (value.startsWith('MLT_')) throw invalid('Names that begin with MLT_ are for Microsoft.')
  return value
}

function durationIn(value: unknown): string {
  if (typeof value !== 'string' || !isRelationshipDuration(value))
    throw invalid('The duration must be an ISO 8601 duration from P1D to P2Y.')
  return value
}

function autoExtendIn(value: unknown): string {
  const known = typeof value === 'string' ? autoExtendOf(value) : null
  if (known === null) throw invalid('The autoExtendDuration must be PT0S, P0D or P180D.')
  return known
}

function customerIn(
  service: Service,
  value: unknown,
): { readonly tenantId: string; readonly name: string } | null {
  if (value === null) return null
  const body = bodyOf(value, 'a delegatedAdminRelationshipCustomerParticipant', ['tenantId', 'displayName'])
  const { tenantId, displayName = '' } = body
  const row = typeof tenantId === 'string' ? service.store.customers.get(tenantId.toLowerCase()) : undefined
  if (row === undefined || (displayName !== null && typeof displayName !== 'string'))
    throw invalid('The customer is not valid.')
  return { tenantId: row.tenantId, name: displayName === '' || displayName === null ? row.name : displayName }
}

/** At least one, each of them built in, none twice. */
export function rolesIn(value: unknown): readonly string[] {
  const { unifiedRoles } = bodyOf(value, 'a delegatedAdminAccessDetails', ['unifiedRoles'])
  if (!Array.isArray(unifiedRoles) || unifiedRoles.length === 0) throw invalid('At least one role is needed.')
  const roles = (unifiedRoles as readonly unknown[]).map(entry => {
    const { roleDefinitionId } = bodyOf(entry, 'a unifiedRole', ['roleDefinitionId'])
    const role = typeof roleDefinitionId === 'string' ? roleDefinitionId.toLowerCase() : ''
    if (!builtInRoles.has(role))
      throw invalid(`The role '${String(roleDefinitionId)}' is not a built-in role.`)
    return role
  })
  if (new Set(roles).size !== roles.length) throw invalid('A role is named twice.')
  return roles
}

/** A Global administrator is approved anew each time. */
export function checkAutoExtend(autoExtend: string, roles: readonly string[]): void {
  if (autoExtend !== 'PT0S' && roles.includes(globalAdministrator))
    throw invalid('A relationship with the Global administrator role cannot be extended by itself.')
}
