/** The service principal of delegated administration: without it in the partner's tenant, app-only calls fail (G8). */
import type { Answer } from '../call.ts'
import { uuidOf } from '../ids.ts'
import { bodyOf } from './bodies.ts'
import type { GraphCall, GraphRoute } from './graph-call.ts'
import { refuseGraph } from './graph-refusal.ts'

export const delegatedAdminApp = '2832473f-ec63-45fb-976f-5d45a7d4bb91'

function create(call: GraphCall): Answer {
  const { store } = call.service
  const { name, tenantId } = call.caller.partner
  const { appId } = bodyOf(call.body, 'a servicePrincipal', ['appId'])
  if (typeof appId !== 'string' || appId.toLowerCase() !== delegatedAdminApp)
    throw refuseGraph(400, `The appId '${String(appId)}' does not reference a valid application.`)
  if (store.principals.get(name) !== undefined)
    throw refuseGraph(409, 'The service principal exists: the appId is in use.')
  store.principals.put({ partner: name })
  return {
    status: 201,
    body: {
      '@odata.context': `${call.root}/$metadata#servicePrincipals/$entity`,
      id: uuidOf('principal', tenantId),
      appId: delegatedAdminApp,
      displayName: 'Partner Customer Delegated Administration',
      servicePrincipalType: 'Application',
    },
  }
}

export const principalRoutes: readonly GraphRoute[] = [
  {
    method: 'POST',
    path: '/servicePrincipals',
    permissions: ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'],
    handle: create,
  },
]
