/** What trouble with the service prints as the next step; the faults are the sandbox's. */
import type { Row, Rows } from './row.ts'
import type { Stage } from './stage.ts'
import { byHand } from './states.ts'

const consent = ['--auto-approve', '--allow-irreversible', '--format', 'json'] as const
const always = { times: 'always' } as const

/** The trouble of one request, which is over when the next command runs. */
function troubled(fault: object, ...command: readonly string[]): (stage: Stage) => ReturnType<Stage['run']> {
  return async stage => {
    await stage.fault(fault)
    return stage.run(...command)
  }
}

/** The source itself is shown so, whatever was sent; lists are not. */
function shownAs(fields: object): (stage: Stage) => ReturnType<Stage['run']> {
  return async stage => {
    const row = (await stage.sandbox.subscriptions()).find(({ partner }) => partner === 'italy')
    const path = `${row?.customer}/subscriptions/${row?.id}`
    const live = await byHand(stage, 'italy', path, 'GET')
    return troubled(
      {
        match: { method: 'GET', path: '/subscriptions/' },
        do: 'replace-after-commit',
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: { ...live, ...fields },
        ...always,
      },
      'apply',
      ...consent,
    )(stage)
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
    state: troubled(
      {
        match: { path: '/oauth2/' },
        do: 'status',
        status: 401,
        body: { error: 'invalid_client', error_description: 'AADSTS700024: …', error_codes: [700024] },
        ...always,
      },
      ...plan,
    ),
    ...readAgain,
  },
  'AUTH.UNREACHABLE': {
    state: troubled({ match: { path: '/oauth2/' }, do: 'drop-before-commit', ...always }, ...plan),
    ...readAgain,
  },
  'HTTP.GIVEN_UP': {
    like: 'APPLY.CLOCK_OFF',
    because:
      'it takes requests on their way together that hear nothing for minutes of the real clock: test/providers/http/give-up.test.ts',
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
  // The list shows it as it was planned, and it itself has changed.
  'PARTNER_CENTER.MOVED': {
    state: shownAs({ quantity: 4 }),
    meanwhile: over,
    leadsTo: [0],
    says: /- suspend/,
  },
  'PARTNER_CENTER.NOT_SHOWN': { state: shownAs({}), ...goneOn },
  'PARTNER_CENTER.NOT_SOLD_NOW': {
    wish: {
      customers: [
        {
          name: 'alpha',
          sources: [],
          lines: [{ key: 'office', product: 'CFQ7TTC0LCHC:0002', term: 'P1Y', billing: 'monthly', seats: 5 }],
        },
      ],
    },
    // The first look is that of the facts; the next one that of the purchase.
    state: async stage => {
      await stage.run('plan', '--out', `${stage.here}/p.json`)
      const match = { method: 'GET', path: '/availabilities' }
      await stage.fault(
        { match, do: 'delay', ms: 1, times: 1 },
        {
          match,
          do: 'replace-after-commit',
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: { totalCount: 0, items: [], attributes: { objectType: 'Collection' } },
          ...always,
        },
      )
      return stage.run('apply', `${stage.here}/p.json`, ...consent)
    },
    meanwhile: over,
    leadsTo: [0],
    says: /\+ create/,
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
    wish: {
      customers: [
        {
          name: 'alpha',
          sources: [],
          declared: [
            { offer: 'e3', seats: 5 },
            { offer: 'protection', seats: 5, addOnTo: 'e3' },
          ],
        },
      ],
      settings: { provisioningDelay: 'PT2H' },
    },
    state: stage => stage.run('apply', ...consent),
    meanwhile: stage => stage.sandbox.advance('PT2H'),
    // The base is found, and the add-on is bought, which shows as late.
    leadsTo: [5],
    says: /found done[\s\S]*Office 365 Enterprise E3[\s\S]*APPLY\.NOT_VERIFIED/,
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
    state: troubled(
      {
        match: { method: 'PATCH', path: '/subscriptions/' },
        do: 'status',
        status: 400,
        body: { code: '2055', description: 'The ETag does not match.', source: 'PartnerFD' },
        ...always,
      },
      'apply',
      ...consent,
    ),
    meanwhile: over,
    leadsTo: [0],
    says: /- suspend/,
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
