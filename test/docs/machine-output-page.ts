/** docs/machine-output.md, made from the schemas and the table of formats: what each command answers with, and what its JSON holds. */
import { answers as formats } from '../../cmd/formats.ts'
import { schemaText } from '../../schemas/published/schema-text.ts'

/** Schemas of answers and of files, in the order of the page, with where else their JSON is found than in the answers of commands. */
const schemas: readonly (readonly [schema: string, also: readonly string[]])[] = [
  ['diagnostics', ['every command that could not do its job, or has nothing else to say']],
  ['plan', ['`--out FILE` of `plan`, in short']],
  ['result', ['`--out FILE` of `apply` and `resume`, in short']],
  ['status', []],
  ['drift', []],
  ['rehearsal', []],
  ['renewals', []],
  ['doctor', []],
  ['reconciliation', []],
  ['verification', []],
  ['import', []],
  ['invitations', []],
  ['activity', []],
  ['table', []],
  ['snapshot', ['the file of `import --snapshot FILE`']],
  ['applies', []],
  ['entries', []],
  ['journal', ['one entry of `journal show`', 'one line of a journal, its plan in short']],
  ['event', ['one line of `--events FILE`']],
  ['explanation', []],
  ['files', []],
  ['login', []],
  ['sandbox', []],
  ['schemas', []],
  ['version', []],
]

interface Schema {
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly $ref?: string
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly $defs?: Readonly<Record<string, Schema>>
}

export function machineOutputPage(): string {
  return `${[
    '# Machine output',
    '',
    '<!-- Made from schemas/ and cmd/formats.ts by test/docs/machine-output.test.ts --update; do not edit. -->',
    '',
    'stdout is the answer, stderr the conversation: with `--format json` stdout is one JSON document, or, where the job could not be done, one with',
    'diagnostics. `format` is the version of a layout: fields are added, never repurposed. Each schema is printed by `tenantform schema NAME`, and is in the',
    'package (`tenantform/schemas/NAME.schema.json`; of an answer that is nowhere saved `tenantform/schemas/answers/NAME.schema.json`). Match on',
    '`code` of a diagnostic, on `kind`, and on exit codes; words are for people and change. A call that is not understood, an unknown option say, is told on stderr alone,',
    'with exit 1; `completion` prints a script.',
    '',
    'Plans and results that `--out FILE` saves have a [short form](saved-plans.md) of their own above 5,000 actions and facts; `tenantform show FILE --format json` prints them in full.',
    '',
    '| exit | means |',
    '|---|---|',
    '| 0 | done, or nothing to do |',
    '| 1 | the job could not be done; a mistake of the program says that it is one |',
    '| 2 | `plan --detailed-exitcode`: an action is pending; `drift`: something has drifted; `fmt --check`: a document is not in its layout |',
    '| 3 | declined: a policy, consent, a window, a scope that matches nothing, or a customer that is not ready under `--strict` |',
    '| 4 | stale: the plan, its documents or the accounts are not what they were; nothing was written |',
    '| 5 | done in part; the message says what is at risk and the command that goes on |',
    '',
    '## Formats',
    '',
    'What `--format` takes, by command; the first is the usual one. Where `--out` is a file for the answer, the ending of its name chooses too.',
    '',
    '| command | formats | `--out` |',
    '|---|---|---|',
    ...formatRows(),
    '',
    ...schemas.flatMap(([name, also]) => section(name, also)),
  ].join('\n')}\n`
}

function formatRows(): readonly string[] {
  return Object.entries(formats).map(([command, answer]) => {
    const names = answer.formats.map(format => `\`${format}\``).join(', ')
    return `| \`${command}\` | ${names} | ${'out' in answer ? answer.out : ''} |`
  })
}

function section(name: string, also: readonly string[]): readonly string[] {
  const commands = Object.entries(formats).flatMap(([command, answer]) =>
    answer.schemas.some(one => one === name) ? [`\`${command}\``] : [],
  )
  const schema = JSON.parse(schemaText(name) ?? '{}') as Schema
  const defs = schema.$defs ?? {}
  return [
    `## ${name}`,
    '',
    `Of ${[...commands, ...also].join(', ')}. ${schema.description ?? ''}`,
    '',
    ...(schema.oneOf === undefined ? fields(schema, defs) : schema.oneOf.flatMap(variant)),
    '',
  ]
}

function variant(schema: Schema): readonly string[] {
  const kind = String(schema.properties?.['kind']?.const ?? '')
  const others = Object.keys(schema.properties ?? {}).filter(
    name => !['kind', 'format', 'seq', 'at'].includes(name),
  )
  const told = others.map(name => `\`${name}\` (${typeOf(schema.properties?.[name] ?? {})})`)
  return [
    `- \`${kind}\`${told.length === 0 ? '' : `: ${told.join(', ')}`}${schema.description === undefined ? '' : `. ${schema.description}`}`,
  ]
}

function fields(schema: Schema, defs: Readonly<Record<string, Schema>>): readonly string[] {
  const required = new Set(schema.required ?? [])
  return [
    '| field | form | |',
    '|---|---|---|',
    ...Object.entries(schema.properties ?? {}).map(([name, field]) => {
      const about = field.description ?? target(field, defs)?.description ?? ''
      return `| \`${name}\`${required.has(name) ? '' : ' (optional)'} | ${typeOf(field)} | ${about.replaceAll('|', '\\|')} |`
    }),
  ]
}

function target({ $ref }: Schema, defs: Readonly<Record<string, Schema>>): Schema | undefined {
  return $ref === undefined ? undefined : defs[$ref.replace('#/$defs/', '')]
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map(value => `\`${JSON.stringify(value)}\``).join(' or ')
  if (schema.anyOf !== undefined) return schema.anyOf.map(one => typeOf(one)).join(' or ')
  if (schema.$ref !== undefined) return schema.$ref.replace(/^.*\//, '')
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`
  return schema.type === undefined ? 'any' : [schema.type].flat().join(' or ')
}
