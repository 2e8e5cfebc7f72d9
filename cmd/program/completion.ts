/** Shell completion: a script per shell, and the hidden command those scripts ask. The library answers on stdout itself. */
import tab, { script } from '@bomb.sh/tab'
import type { Command, Option } from 'commander'
import type { Desired } from '../../engine/model/desired.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../program.ts'
import { openWorkspace } from '../workspace.ts'

/** The script a shell reads at its start. */
export const run: Run = ({ args }) => {
  script(args[0] ?? 'bash', 'tenantform', 'tenantform')
  return Promise.resolve(exitCodes.done)
}

/** Answers what could stand where the cursor is: commands, flags, their values, and names of this workspace's documents. */
export async function complete(program: Command, words: readonly string[], cwd: string): Promise<void> {
  const flag = words.at(-2) ?? ''
  const names = flag in named ? await namesIn(directoryIn(words), flag as keyof typeof named, cwd) : [] // just looked up
  describe(program, '', { flag, names })
  tab.parse([...words])
}

/** Flags that take the name of a document. */
const named = {
  '--partner': (desired: Desired) => desired.partners.map(entry => entry.name),
  '--consolidation': (desired: Desired) => desired.consolidations.map(entry => entry.name),
  '--wave': (desired: Desired) => desired.consolidations.flatMap(entry => entry.waves.map(wave => wave.name)),
  '--target': (desired: Desired) => desired.customers.flatMap(entry => entry.domain ?? []),
  '--customer': (desired: Desired) => desired.customers.flatMap(entry => entry.domain ?? []),
}

async function namesIn(directory: string, flag: keyof typeof named, cwd: string): Promise<readonly string[]> {
  const { workspace } = await openWorkspace(directory, cwd)
  return workspace === null ? [] : [...new Set(named[flag](workspace.desired))].sort()
}

function directoryIn(words: readonly string[]): string {
  const at = words.findIndex(word => word === '-C' || word === '--directory')
  return at === -1 ? '.' : (words[at + 1] ?? '.')
}

interface Names {
  readonly flag: string
  readonly names: readonly string[]
}

function describe(command: Command, path: string, names: Names): void {
  const help = command.createHelp()
  const entry = path === '' ? tab : tab.command(path, command.description())
  for (const option of help.visibleOptions(command)) {
    const long = option.long?.slice(2)
    if (long === undefined) continue
    const values = valuesOf(option, names)
    const short = option.short?.slice(1)
    if (values === null) entry.option(long, option.description, short ?? '')
    else entry.option(long, option.description, add => values.forEach(value => add(value, '')), short)
  }
  for (const argument of command.registeredArguments) {
    const choices = argument.argChoices ?? []
    entry.argument(argument.name(), add => choices.forEach(value => add(value, '')), argument.variadic)
  }
  for (const inner of help.visibleCommands(command))
    if (inner.name() !== 'help')
      describe(inner, path === '' ? inner.name() : `${path} ${inner.name()}`, names)
}

/** null: a switch, which takes no value. */
function valuesOf(option: Option, { flag, names }: Names): readonly string[] | null {
  if (!option.required && !option.optional) return null
  return option.argChoices ?? (option.long === flag ? names : [])
}
