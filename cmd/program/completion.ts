/** Shell completion: a script per shell, and the hidden command those scripts ask. The library answers for commands and flags. */
import tab, { script } from '@bomb.sh/tab'
import type { Argument, Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { printable } from '../report/printable.ts'
import type { Run } from '../shell.ts'
import { bashScript } from './bash-script.ts'
import type { Candidate, Wanted } from './completion-values.ts'

/** The script a shell reads at its start. */
export const run: Run = ({ shell, args }) => {
  const [name = 'bash'] = args
  if (name === 'bash') shell.streams.out(bashScript)
  else script(name as 'zsh' | 'fish' | 'powershell', 'tenantform', 'tenantform') // the argument's choices
  return Promise.resolve(exitCodes.done)
}

/** What a shell does where nothing is offered; numbers of the library's own scripts. */
const directives = { files: 0, nothing: 4, folders: 16 } as const

export interface Asked {
  readonly words: readonly string[]
  readonly cwd: string
  readonly out: (text: string) => void
}

/** Answers what could stand where the cursor is, in the last word: commands, flags, their values, names of this workspace, files. */
export async function complete(program: Command, { words: typed, cwd, out }: Asked): Promise<void> {
  const words = withoutEquals(typed)
  const { command, position } = placeIn(program, words.slice(0, -1))
  const last = words.at(-1) ?? ''
  const option = optionTaking(command, words.at(-2) ?? '')
  const argument =
    option === null && !last.startsWith('-') ? command.registeredArguments[position] : undefined
  const wanted = wantedAt(option, argument)
  if (wanted !== null) {
    const found = typeof wanted === 'string' ? [] : await lookUp(wanted, { words, cwd })
    const lines = found
      .filter(({ value }) => value.startsWith(last) && isPlainWord(value))
      // A note is one line, or its rest would be a candidate.
      .map(({ value, note }) => `${value}\t${printable(note).replaceAll('\t', ' ')}\n`)
    const directive = typeof wanted === 'string' ? wanted : 'nothing'
    return out(`${lines.join('')}:${directives[directive]}\n`)
  }
  describe(program, '')
  tab.parse([...words])
}

/**
 * Letters and signs that mean themselves to every shell. Names are chosen by others, scripts of zsh and PowerShell put them on the command line as
 * they are, and a `$(…)` among them would run on Enter: what holds anything else is left to be typed.
 */
function isPlainWord(value: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.:+-]*$/u.test(value)
}

/** Loaded when it is asked for: commands and flags are told without reading a workspace. */
async function lookUp(wanted: Wanted, place: Pick<Asked, 'words' | 'cwd'>): Promise<readonly Candidate[]> {
  const { candidatesFor } = await import('./completion-values.ts')
  return candidatesFor(wanted, place)
}

/** `--flag=value` is two words. */
function withoutEquals(words: readonly string[]): readonly string[] {
  const match = /^(--[a-z-]+)=(.*)$/s.exec(words.at(-1) ?? '')
  return match === null ? words : [...words.slice(0, -1), match[1] ?? '', match[2] ?? '']
}

/** The command that is typed, and how many arguments of it are. */
function placeIn(
  program: Command,
  words: readonly string[],
): { readonly command: Command; readonly position: number } {
  let command = program
  let position = 0
  for (const [at, word] of words.entries()) {
    if (word.startsWith('-') || optionTaking(command, words[at - 1] ?? '') !== null) continue
    const inner = position === 0 ? command.commands.find(one => one.name() === word) : undefined
    if (inner === undefined) position += 1
    else command = inner
  }
  return { command, position }
}

/** The option this word is, where its value comes next. A value that may be left out is not waited for. */
function optionTaking(command: Command, word: string): Option | null {
  for (let at: Command | null = command; at !== null; at = at.parent) {
    const option = at.options.find(one => one.long === word || one.short === word)
    if (option !== undefined) return option.required ? option : null
  }
  return null
}

function wantedAt(
  option: Option | null,
  argument: Argument | undefined,
): Wanted | 'files' | 'folders' | 'nothing' | null {
  if (option !== null) {
    if (option.argChoices !== undefined) return { kind: 'words', words: option.argChoices }
    if (/<(file|path)s?[.>]/.test(option.flags)) return 'files'
    if (/<(dir|folder)s?[.>]/.test(option.flags)) return 'folders'
    return option.long === undefined ? 'nothing' : { kind: 'flag', flag: option.long }
  }
  if (argument === undefined) return null
  if (argument.argChoices !== undefined) return { kind: 'words', words: argument.argChoices }
  return argument.name() === 'file' ? 'files' : { kind: 'argument', argument: argument.name() }
}

function describe(command: Command, path: string): void {
  const help = command.createHelp()
  const entry = path === '' ? tab : tab.command(path, command.description())
  for (const option of help.visibleOptions(command)) {
    const long = option.long?.slice(2)
    if (long === undefined) continue
    const short = option.short?.slice(1)
    if (option.required || option.optional) entry.option(long, option.description, () => undefined, short)
    else entry.option(long, option.description, short ?? '')
  }
  for (const inner of help.visibleCommands(command))
    if (inner.name() !== 'help') describe(inner, path === '' ? inner.name() : `${path} ${inner.name()}`)
}
