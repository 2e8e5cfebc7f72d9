/** What docs/partner-center.md should say, from the call table, the features, the clouds and the limits of the provider. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { features } from '../../providers/partner-center/capabilities.ts'
import { type CallEntry, type CallName, calls } from '../../providers/partner-center/client/calls.ts'
import { closedClouds, clouds, inFlight, requestsPerMinute } from '../../providers/partner-center/limits.ts'
import { root } from '../support/example.ts'

const opening = `# Partner Center: what is called, by whom, and how often it may be repeated

Written from the call table of the source by \`npx vitest run test/docs -u\`, and compared with it by a test. How the service really is:
[the provider](../providers/partner-center/README.md); how the sandbox follows it: [BEHAVIOUR.md](../providers/sandbox/BEHAVIOUR.md).

- **who**: \`app\` is an app alone, \`user\` an app with a user; the first is preferred. A partner without the kind is told so by \`doctor\`
  and at planning, before any request.
- **changes**: some POSTs only ask, and count as reads. A plan has no way to send a write.
- **again**: what happens when no answer comes. *freely*: it is asked again. *same id*: it is sent again under its request id, by which the
  service recognises it. *look first*: the service is asked whether it happened, before anything is repeated. A 429 is always waited for.
- **clouds**: *all* are global, US Government and 21Vianet.
`

const folder = join(root, 'providers/partner-center')

/** Files of the provider that make a call, the table itself left out. */
function usedIn(name: CallName): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path.endsWith('.ts') && path !== 'client/calls.ts' && path !== 'capabilities.ts')
    .filter(path => readFileSync(join(folder, path), 'utf8').includes(`'${name}'`))
    .sort()
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
    [...featuresOf(name), ...usedIn(name).map(path => `\`${path}\``)].join('; ') || 'kept ready',
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
  return [opening, ...tables, hosts(), budgets()].join('\n')
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

function hosts(): string {
  const open = Object.entries(clouds).map(
    ([name, { api, authority }]) => `| ${name} | \`${api}\` | \`${authority}\` |`,
  )
  const closed = Object.entries(closedClouds).map(
    ([name, { reason, useNow }]) => `\nThe cloud \`${name}\` is refused: ${reason}. Use ${useNow}.`,
  )
  return [
    '## Clouds',
    '',
    '| cloud | API and audience | sign-in |',
    '|---|---|---|',
    ...open,
    ...closed,
    '',
  ].join('\n')
}

function budgets(): string {
  const rows = Object.entries(requestsPerMinute).map(([family, count]) => `| ${family} | ${count} |`)
  return [
    '## Budgets',
    '',
    `Requests a minute per partner and kind of resource, ${inFlight} at once. \`Retry-After\` pauses all of a kind.`,
    '',
    '| kind | a minute |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n')
}
