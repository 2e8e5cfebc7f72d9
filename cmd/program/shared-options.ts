/** What the groups of commands are declared with: how a command is loaded, and the options that several of them share. */
import { type Command, Option } from 'commander'
import { type AnswerName, answers } from '../formats.ts'
import type { Load } from '../shell.ts'

/** Declares that a command runs what `load` gives. */
export type On = (command: Command, load: Load) => Command

export function tenant(command: Command): Command {
  return command.option(
    '--sandbox [url]',
    'use the sandbox at this URL, or the embedded one of this workspace',
  )
}

/** `--format`, as the table of formats has it for this command. */
export function format(command: Command, name: AnswerName): Command {
  const { formats } = answers[name]
  const [usual] = formats
  const usually = 'out' in answers[name] ? ` (default: as --out is named, else ${usual})` : ''
  const option = new Option('--format <format>', `format of the answer${usually}`).choices(formats)
  // The only format is no choice; who asks for it wants trouble as data too.
  return command.addOption(usually === '' && formats.length > 1 ? option.default(usual) : option)
}

export function offline(command: Command): Command {
  return command.option('--snapshot <file>', 'read from this snapshot instead of the accounts')
}

/** `refresh`: the ways of reading that the command knows. */
export function scope(command: Command, refresh: readonly ('full' | 'activity')[] = ['full']): Command {
  return command
    .option('--consolidation <name>', 'only this consolidation')
    .option('--wave <name>', 'only this wave')
    .option('--target <customer...>', 'only these customers: a tenant id, a domain, or customer/key')
    .option('--on <date>', 'the UTC day the plan is for (default: today)')
    .addOption(new Option('--refresh <how>', 'how live facts are read (default: "full")').choices(refresh))
}

/** Options of every command that answers with a table. */
export function table(command: Command, name: AnswerName): Command {
  return format(command, name)
    .option('--out <file>', 'write to this file instead of stdout')
    .option('--bom', 'begin CSV with a byte order mark, for Excel', false)
    .option('--separator <character>', 'between the cells of CSV', ',')
}

export function findings(command: Command): Command {
  return command.option(
    '--findings <form=file>',
    'write the findings for a CI system too: junit, sarif, code-quality, github or azure; can be given again',
    (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
  )
}
