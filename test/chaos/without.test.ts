/** The suite must be able to say no: with a safety check of the product taken out of the build, it finds what the check prevents. */
import { beforeAll, expect, test } from 'vitest'
import { buildWithout } from '../support/built-command.ts'
import { line, office } from '../support/cases/subscriptions.ts'
import { carryThrough } from './a-run.ts'
import type { Between, Incident, Meddling, Scenario, Turn } from './scenario.ts'
import { noTotals } from './totals.ts'

const scenario: Scenario = {
  seed: 0,
  wish: {
    customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }],
    settings: { provisioningDelay: 'PT8M' },
  },
  faults: [],
  turns: [],
  width: 1,
}
const killed: Scenario = {
  ...scenario,
  turns: [{ trouble: { kind: 'kill', at: 'after-answer:2', loses: 'the journal' }, next: 'apply again' }],
}

/** Somebody plans anew half an hour after the journal was lost, while what was bought is still being provisioned. */
const slowToShow: Scenario = {
  ...scenario,
  wish: { ...scenario.wish, settings: { provisioningDelay: 'PT2H', orderListDelay: 'PT15M' } },
  turns: [{ trouble: { kind: 'kill', at: 'after-answer:2', loses: 'the journal' }, next: 'plan anew' }],
}

/** A filter on the way answers the checkout in the service's place, as often as the attempt is sent. */
const blocked: Scenario = {
  ...scenario,
  faults: [
    {
      match: { method: 'POST', path: '/checkout' },
      do: 'replace-after-commit',
      times: 1,
      status: 403,
      headers: { 'content-type': 'text/html' },
      body: '<h1>Forbidden</h1>',
    },
  ],
}
/** The connection breaks once the checkout was carried out. */
const unanswered: Scenario = {
  ...scenario,
  faults: [{ match: { method: 'POST', path: '/checkout' }, do: 'drop-after-commit', times: 1 }],
}
/** A front end answers a checkout, which never got through, with what it says to everybody. */
const greeted: Scenario = {
  ...scenario,
  quietTurns: 2,
  faults: [
    {
      match: { method: 'POST', path: '/checkout' },
      do: 'replace-before-commit',
      times: 1,
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":true}',
    },
  ],
}

/** Killed when the checkout was answered; then somebody has the journal in hands. */
const meddled = (loses: Meddling, next: Turn['next']): Scenario => ({
  ...scenario,
  turns: [{ trouble: { kind: 'kill', at: 'after-answer:2', loses }, next }],
})

const twoSources: Scenario['wish'] = {
  customers: [
    {
      name: 'alpha',
      sources: [
        { offer: 'mail', seats: 5 },
        { offer: 'e1', seats: 5 },
      ],
    },
  ],
}

/** One is proven and written down before the other is begun. */
const twoAccounts: Scenario['wish'] = {
  customers: [
    {
      name: 'alpha',
      sources: [
        { offer: 'mail', seats: 5, partner: 'italy' },
        { offer: 'e1', seats: 5, partner: 'germany' },
      ],
    },
  ],
}

/** Turned away once, and let through when the clock has moved on. */
const waiting = (incident: Incident): Scenario => ({
  ...scenario,
  quietTurns: 3,
  wish: twoSources,
  incidents: [incident],
})

/** Killed at that write; five hours later somebody had the portal open, and only then the work goes on. */
const resumedLater = (wish: Scenario['wish'], at: string, act: Between['act']): Scenario => ({
  ...scenario,
  wish,
  incidents: [],
  quietTurns: 3,
  turns: [
    {
      trouble: { kind: 'kill', at, loses: 'nothing' },
      next: 'resume',
      waits: 'PT5H',
      meanwhile: [{ act, pick: 0 }],
    },
  ],
})
const repurchased: Scenario['wish'] = {
  customers: [{ name: 'alpha', sources: [], living: [{ ...office, started: '2026-12-05' }], lines: [line] }],
  methods: [{ when: { commerce: 'nce' }, do: 'repurchase' }],
}
/** Nothing comes of a purchase on the last free day, and who goes on does so when the frozen days have begun. */
const frozen: Scenario = {
  ...scenario,
  wish: {
    customers: [{ name: 'alpha', sources: [], lines: [line] }],
    policies: [
      { id: 'year-end', scope: 'apply', deny: { freeze: [{ from: '2026-12-08', to: '2027-01-06' }] } },
    ],
  },
  faults: [{ match: { method: 'POST', path: '/checkout' }, do: 'status', status: 500, times: 3 }],
  incidents: [],
  quietTurns: 2,
  turns: [{ trouble: { kind: 'none' }, next: 'resume', waits: 'PT23H' }],
}

beforeAll(() =>
  buildWithout(
    'gate+twins-again',
    'request-ids+hidden-orders',
    'who-refuses+refusals-confirmed+hidden-orders',
    'who-succeeds',
    'twins-again',
    'damaged-journals+hidden-orders',
    'refusals-confirmed+hidden-orders',
    'journal-chain',
    'absent-is-not-begun+policies-end+derived-end',
    'hidden-orders',
    'unknown+refusals-confirmed+hidden-orders',
    'replacements-go-on',
    'undone',
  ),
)

test.each([
  [
    'the gate’s look and the look at twins before each switch-off',
    'gate+twins-again',
    scenario,
    'earlySwitchOffs: 1',
  ],
  ['request ids that a repeat shares', 'request-ids+hidden-orders', killed, 'duplicates: 1'],
  ['orders whose subscriptions do not show', 'hidden-orders', slowToShow, 'duplicates: 1'],
  ['its eye for who refuses', 'who-refuses+refusals-confirmed+hidden-orders', blocked, 'duplicates: 1'],
  [
    'its doubt of an answer that never came',
    'unknown+refusals-confirmed+hidden-orders',
    unanswered,
    'duplicates: 1',
  ],
  ['its eye for who says yes', 'who-succeeds', greeted, 'never came to an end'],
  [
    'another look at twins after a wait',
    'twins-again',
    waiting({ kind: 'wait', before: 5, by: 'PT30M', act: 'suspend the twins' }),
    'earlySwitchOffs: 2',
  ],
  [
    'its look at what a replacement was told since for the end of its term',
    'replacements-go-on',
    resumedLater(repurchased, 'before-send:3', 'told to end'),
    'earlySwitchOffs: 1',
  ],
  [
    'its doubt that what was done is so hours later',
    'undone',
    resumedLater(twoAccounts, 'before-send:6', 'source on again'),
    'leftOver: 1',
  ],
  [
    'its fear of a damaged journal',
    'damaged-journals+hidden-orders',
    meddled('a character of the journal', 'plan anew'),
    'duplicates: 1',
  ],
  [
    'its doubt of a refusal in a journal',
    'refusals-confirmed+hidden-orders',
    meddled('its word: refused', 'resume'),
    'duplicates: 1',
  ],
  [
    'its rule that what is absent was not begun, and the end of what policies allow',
    'absent-is-not-begun+policies-end+derived-end',
    frozen,
    'onAnotherDay: 1',
  ],
  ['the chain of a journal', 'journal-chain', meddled('its word: switched off', 'resume'), 'leftOver: 1'],
])('without %s it finds what goes wrong, and with it nothing does', async (_, check, given, found) => {
  await expect(carryThrough(given, noTotals(), check)).rejects.toThrow(found)
  await carryThrough(given, noTotals())
})
