/** A first workspace: it validates, and its comments teach what to write next. */
import { yamlScalar } from './yaml-text.ts'

export interface StarterAccount {
  readonly name: string
  readonly tenantId: string
}

export interface StarterFacts {
  /** Names the workspace and the consolidation. */
  readonly name: string
  readonly target: StarterAccount
  /** Accounts that customers leave; none: a workspace for one account. */
  readonly sources: readonly StarterAccount[]
  /** Countries the accounts sell in; empty: told in a comment. */
  readonly markets: readonly string[]
  /** null: told in a comment. */
  readonly currency: string | null
  /** Path of a price list in the workspace; null: told in a comment. */
  readonly prices: string | null
}

/** For an editor that knows no settings of this folder; the schema lies where `init` puts it. */
const schemaLine = '# yaml-language-server: $schema=.vscode/tenantform.schema.json\n'

export const ignoreFile = '.gitignore'
const ignoredLine = '.tenantform/'

/** Whatever is answered. */
export const alwaysWritten = ['workspace.yaml', 'partners.yaml', 'policies.yaml'] as const

/** What git is to pass over is its owner's: only our line is added, where none says it yet. */
export function withIgnored(text: string): string {
  if (text.split(/\r?\n/).some(line => /^\/?\.tenantform\/?$/.test(line.trim()))) return text
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${ignoredLine}\n`
}

/** Names of the variables that its documents refer to. */
export function variablesOf({ target, sources }: StarterFacts): readonly string[] {
  return [target, ...sources].flatMap(account => Object.values(variablesFor(account)))
}

function variablesFor({ name }: StarterAccount): { readonly id: string; readonly secret: string } {
  const stem = name.toUpperCase().replace(/[^A-Z0-9]/g, '_')
  return { id: `${stem}_APP_ID`, secret: `${stem}_APP_SECRET` }
}

/** Files by path. */
export function starterFiles(facts: StarterFacts): ReadonlyMap<string, string> {
  const files = new Map([
    [ignoreFile, `${ignoredLine}\n`],
    ['workspace.yaml', workspaceText(facts)],
    [
      'partners.yaml',
      [facts.target, ...facts.sources]
        .map((account, at) => partnerDocument(account, facts, at === 0))
        .join('---\n') + exampleCustomer(facts),
    ],
    ['policies.yaml', policiesText],
  ])
  if (facts.sources.length > 0) files.set('consolidation.yaml', consolidationText(facts))
  return new Map([...files].map(([path, text]) => [path, path.endsWith('.yaml') ? schemaLine + text : text]))
}

function workspaceText({ name }: StarterFacts): string {
  return `# Settings of this folder. Keep it in git: the documents are what you want, Partner Center is what is, and there is no state file.
apiVersion: tenantform/v1
kind: Workspace
name: ${yamlScalar(name)}
journal:
  store: file
  path: .tenantform/journal            # what apply did; keep it out of git, back it up with the pipeline's artefacts
exceptions: []
#  An approval or an exception is a dated line, reviewed like everything else:
#  - { rule: guards/blast-radius, scope: "*", reason: "board decision of 2 December", until: "2026-12-11" }
`
}

function partnerDocument(
  { name, tenantId }: StarterAccount,
  { sources, markets, currency, prices }: StarterFacts,
  isTarget: boolean,
): string {
  const variables = variablesFor({ name, tenantId })
  const lines = [
    `# ${!isTarget ? 'An account that customers leave.' : sources.length === 0 ? 'Your account.' : 'The account that keeps the customers.'}`,
    'apiVersion: tenantform/v1',
    'kind: Partner',
    `name: ${yamlScalar(name)}`,
    `tenantId: ${yamlScalar(tenantId)}`,
    'cloud: global                          # or us-government, china',
    markets.length === 0
      ? '# markets: [IT, DE]                  # countries this account sells in'
      : withComment(
          `markets: [${markets.map(yamlScalar).join(', ')}]`,
          sources.length === 0
            ? 'countries this account sells in'
            : 'countries this account sells in; correct them where accounts differ',
        ),
    currency === null ? '# currency: EUR' : `currency: ${yamlScalar(currency)}`,
    prices === null
      ? '# prices: prices/list.csv            # without a price list every amount prints `unknown`, never 0'
      : `prices: ${yamlScalar(prices)}`,
    ...(isTarget
      ? []
      : ['# retired: "2026-12-31"                # tombstone: nothing may be created here after this day']),
    'credentials:',
    '  # A secret is never written here, only where it is: env:NAME, file:PATH or { command: [program, argument] }.',
    `  app: { clientId: env:${variables.id}, clientSecret: env:${variables.secret} }`,
    ...(isTarget
      ? [
          '  # Invitations and agreements answer only an app together with a user. `tenantform login` puts the token there, and each run a new one;',
          '  # a pipeline reads it from a vault and writes it back: refreshToken: { command: [./get-token] }, store: { command: [./put-token] }.',
          `  user: { clientId: env:${variables.id}, refreshToken: file:.tenantform/secrets/${name} }`,
        ]
      : []),
  ]
  return `${lines.join('\n')}\n`
}

/** Comments stand in one column. */
function withComment(line: string, comment: string): string {
  return `${line.padEnd(38)} # ${comment}`
}

/** A comment: `import` writes the real ones. */
function exampleCustomer({ target }: StarterFacts): string {
  return `# A customer looks like this; \`tenantform import\` writes those that are live, one file each.
# ---
# apiVersion: tenantform/v1
# kind: Customer
# partner: ${target.name}
# customer: { tenantId: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001, domain: panificiorossi.example, name: Panificio Rossi }
# agreement: required
# subscriptions:
#   - { key: suite, product: "CFQ7TTC0LCHC:0002", seats: 20, term: P1Y, billing: monthly }
`
}

function consolidationText({ name, target, sources }: StarterFacts): string {
  return `# Every customer of ${sources.map(entry => entry.name).join(' and ')} moves to ${target.name}: bought again there, checked, and switched off where it was, on one UTC day.
apiVersion: tenantform/v1
kind: Consolidation
name: ${yamlScalar(name)}                        # typed as consent when apply is about to do what cannot be undone
to: ${yamlScalar(target.name)}
from: [${sources.map(entry => yamlScalar(entry.name)).join(', ')}]
irreversible: acknowledged             # permits planning; consent is still asked at every run
match: { by: tenantId, assert: [domain] }
# window: { from: "2026-12-07", to: "2026-12-11", utcHours: "05:00-17:00" }   # outside, apply declines
# map:                                 # what an offer that is no longer sold becomes
#   - { offer: 031C9E47-4802-4248-838E-778FB1D2CC05, to: "CFQ7TTC0LDPB:0001", licenceReassignment: acknowledged }
# leave:                               # a running subscription that stays on purpose, or it stops its customer
#   - { partner: ${sources[0]?.name ?? 'italy'}, customer: TENANT-ID, subscription: SUBSCRIPTION-ID, reason: "ends in January, not replaced" }
# waves:                               # a customer belongs to the first wave that matches; the others form the wave \`rest\`
#   - { name: pilot, customers: { labels: [pilot] }, max: 3 }
`
}

const policiesText = `# Limits every plan must keep. An amount that is unknown breaks a rule about money: unknown is not zero.
apiVersion: tenantform/v1
kind: Policy
name: guards
rules:
  - { id: overlap-zero, scope: consolidation, deny: { overlapDaysOver: 0 } }
  - { id: blast-radius, scope: apply, deny: { irreversibleOver: 50, customersOver: 40 } }
`
