/** What trouble with Graph prints as the next step; the faults are the sandbox's. */
import type { Rows } from './row.ts'
import type { Stage } from './stage.ts'
import { consent } from './states.ts'

const always = { times: 'always' } as const
const draft = { method: 'POST', path: '/delegatedAdminRelationships' } as const
const group = { method: 'POST', path: '/accessAssignments' } as const
const over = (stage: Stage) => stage.noFaults()

/** Nobody answers as asked, and `invite` is what meets it; then the trouble is over. */
const askedInTrouble = (fault: object): Rows[string] => ({
  admin: 'asked',
  state: async stage => {
    await stage.fault({ match: draft, ...fault, ...always })
    return stage.run('invite', '--no-mark')
  },
  meanwhile: over,
  leadsTo: [0],
  says: /Done: 2/,
})

const refusal = (status: number, code: string) => ({
  do: 'replace-before-commit',
  status,
  body: { error: { code, message: 'No.', innerError: {} } },
})

/** The same of `apply`, which assigns a group, or ends the relationship with the source. */
const groupInTrouble = (status: number, code: string) =>
  appliedInTrouble('administered', { match: group, ...refusal(status, code) }, /\+ assign/)
const endedInTrouble = (status: number, code: string) =>
  appliedInTrouble(
    'ended',
    { match: { method: 'POST', path: '/requests' }, ...refusal(status, code) },
    /- end/,
  )

function appliedInTrouble(admin: 'administered' | 'ended', fault: object, says: RegExp): Rows[string] {
  return {
    admin,
    state: async stage => {
      await stage.fault({ ...fault, ...always })
      return stage.run('apply', ...consent)
    },
    meanwhile: over,
    leadsTo: [0],
    says,
  }
}

export const graphRows: Rows = {
  'GRAPH.CHANGED': {
    like: 'ADMIN.MOVED',
    because: 'it is read and sent again: test/engine/admin/performers.test.ts',
  },
  'GRAPH.EXPORT_FAILED': {
    like: 'RECONCILE.NO_INVOICES',
    because: 'test/scenario/reconcile-exports.test.ts',
  },
  'GRAPH.EXPORT_UNREADABLE': {
    like: 'RECONCILE.NO_INVOICES',
    because: 'test/scenario/reconcile-exports.test.ts',
  },
  'GRAPH.FOREIGN_ANSWER': askedInTrouble({ do: 'replace-before-commit', status: 403, body: 'not here' }),
  'GRAPH.GONE': endedInTrouble(404, 'notFound'),
  'GRAPH.GROUP_HAS_ROLES': { like: 'ADMIN.MOVED', because: 'the group is read at once' },
  'GRAPH.GROUP_REFUSED': groupInTrouble(400, 'badRequest'),
  'GRAPH.NAME_TAKEN': { like: 'ADMIN.NAME_TAKEN', because: 'whose it is is looked up at once' },
  'GRAPH.NOT_IN_THIS_STATE': endedInTrouble(409, 'conflict'),
  'GRAPH.NO_ANSWER': askedInTrouble({ do: 'drop-before-commit' }),
  'GRAPH.PAGING_STUCK': {
    like: 'ADMIN.MOVED',
    because: 'test/providers/graph/client/paging.test.ts',
  },
  'GRAPH.SERVICE_PRINCIPAL': askedInTrouble(refusal(500, 'unexpectedError')),
  'GRAPH.UNAVAILABLE': askedInTrouble({ do: 'status', code: 503 }),
  'GRAPH.UNKNOWN_CODE': askedInTrouble(refusal(418, 'teapot')),
}
