/** What trouble with the service prints as the next step; the faults are the sandbox's. */
import type { Row, Rows } from './row.ts'
import type { Stage } from './stage.ts'

const consent = ['--auto-approve', '--allow-irreversible', '--format', 'json'] as const
const always = { times: 'always' } as const

/** The trouble of one request, which is over when the next command runs. */
function troubled(fault: object, ...command: readonly string[]): (stage: Stage) => ReturnType<Stage['run']> {
  return async stage => {
    await stage.fault(fault)
    return stage.run(...command)
  }
}

const list = { method: 'GET', path: '/subscriptions' } as const
const plan = ['plan'] as const
const over = (stage: Stage) => stage.noFaults()
const readAgain: Pick<Extract<Row, { state: unknown }>, 'meanwhile' | 'leadsTo' | 'says'> = {
  meanwhile: over,
  leadsTo: [0],
  says: /\+ create/,
}
const goneOn = { meanwhile: over, leadsTo: [0], says: /Done: 2/ } as const

export const serviceRows: Rows = {
  'AUTH.CLOCK_OFF': {
    like: 'PARTNER_CENTER.UNAVAILABLE',
    because: 'test/scenario/doctor.test.ts sets clocks wrong',
  },
  'AUTH.UNREACHABLE': {
    state: troubled({ match: { path: '/oauth2/' }, do: 'drop-before-commit', ...always }, ...plan),
    ...readAgain,
  },
  'HTTP.GIVEN_UP': {
    like: 'APPLY.CLOCK_OFF',
    because: 'test/providers/http: a service that has stopped answering',
  },
  'PARTNER_CENTER.FOREIGN_ANSWER': {
    state: troubled(
      {
        match: { method: 'POST', path: '/checkout' },
        do: 'replace-before-commit',
        status: 404,
        body: 'not here',
        ...always,
      },
      'apply',
      ...consent,
    ),
    ...goneOn,
  },
  'PARTNER_CENTER.MOVED': {
    like: 'PARTNER_CENTER.UNAVAILABLE',
    because: 'test/providers/partner-center/actions/change.test.ts',
  },
  'PARTNER_CENTER.NOT_SHOWN': {
    like: 'PARTNER_CENTER.UNKNOWN_CODE',
    because: 'test/providers/partner-center/actions',
  },
  'PARTNER_CENTER.NOT_SOLD_NOW': {
    like: 'PARTNER_CENTER.UNAVAILABLE',
    because: 'test/engine/execute/rules.test.ts',
  },
  'PARTNER_CENTER.NO_ANSWER': {
    state: troubled(
      { match: { method: 'POST', path: '/checkout' }, do: 'drop-before-commit', ...always },
      'apply',
      ...consent,
    ),
    meanwhile: over,
    leadsTo: [0],
  },
  'PARTNER_CENTER.NO_BASE': {
    like: 'PARTNER_CENTER.UNKNOWN_CODE',
    because: 'test/providers/partner-center/actions/create.test.ts',
  },
  'PARTNER_CENTER.PAGING_ENDLESS': {
    state: troubled(
      { match: { path: '/v1/customers?' }, do: 'endless-pages', pages: 'fresh', ...always },
      ...plan,
    ),
    ...readAgain,
  },
  'PARTNER_CENTER.PAGING_STUCK': {
    state: troubled(
      { match: { path: '/v1/customers?' }, do: 'endless-pages', pages: 'stuck', ...always },
      ...plan,
    ),
    ...readAgain,
  },
  'PARTNER_CENTER.STALE': {
    like: 'PARTNER_CENTER.UNAVAILABLE',
    because: 'test/providers/partner-center/actions/change.test.ts',
  },
  'PARTNER_CENTER.TRANSFER_NOT_DONE': {
    wish: {
      customers: [
        {
          name: 'alpha',
          sources: [],
          living: [
            {
              id: '5f000000-0000-4000-8000-000000000001',
              partner: 'italy',
              product: 'premium',
              name: 'premium',
              seats: 5,
              started: '2026-03-15',
            },
          ],
          lines: [
            {
              key: 'premium',
              product: 'CFQ7TTC0LCHC:0002',
              term: 'P1Y',
              billing: 'monthly',
              seats: 5,
            },
          ],
        },
      ],
      methods: [{ when: { product: 'CFQ7TTC0LCHC:0002' }, do: 'transfer' }],
      settings: { transferDelay: 'PT3H' },
    },
    state: troubled({ match: { path: '/nothing' }, do: 'status', code: 503 }, 'apply', ...consent),
    meanwhile: stage => stage.sandbox.advance('PT3H'),
    leadsTo: [0],
    says: /Done: 1/,
  },
  'PARTNER_CENTER.UNAVAILABLE': {
    state: troubled(
      { match: { method: 'POST', path: '/carts' }, do: 'status', code: 503, ...always },
      'apply',
      ...consent,
    ),
    meanwhile: over,
    leadsTo: [0],
  },
  'PARTNER_CENTER.UNKNOWN_CODE': {
    state: troubled(
      {
        match: { method: 'POST', path: '/checkout' },
        do: 'replace-before-commit',
        status: 400,
        body: { code: '123456', description: 'New.', source: 'PartnerFD' },
        ...always,
      },
      'apply',
      ...consent,
    ),
    ...goneOn,
  },
  'PLAN.LIST_UNKNOWN': {
    state: troubled(
      { match: { method: 'GET', path: '/v1/customers?' }, do: 'status', code: 500, ...always },
      ...plan,
    ),
    ...readAgain,
  },
  'PLAN.NOT_READ': {
    like: 'PLAN.UNKNOWN_READ',
    because: 'what nothing read is in no answer of a whole command',
  },
  'PLAN.UNKNOWN_READ': {
    state: troubled({ match: list, do: 'status', code: 500, ...always }, ...plan),
    ...readAgain,
  },
}
