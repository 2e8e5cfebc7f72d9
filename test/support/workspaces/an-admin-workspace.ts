/** One customer, delegated administration, and nothing to buy: the workspaces in which each of its writes is due. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { groupA, groupB, licences, readers, support } from '../admin/builders.ts'
import { central, italy, type TestWorkspace } from './a-workspace.ts'

export const customer = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'
export const ownName = `central ${customer.replaceAll('-', '')} 1`

export type AdminScene = 'asked' | 'administered' | 'extended' | 'ended'

/** What the Partner document declares, and the relationships of the World. */
export interface AdminWish {
  readonly admin: object
  readonly relationships: readonly object[]
}

export const roles = [licences, readers].sort()
export const admin = { roles, groups: { [groupA]: roles, [groupB]: [readers] }, autoExtend: true }
export const complete = [
  { group: groupA, roles },
  { group: groupB, roles: [readers] },
]
export const relationship = { customer, created: '2026-11-20T09:00:00Z' }

const scenes = {
  /** Has to be asked, and opened for approval. */
  asked: { admin, relationships: [] },
  /** Approved: one group has to be assigned, and another changed. */
  administered: {
    admin,
    relationships: [
      {
        ...relationship,
        partner: central.name,
        name: ownName,
        roles,
        autoExtend: true,
        assignments: [{ group: groupB, roles: [licences] }],
      },
    ],
  },
  /** All of it is there but auto-extend. */
  extended: {
    admin,
    relationships: [{ ...relationship, partner: central.name, name: ownName, roles, assignments: complete }],
  },
  /** All of it is there, and the old one is to end. */
  ended: {
    admin: { ...admin, endInSources: 'acknowledged' },
    relationships: [
      {
        ...relationship,
        partner: central.name,
        name: ownName,
        roles,
        autoExtend: true,
        assignments: complete,
      },
      { ...relationship, partner: italy.name, name: 'italy 1', roles: [support] },
    ],
  },
} satisfies Readonly<Record<AdminScene, AdminWish>>

export function anAdminWorkspace(wish: AdminScene | AdminWish): TestWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-admin-matrix-'))
  const file = (path: string, ...documents: readonly object[]) =>
    writeFileSync(join(folder, path), documents.map(document => stringify(document)).join('---\n'))
  const { admin: declared, relationships } = typeof wish === 'string' ? scenes[wish] : wish
  const head = { apiVersion: 'tenantform/v1' }
  const partnerOf = ({ name, tenantId }: typeof central | typeof italy) => ({
    ...head,
    kind: 'Partner',
    name,
    tenantId,
    markets: ['IT'],
    currency: 'EUR',
    credentials: {
      app: { clientId: 'env:APP_ID', clientSecret: 'env:APP_SECRET' },
      ...(name === central.name && { user: { clientId: 'env:APP_ID', refreshToken: 'env:TOKEN' } }),
    },
    ...(name === central.name && { admin: declared }),
  })
  file('partners.yaml', partnerOf(central), partnerOf(italy))
  file('consolidation.yaml', {
    ...head,
    kind: 'Consolidation',
    name: 'one',
    to: central.name,
    from: [italy.name],
    irreversible: 'acknowledged',
  })
  file('customer.yaml', {
    ...head,
    kind: 'Customer',
    partner: central.name,
    customer: { tenantId: customer, name: 'Rossi', domain: 'rossi.example' },
    agreement: 'not-required',
  })
  mkdirSync(join(folder, '.world'))
  const worldPartner = ({ name, tenantId, clientId, secret }: typeof central | typeof italy) => ({
    name,
    tenantId,
    country: 'IT',
    currency: 'EUR',
    apps: [{ clientId, clientSecret: secret }],
    users: [
      {
        upn: `ops@${name}.example`,
        clientId,
        refreshToken: `sandbox-${name}-user`,
        roles: ['adminAgent'],
      },
    ],
  })
  file(join('.world', 'world.yaml'), {
    ...head,
    kind: 'World',
    name: 'one',
    clock: '2026-12-07T06:00:00Z',
    partners: [worldPartner(central), worldPartner(italy)],
    customers: [
      {
        tenantId: customer,
        name: 'Rossi',
        domain: 'rossi.example',
        country: 'IT',
        relationships: [central, italy].map(({ name }) => ({ partner: name, agreement: true })),
      },
    ],
    delegatedAdmin: {
      groups: [groupA, groupB].map(id => ({ partner: central.name, id, name: id })),
      relationships,
    },
  })
  return {
    folder,
    seed: join(folder, '.world', 'world.yaml'),
    tenantOf: () => customer,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
