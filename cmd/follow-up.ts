/**
 * Commands that are printed to be run next, whole (T29): in the workspace and the sandbox of the command that prints them, and, where
 * it is the same command again, with what was asked of it. A remedy knows the verb; only here the rest is known.
 */
import type { PlanScope } from '../engine/scope/plan-scope.ts'
import { shellQuoted } from '../engine/shell-words.ts'

export interface FollowUp {
  /** The command's own verb. */
  readonly verb: string
  /** All of its words, e.g. `activity list`. */
  readonly path: string
  /** As given to -C; null: the current folder. */
  readonly directory: string | null
  /** As given to --sandbox; null: it was not. */
  readonly sandbox: string | true | null
  /** A saved plan the command was given. */
  readonly file: string | null
  /** The apply that `resume` was given; null: the newest. */
  readonly apply: string | null
  /** What chose customers, and what answered questions; in the order of the help. */
  readonly given: readonly GivenOption[]
}

export interface GivenOption {
  readonly option: string
  readonly values: readonly string[]
}

/** Those that ask accounts, and so take --sandbox. */
const withTenants = new Set([
  'import',
  'export',
  'activity',
  'invite',
  'reconcile',
  'plan',
  'apply',
  'resume',
  'rehearse',
  'status',
  'drift',
  'doctor',
  'login',
  'explain',
])
/** They need no workspace. */
const withoutWorkspace = new Set(['schema', 'version', 'completion', 'show', 'init', 'sandbox', 'COMMAND'])

export function wholeCommand(command: string, followUp: FollowUp): string {
  const [program, verb = '', ...written] = command.split(' ')
  if (program !== 'tenantform') return inWorkspace(command, followUp)
  if (written.includes('--help')) return command.replace('COMMAND', followUp.path)
  if (verb.startsWith('-')) return command
  // The same with an answer to a question: what asked may have been going on with an apply.
  const asked = written.filter(word => word.startsWith('--'))
  if (
    verb === 'apply' &&
    followUp.verb === 'resume' &&
    asked.length > 0 &&
    asked.every(option => takenByResume.has(option))
  ) {
    const id = followUp.apply === null ? [] : [shellQuoted(followUp.apply)]
    return wholeCommand(['tenantform resume', ...id, ...asked].join(' '), followUp)
  }
  const { directory } = followUp
  // A remedy that knows a journal to be of a rehearsal says so; which sandbox that is, only the command knows.
  const rest = written.filter(word => word !== '--sandbox')
  const sandbox = followUp.sandbox ?? (written.includes('--sandbox') ? true : null)
  const words = [
    program,
    verb,
    ...rest.flatMap((word, at) => filledIn(word, { verb, before: rest[at - 1] }, followUp)),
  ]
  const add = (option: string, ...values: readonly string[]) => {
    if (!words.includes(option)) words.push(option, ...values.map(shellQuoted))
  }
  for (const { option, values } of followUp.given)
    if (takes(verb, option) && !isFilled(words, followUp)) add(option, ...values)
    else if (verb === followUp.verb && (values.length === 0 || verb === 'import')) add(option, ...values)
    // What was allowed when it was begun is allowed of what is left of it.
    else if (verb === 'resume' && option === allowed) add(option)
  if (directory !== null && !withoutWorkspace.has(verb)) add('-C', directory)
  if (sandbox !== null && withTenants.has(verb)) add('--sandbox', ...(sandbox === true ? [] : [sandbox]))
  return words.join(' ')
}

/** Commands of other programs about the workspace. */
function inWorkspace(command: string, { directory }: FollowUp): string {
  if (directory === null) return command
  const words = command.split(' ')
  if (words[0] === 'git') return ['git', '-C', shellQuoted(directory), ...words.slice(1)].join(' ')
  if (words[0] !== 'rm') return command
  const path = `${directory.replace(/\/+$/, '')}/${words.at(-1) ?? ''}`
  return [...words.slice(0, -1), shellQuoted(path)].join(' ')
}

const allowed = '--allow-irreversible'
/** Answers to a question that `apply` and `resume` both take. */
const takenByResume: ReadonlySet<string> = new Set([allowed, '--take-over', '--workers'])

const scoped = new Set(['plan', 'apply', 'status'])
const scopeOptions = new Set(['--consolidation', '--wave', '--target', '--on'])

/** As `plan` and `apply` without a file were told whom to look at, when a saved plan was. */
export function scopedLike({ consolidation, wave, targets }: PlanScope, followUp: FollowUp): FollowUp {
  const scope: readonly GivenOption[] = [
    ...(consolidation === null ? [] : [{ option: '--consolidation', values: [consolidation] }]),
    ...(wave === null ? [] : [{ option: '--wave', values: [wave] }]),
    ...(targets.length === 0 ? [] : [{ option: '--target', values: targets }]),
  ]
  return { ...followUp, given: [...scope, ...followUp.given] }
}

/** What cannot be undone was allowed by typing the name, and not by an option. */
export function withAllowed<S extends { readonly followUp: FollowUp }>(shell: S): S {
  const { given } = shell.followUp
  if (given.some(({ option }) => option === allowed)) return shell
  return { ...shell, followUp: { ...shell.followUp, given: [...given, { option: allowed, values: [] }] } }
}

function takes(verb: string, option: string): boolean {
  return scopeOptions.has(option) && scoped.has(verb)
}

/** A saved plan says by itself whom it is about. */
function isFilled(words: readonly string[], { file }: FollowUp): boolean {
  return file !== null && words.includes(shellQuoted(file))
}

/** FILE stands for the saved plan; an apply without one plans by itself again, and elsewhere, or where one is to be written, it stays to be chosen. */
function filledIn(
  word: string,
  { verb, before }: { readonly verb: string; readonly before: string | undefined },
  { file, verb: own }: FollowUp,
): readonly string[] {
  if (word !== 'FILE' || before === '--out') return [word]
  if (file !== null) return [shellQuoted(file)]
  return verb === 'apply' && own === 'apply' ? [] : [word]
}

/** The same value with every command in it whole: remedies to run, and commands between backticks in sentences. */
export function wholeCommands<T>(value: T, followUp: FollowUp): T {
  return walked(value, null, followUp) as T // the same shape, other texts
}

function walked(value: unknown, key: string | null, followUp: FollowUp): unknown {
  if (typeof value === 'string') {
    if (key === 'command' || key === 'next') return wholeCommand(value, followUp)
    return key === 'detail' || key === 'until' || key === 'what' ? inSentences(value, followUp) : value
  }
  if (Array.isArray(value)) return value.map(inner => walked(inner, null, followUp))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, walked(inner, name, followUp)]),
  )
}

function inSentences(text: string, followUp: FollowUp): string {
  return text.replaceAll(
    /`(tenantform [^`]+)`/g,
    (_, command: string) => `\`${wholeCommand(command, followUp)}\``,
  )
}
