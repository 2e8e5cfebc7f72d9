/** How a command was called: its options and arguments as meant, what the next command needs of them, and who is trusted. */
import type { Command } from 'commander'
import type { Untrusted } from '../../engine/load/untrusted.ts'
import type { FollowUp, GivenOption } from '../follow-up.ts'
import type { ProcessShell } from '../shell.ts'

/** `--sandbox` takes an optional URL; a value that is none is the command's own first argument. */
export function fileBehindSandbox(
  options: Record<string, unknown>,
  command: Command,
): { readonly options: Record<string, unknown>; readonly args: readonly string[] } {
  const sandbox = options['sandbox']
  if (typeof sandbox !== 'string' || /^https?:\/\//.test(sandbox)) return { options, args: command.args }
  return { options: { ...options, sandbox: true }, args: [sandbox, ...command.args] }
}

/** Options that the next command needs too: what chooses customers, and what answers questions. */
const carried = ['consolidation', 'wave', 'target', 'on', 'autoApprove', 'allowIrreversible', 'skipMoved']
/** What an import was told, which the same import again must be told too. */
const carriedByImport = ['partner', 'consolidation', 'update', 'out']

export function followUpOf(
  command: Command,
  { options, args }: { readonly options: Record<string, unknown>; readonly args: readonly string[] },
): FollowUp {
  const { directory, sandbox } = options
  return {
    verb: command.name(),
    path: pathOf(command),
    directory: typeof directory === 'string' && directory !== '.' ? directory : null,
    sandbox: typeof sandbox === 'string' || sandbox === true ? sandbox : null,
    file: command.name() === 'apply' || command.name() === 'show' ? (args[0] ?? null) : null,
    apply: command.name() === 'resume' ? (args[0] ?? null) : null,
    given: (command.name() === 'import' ? carriedByImport : carried).flatMap(
      (name): readonly GivenOption[] => {
        const value = options[name]
        if (value === undefined || value === false) return []
        const option = `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
        return [{ option, values: value === true ? [] : [value].flat().map(String) }]
      },
    ),
  }
}

function pathOf(command: Command): string {
  const { parent } = command
  return parent === null || parent.parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`
}

/** Any value but none, an empty one and 0 turns it on: a pipeline that meant it must not lose it by a spelling. */
export function untrustedOf(options: Record<string, unknown>, env: ProcessShell['env']): Untrusted | null {
  const isOn = options['untrusted'] === true || !['', '0'].includes(env['TENANTFORM_UNTRUSTED'] ?? '')
  if (!isOn) return null
  const allowEnv = new Set((env['TENANTFORM_ALLOW_ENV'] ?? '').split(/[\s,;]+/).filter(name => name !== ''))
  return { allowEnv }
}

export function wantsColour({ color }: Record<string, unknown>, env: ProcessShell['env']): boolean {
  return color !== false && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
}
