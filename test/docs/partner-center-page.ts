/** What docs/partner-center.md should say, from the call table, the features, the clouds and the limits of the provider. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { remedyText } from '../../cmd/report/diagnostics.ts'
import { cloudLimits } from '../../engine/model/clouds.ts'
import type { Cloud } from '../../engine/model/desired.ts'
import type { Family } from '../../providers/http/request.ts'
import { features } from '../../providers/partner-center/capabilities.ts'
import { type CallEntry, type CallName, calls } from '../../providers/partner-center/client/calls.ts'
import { errorRows } from '../../providers/partner-center/client/errors/error-rows.ts'
import {
  closedClouds,
  clouds,
  inFlight,
  requestsPerMinute,
  startsPerMinute,
} from '../../providers/partner-center/limits.ts'
import { root } from '../support/example.ts'
import { whyKept } from './kept-ready.ts'

const opening = `# Partner Center: what is called, by whom, and how often it may be repeated

Written from the call table of the source by \`npx vitest run test/docs -u\`, and compared with it by a test. How the service really is:
[the client](../providers/partner-center/README.md); how the sandbox follows it: [BEHAVIOUR.md](../providers/sandbox/BEHAVIOUR.md).

- **who**: \`app\` is an app alone, \`user\` an app with a user; the first is preferred. A partner without the kind is told so by \`doctor\`
  and at planning, before any request.
- **changes**: some POSTs only ask, and count as reads. A plan has no way to send a write.
- **again**: what happens when no answer comes. *freely*: it is asked again. *same id*: it is sent again under its request id, by which the
  service recognises it. *look first*: the service is asked whether it happened, before anything is repeated. A 429 is always waited for.
- **clouds**: *all* are global, US Government and 21Vianet.
- **kept ready**: the client speaks it and the contract suite calls it; no command needs it, for the reason given.
`

const folder = join(root, 'providers/partner-center')

const sources: ReadonlyMap<string, string> = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path.endsWith('.ts') && path !== 'client/calls.ts' && path !== 'capabilities.ts')
    .sort()
    .map(path => [path, readFileSync(join(folder, path), 'utf8')]),
)

/** Exported functions of the client that make a call. */
function functionsFor(name: CallName): readonly string[] {
  return [...sources.values()].flatMap(text =>
    text
      .split(/^export (?:async )?function\*? /m)
      .slice(1)
      .filter(body => body.includes(`'${name}'`))
      .map(body => /^\w+/.exec(body)?.[0] ?? ''),
  )
}

/** Files beyond the client that use one of those functions: what the product does with the call. */
function usedIn(name: CallName): readonly string[] {
  const functions = functionsFor(name)
  return [...sources]
    .filter(([path]) => !path.startsWith('client/') && path !== 'index.ts')
    .filter(([, text]) => functions.some(used => new RegExp(`\\b${used}\\(`).test(text)))
    .map(([path]) => path)
}

/** Kept ready: there is a function for it, which the contract suite calls, and no command needs it yet. */
function readyIn(name: CallName): string {
  const [first] = functionsFor(name)
  const words = first === undefined ? 'kept ready' : `kept ready (\`${first}\`)`
  return `${words}: ${whyKept[name] ?? 'nobody knows why'}`
}

/** Calls no command uses. */
export function keptReady(): readonly string[] {
  return (Object.keys(calls) as CallName[]).filter(
    name => featuresOf(name).length === 0 && usedIn(name).length === 0, // keys of the table
  )
}

function featuresOf(name: CallName): readonly string[] {
  return Object.entries(features).flatMap(([feature, names]: [string, readonly string[]]) =>
    names.includes(name) ? [feature] : [],
  )
}

const all = Object.keys(clouds).length

function rowOf(name: CallName): string {
  const entry: CallEntry = calls[name]
  const cells = [
    `\`${name}\``,
    `\`${entry.method} ${entry.path}\``,
    entry.kinds.join(', '),
    entry.effect === 'write' ? 'yes' : 'no',
    entry.repeat,
    entry.clouds.length === all ? 'all' : entry.clouds.join(', '),
    [...featuresOf(name), ...usedIn(name).map(path => `\`${path}\``)].join('; ') || readyIn(name),
  ]
  return `| ${cells.join(' | ')} |`
}

export function partnerCenterPage(): string {
  const sections = [...new Set(Object.values(calls).map(entry => entry.section))]
  const tables = sections.map(section => {
    const names = (Object.keys(calls) as CallName[]).filter(name => calls[name].section === section) // keys of the table
    return [
      `## Section ${section}: ${titles[section] ?? ''}`,
      '',
      '| call | request | who | changes | again | clouds | used for, and in |',
      '|---|---|---|---|---|---|---|',
      ...names.map(rowOf),
      '',
    ].join('\n')
  })
  return [opening, ...tables, left(), refusals(), hosts(), budgets()].join('\n')
}

/** Operations of the page we read that nobody here needs, and why. Held against that page in test/conformance/call-page.test.ts. */
export const leftOut: Readonly<Record<string, string>> = {
  'profiles.support': 'nothing is sent to support by the product',
  'customers.create': 'makes a new directory; tenants exist here',
  'customers.delete': 'for integration sandboxes only',
  'domains.check': 'only before a directory is made',
  'relationships.list': 'indirect resellers are no part of a document',
  'subscriptions.customtermenddates':
    'a shared end is a date in the documents; the service says which ones it refuses',
  'partners.validateresellers': 'the service refuses a reseller that is not authorised (900400)',
  'subscriptions.register': 'only before reservations are bought',
  'subscriptions.addons': 'the list of subscriptions names the base of each',
  'subscriptions.upgrades': 'another offer is bought anew, with consent to reassign licences',
  'subscriptions.conversions': 'trials are dropped, never made paid ones',
  'subscriptions.transitions': 'the next term is scheduled with its product instead',
  'nce.migrations': 'moves between commerce models inside one account; not part of a move between accounts',
  'orders.activationlinks': 'for marketplace software only, which is moved by hand',
  'carts.update': 'a cart is made whole, and made anew when it does not fit',
}

function left(): string {
  const rows = Object.entries(leftOut).map(([name, why]) => `| \`${name}\` | ${why} |`)
  return ['## Left out on purpose', '', '| call | why |', '|---|---|', ...rows, ''].join('\n')
}

const classes = {
  N: 'never as it is',
  A: 'later',
  R: 'after a fresh read or token',
  H: 'after a person acted',
} as const

function refusals(): string {
  const rows = errorRows.map(row => {
    const keys = row.codes.map(code => row.statuses.map(status => `${status}/${code}`).join(' ')).join(' ')
    return `| ${keys} | ${row.meaning} | ${classes[row.retry]} | ${row.remedies.map(remedyText).join('; ')} |`
  })
  return [
    '## Refusals',
    '',
    'HTTP status and code of the service, what it means, when it is worth another try, and what to do. A code that is not here settles nothing',
    '([what settles a write](reliability.md#what-settles-a-write)): the write stays unknown, and is looked for before anything is repeated.',
    '',
    '| status/code | meaning | again | next |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

const titles: Readonly<Record<string, string>> = {
  '6': 'the partner itself',
  '7': 'customers',
  '8': 'agreements, qualifications, validations',
  '9': 'subscriptions',
  '10': 'orders',
  '11': 'carts',
  '12': 'catalogue',
  '13': 'transfers',
  '14': 'activity',
  '15': 'invoices',
  '16': 'licences and entitlements',
}

function lacking(cloud: Cloud): string {
  const limits = cloudLimits[cloud]
  const words = [
    limits.agreements ? [] : ['customer agreements'],
    limits.newCommerce ? [] : ['licences of new commerce'],
    limits.azure ? [] : ['Azure subscriptions'],
    limits.severalPartners ? [] : ['more than one partner for a customer'],
    Object.values<CallEntry>(calls).some(
      ({ path, clouds: offering }) => path.endsWith('/subscribedskus') && !offering.includes(cloud),
    )
      ? ['licences in use']
      : [],
  ]
  return words.flat().join(', ') || 'nothing of this'
}

function hosts(): string {
  const open = Object.entries(clouds).map(
    ([name, { api, authority }]) => `| ${name} | \`${api}\` | \`${authority}\` | ${lacking(name as Cloud)} |`, // keys of the table of clouds
  )
  const closed = Object.entries(closedClouds).map(
    ([name, { reason, useNow }]) => `\nThe cloud \`${name}\` is refused: ${reason}. Use ${useNow}.`,
  )
  return [
    '## Clouds',
    '',
    '| cloud | API and audience | sign-in | does not have |',
    '|---|---|---|---|',
    ...open,
    ...closed,
    '',
  ].join('\n')
}

function budgets(): string {
  const rows = (Object.keys(requestsPerMinute) as readonly Family[]).map(family => {
    const { first, most } = startsPerMinute(family, null)
    return `| ${family} | ${first} | ${most} |`
  })
  return [
    '## Budgets',
    '',
    `Requests a minute per partner and kind of resource, ${inFlight} at once. \`Retry-After\` pauses all of a kind, and what was let through until`,
    'then is kept to from then on. `limits: { requestsPerMinute: }` in the Workspace document is kept to instead where it is written.',
    '',
    '| kind | first minute | at most |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
