/** What delegated administration prints as the next step, and the states in which it does. */
import { groupA, groupB, licences, readers } from '../admin/builders.ts'
import { central } from '../workspaces/a-workspace.ts'
import { admin, complete, ownName, relationship, roles } from '../workspaces/an-admin-workspace.ts'
import type { Rows } from './row.ts'
import type { Stage } from './stage.ts'
import { consent } from './states.ts'

const always = { times: 'always' } as const
const planned = (stage: Stage) => stage.run('plan')
const invited = (stage: Stage) => stage.run('invite', '--no-mark')
const over = (stage: Stage) => stage.noFaults()

/** An active relationship of ours, otherwise as declared. */
const own = {
  ...relationship,
  partner: central.name,
  name: ownName,
  roles,
  autoExtend: true,
  assignments: complete,
}
const id = '0d1e0000-0000-4000-8000-0000000000a1-7d3a0c5e-0000-4000-8000-0000000000c1'
const there = (facts: object, declared: object = admin) => ({
  admin: declared,
  relationships: [{ ...own, ...facts }],
})

export const adminRows: Rows = {
  'ADMIN.NOT_ASKED': {
    admin: 'asked',
    state: planned,
    leadsTo: [0],
    says: /granularAdminRelationships\//,
  },
  'ADMIN.ROLES_MISSING': {
    admin: there({ roles: [readers], assignments: [] }, { roles }),
    state: planned,
    leadsTo: [0],
    says: /granularAdminRelationships\//,
  },
  'ADMIN.ENDED': {
    admin: there({ status: 'expired', ends: '2026-12-01T00:00:00Z', assignments: [] }),
    state: planned,
    leadsTo: [0],
    says: /granularAdminRelationships\//,
  },
  'ADMIN.GROUP_PENDING': {
    admin: there({ assignments: [{ ...complete[0], status: 'pending' }, complete[1]] }),
    state: planned,
    leadsTo: [0],
    says: /1\/2|1 of 2/,
  },
  'ADMIN.GROUP_WAITS': {
    admin: there(
      { roles: [readers], assignments: [] },
      { roles, groups: { [groupA]: [licences], [groupB]: [readers] } },
    ),
    state: planned,
    leadsTo: [0],
    says: /granularAdminRelationships\//,
  },
  'ADMIN.UNKNOWN': {
    admin: 'extended',
    state: async stage => {
      await stage.fault({
        match: { method: 'GET', path: '/delegatedAdminRelationships' },
        do: 'status',
        code: 403,
        ...always,
      })
      return planned(stage)
    },
    leadsTo: [1],
    says: /GRAPH\.NOT_ALLOWED/,
  },
  'ADMIN.NO_READER_ROLE': {
    like: 'ADMIN.GROUP_PENDING',
    because: 'test/scenario/delegated-administration.test.ts',
  },
  'ADMIN.NAME_TAKEN': {
    // Made by somebody else, for whoever approves first, and not shown to the command that looks for a free name.
    admin: { admin, relationships: [{ ...own, customer: undefined, status: 'created', assignments: [] }] },
    state: async stage => {
      await stage.fault({
        match: { method: 'GET', path: '/delegatedAdminRelationships' },
        do: 'replace-after-commit',
        status: 200,
        body: { value: [] },
      })
      return invited(stage)
    },
    leadsTo: [0],
    says: /granularAdminRelationships\//,
  },
  'ADMIN.NOT_SEEN': {
    admin: 'asked',
    state: async stage => {
      await stage.fault({
        match: { method: 'POST', path: '/delegatedAdminRelationships' },
        do: 'status',
        code: 409,
        ...always,
      })
      return invited(stage)
    },
    meanwhile: over,
    leadsTo: [0],
    says: /Done: 2/,
  },
  'ADMIN.REQUEST_MOVED': {
    like: 'ADMIN.NAME_TAKEN',
    because: 'somebody changes it again and again: test/engine/admin/meanwhile.test.ts',
  },
  'ADMIN.MOVED': {
    admin: 'administered',
    state: async stage => {
      await stage.fault({
        match: { method: 'PATCH', path: '/accessAssignments/' },
        do: 'status',
        code: 412,
        ...always,
      })
      return stage.run('apply', ...consent)
    },
    meanwhile: over,
    leadsTo: [0],
    says: /~/,
  },
  'ADMIN.FAILED': {
    admin: there({ id, assignments: [complete[0], { group: groupB, roles: [licences] }] }),
    state: async stage => {
      const operation = 'op-1'
      await stage.fault(
        {
          match: { method: 'PATCH', path: '/accessAssignments/' },
          do: 'replace-before-commit',
          status: 202,
          headers: {
            Location: `${stage.sandbox.url}/v1.0/delegatedAdminRelationships/${id}/operations/${operation}`,
          },
          body: {},
        },
        {
          match: { method: 'GET', path: `/operations/${operation}` },
          do: 'replace-before-commit',
          status: 200,
          body: { id: operation, status: 'failed' },
        },
      )
      return stage.run('apply', ...consent)
    },
    leadsTo: [0],
    says: /~ assign/,
  },
}
