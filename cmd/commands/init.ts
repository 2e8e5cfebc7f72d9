import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import {
  alwaysWritten,
  ignoreFile,
  type StarterAccount,
  type StarterFacts,
  starterFiles,
  variablesOf,
  withIgnored,
} from '../../engine/documents/starter.ts'
import { jsonText } from '../../engine/json-text.ts'
import { isGuid } from '../../engine/model/guid.ts'
import { shellQuoted } from '../../engine/shell-words.ts'
import { Trouble } from '../../engine/trouble.ts'
import { schemaText } from '../../schemas/published/schema-text.ts'
import { complain, conversationOptions, guarded } from '../answer.ts'
import { codes } from '../codes.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { writeWhole } from '../files/write-whole.ts'
import type { FormatOf } from '../formats.ts'
import type { GlobalOptions } from '../program/global-options.ts'
import { alignColumns, wrapText } from '../report/columns.ts'
import type { Run, Shell } from '../shell.ts'
import { type Asked, askForStarter } from '../starting/ask-for-starter.ts'

interface Options extends GlobalOptions {
  readonly format: FormatOf<'init'>
  readonly name?: string
  readonly target?: string
  readonly source?: readonly string[]
  readonly markets?: readonly string[]
  readonly currency?: string
  readonly prices?: string
}

/** A first workspace. Writes nothing over what is there. */
export const run: Run<Options> = ({ shell, options }) =>
  guarded(shell, options.format, async (): Promise<ExitCode> => {
    const root = resolve(shell.cwd, options.directory)
    const there = new Set(await readdir(root).catch(() => [] as string[]))
    const refused = (paths: Iterable<string>) => {
      const inTheWay = [...paths].filter(path => there.has(path) && path !== ignoreFile)
      return inTheWay.length === 0
        ? null
        : complain(
            shell,
            inTheWay.map(path => diagnose(codes.IN_THE_WAY, { detail: `${path} is there already.` })),
            { format: options.format },
          )
    }
    // Before anything is asked: no answer changes these.
    const early = refused(alwaysWritten)
    if (early !== null) return early
    const wanted = await wantedBy(options, shell)
    const files = new Map(starterFiles(wanted))
    const late = refused(files.keys())
    if (late !== null) return late
    const ignored = there.has(ignoreFile) ? await readFile(join(root, ignoreFile), 'utf8') : null
    if (ignored !== null) {
      const text = withIgnored(ignored)
      if (text === ignored) files.delete(ignoreFile)
      else files.set(ignoreFile, text)
    }
    // An editor's own settings are its owner's: what is there of them stays.
    for (const [path, text] of editorFiles) if (!existsSync(join(root, path))) files.set(path, text)
    for (const [path, text] of files) {
      await writeWhole(join(root, path), text)
      if (options.format !== 'json') shell.streams.out(`${path}\n`)
    }
    if (options.format === 'json')
      shell.streams.out(jsonText({ format: 1, files: [...files.keys()], written: true }))
    else if (!options.quiet)
      shell.streams.err(nextText(wanted, options.directory, conversationOptions(shell).columns))
    return exitCodes.done
  })

/** As the options say; what they leave out is asked on a terminal, unless an account was named. */
async function wantedBy(options: Options, shell: Shell): Promise<StarterFacts> {
  const { inIsTerminal, errIsTerminal } = shell.streams
  const isAsked = options.target === undefined && options.format !== 'json' && inIsTerminal && errIsTerminal
  const given = isAsked ? { ...options, ...(await askForStarter(options, shell.signal)) } : options
  checkWords(given)
  const upper = (text: string) => text.toUpperCase()
  return {
    name: given.name ?? 'move',
    target: accountIn('--target', given.target ?? 'central'),
    sources: (given.source ?? []).map(text => accountIn('--source', text)),
    markets: (given.markets ?? []).map(upper),
    currency: given.currency === undefined ? null : upper(given.currency),
    prices: given.prices ?? null,
  }
}

/** Three commands that lead from here to documents of what is live, and the variables they read. */
function nextText(facts: StarterFacts, directory: string, columns: number): string {
  const { target, sources, name } = facts
  const there = directory === '.' ? '' : ` -C ${shellQuoted(directory)}`
  const imported =
    sources.length === 0
      ? [`tenantform import${there}`, 'writes a document for every customer that is live']
      : [
          `tenantform import --consolidation ${shellQuoted(name)}${there}`,
          `writes for every customer of ${sources.map(entry => entry.name).join(' and ')} what ${target.name} is to have`,
        ]
  const rows = [
    [`tenantform login ${target.name} --check${there}`, 'what to register at Microsoft, and where to click'],
    [`tenantform login ${target.name}${there}`, 'signs you in, and keeps the refresh token'],
    imported,
  ]
  const layout = { columns, widest: Number.POSITIVE_INFINITY }
  const variables = variablesOf(facts).map(variable => `  export ${variable}=\n`)
  return `\nNext:\n${alignColumns(rows, '  ', layout).join('\n')}\n\n${wrapText('Variables that they read, once the apps are registered. The id of an app is no secret and may stand in partners.yaml instead, as `clientId:`.', columns, 0)}\n${variables.join('')}`
}

/** Every document has its kind, so one schema does for all of them. */
const editorFiles: ReadonlyMap<string, string> = new Map([
  [
    '.vscode/settings.json',
    `${JSON.stringify({ 'yaml.schemas': { './.vscode/tenantform.schema.json': ['**/*.yaml', '**/*.yml'] } }, null, 2)}\n`,
  ],
  ['.vscode/extensions.json', `${JSON.stringify({ recommendations: ['redhat.vscode-yaml'] }, null, 2)}\n`],
  ['.vscode/tenantform.schema.json', schemaText('document') ?? ''],
])

function checkWords({ name, markets = [], currency }: Asked): void {
  const bad = (detail: string) => new Trouble(diagnose(codes.BAD_VALUE, { detail }))
  if (name !== undefined && !handle.test(name))
    throw bad(`--name is \`${name}\`; it takes small letters, digits and dashes.`)
  const market = markets.find(entry => !/^[A-Z]{2}$/i.test(entry))
  if (market !== undefined) throw bad(`--markets has \`${market}\`; write countries as IT, DE.`)
  if (currency !== undefined && !/^[A-Z]{3}$/i.test(currency))
    throw bad(`--currency is \`${currency}\`; write it as EUR.`)
}

const handle = /^[a-z0-9][a-z0-9-]{0,62}$/

/** `name=tenant-id`; without an id a zero one, which validates and signs in nowhere. */
function accountIn(flag: string, text: string): StarterAccount {
  const [name = '', tenantId = '00000000-0000-4000-8000-000000000000'] = text.split('=')
  const isFine = handle.test(name) && isGuid(tenantId)
  if (isFine) return { name, tenantId }
  throw new Trouble(
    diagnose(codes.BAD_VALUE, {
      detail: `${flag} is \`${text}\`; write name=tenant-id, the name in small letters.`,
    }),
  )
}
