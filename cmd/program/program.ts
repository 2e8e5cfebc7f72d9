/**
 * The command tree. Declares every option; loads a command's code only when it runs, so that `--help` stays quick.
 */
import { Argument, Command, CommanderError, Option } from 'commander'
import type { Untrusted } from '../../engine/load/untrusted.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { FollowUp, GivenOption } from '../follow-up.ts'
import type { Load, ProcessShell } from '../shell.ts'
import { example } from './example.ts'
import { addInventoryCommands } from './inventory.ts'
import { addRenewals } from './renewals.ts'
import { addSandboxCommands } from './sandbox.ts'

const formats = ['text', 'json', 'markdown'] as const
const pages = [...formats, 'html'] as const

export async function runProgram(argv: readonly string[], shell: ProcessShell): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done
  const program = new Command('tenantform')
    .description(
      'Terraform for Microsoft CSP tenants: declare customers, offers and seats in YAML, preview with plan, carry out with apply.',
    )
    .version(shell.version, '-V, --version', 'print the version')
    .option('-C, --directory <dir>', 'the workspace to work in', '.')
    .option('--no-color', 'no colours, whatever the terminal can do')
    .option('-q, --quiet', 'no progress on stderr', false)
    .option(
      '--untrusted',
      'the documents are a stranger’s: nothing they name is run, read or sent to (TENANTFORM_UNTRUSTED=1)',
      false,
    )
    .exitOverride()
    .configureOutput({
      writeOut: text => shell.streams.out(text),
      writeErr: text => shell.streams.err(text),
      getOutHelpWidth: () => shell.streams.columns,
      getErrHelpWidth: () => shell.streams.errColumns,
    })
    .showHelpAfterError('(tenantform --help lists the commands)')

  const on = (command: Command, load: Load) =>
    command.action(async () => {
      const options = fileBehindSandbox(command.optsWithGlobals(), command)
      const { run } = await load()
      const followUp = followUpOf(command, options)
      code = await run({
        shell: { ...shell, followUp, untrusted: untrustedOf(options.options, shell.env) },
        args: options.args,
        options: options.options as never,
      }) // each command names the options it declares here
    })
  const tenant = (command: Command) =>
    command.option('--sandbox [url]', 'use the sandbox at this URL, or the embedded one of this workspace')
  const format = (command: Command) =>
    command.addOption(new Option('--format <format>', 'form of the answer').choices(formats).default('text'))
  const page = (command: Command) =>
    command.addOption(new Option('--format <format>', 'form of the answer').choices(pages).default('text'))
  const offline = (command: Command) =>
    command.option('--snapshot <file>', 'read from this snapshot instead of the accounts')
  const scope = (command: Command) =>
    command
      .option('--consolidation <name>', 'only this consolidation')
      .option('--wave <name>', 'only this wave')
      .option('--target <customer...>', 'only these customers: a tenant id, a domain, or customer/key')
      .option('--on <date>', 'the UTC day the plan is for (default: today)')
      .addOption(new Option('--refresh <how>', 'how live facts are read').choices(['full']).default('full'))

  on(
    format(
      program.command('validate').description('check the documents, offline; every mistake in one run'),
    ).addHelpText('after', example('tenantform validate -C examples/consolidation')),
    () => import('../commands/validate.ts'),
  )
  addInventoryCommands(program, { on, tenant })
  on(
    scope(page(offline(tenant(program.command('plan').description('preview what would change')))))
      .option('--out <file>', 'save the plan')
      .option('--detailed-exitcode', 'exit 2 when an action is pending', false)
      .option('--strict', 'exit 3 when a customer is not ready', false)
      .addHelpText('after', example('tenantform plan --wave pilot --out pilot.json --sandbox')),
    () => import('../commands/plan.ts'),
  )
  on(
    page(
      program
        .command('show')
        .description('a saved plan or an apply result, in any format')
        .argument('<file>', 'the plan or result'),
    ).addHelpText('after', example('tenantform show pilot.json --format markdown')),
    () => import('../commands/show.ts'),
  )
  on(
    scope(
      page(
        tenant(
          program
            .command('apply')
            .description('carry out a saved plan, or plan and ask')
            .argument('[file]', 'the saved plan'),
        ),
      ),
    )
      .option('--auto-approve', 'do not ask; never covers irreversible steps', false)
      .option('--allow-irreversible', 'allow the irreversible steps of this run', false)
      .option('--skip-moved', 'go on without customers whose facts have moved', false)
      .option('--take-over', 'take the lock of a holder that has fallen silent', false)
      .option('--out <file>', 'save the result')
      .addHelpText(
        'after',
        example('tenantform apply pilot.json --auto-approve --allow-irreversible --sandbox'),
      ),
    () => import('../commands/apply.ts'),
  )
  on(
    page(
      tenant(
        program
          .command('resume')
          .description('go on with an interrupted apply; looks before it repeats')
          .argument('[apply]', 'the apply (default: the newest that is not finished)'),
      ),
    )
      .option('--allow-irreversible', 'allow the irreversible steps of this run', false)
      .option('--take-over', 'take the lock of a holder that has fallen silent', false)
      .option('--out <file>', 'save the result')
      .addHelpText('after', example('tenantform resume --allow-irreversible --sandbox')),
    () => import('../commands/resume.ts'),
  )
  on(
    scope(offline(tenant(program.command('status').description('readiness board and cutover progress'))))
      .addOption(
        new Option('--format <format>', 'form of the answer').choices([...pages, 'csv']).default('text'),
      )
      .option('--standing <word...>', 'only customers that stand here, e.g. invited, blocked, ready')
      .option('--next <who...>', 'only customers whose turn it is: customer, partner, Microsoft, nobody')
      .option(
        '--watch [seconds]',
        'look again and again, and print what changed, until everybody has accepted',
      )
      .addHelpText(
        'after',
        example(
          'tenantform status --sandbox',
          'tenantform status --standing invited --watch 300',
          'tenantform status --format html > board.html',
        ),
      ),
    () => import('../commands/status.ts'),
  )
  addRenewals(program, { on, tenant, offline })
  on(
    format(
      tenant(
        program
          .command('drift')
          .description('what is not as declared, and who changed it; exit 2 when something is')
          .option('--consolidation <name>', 'only this consolidation')
          .option('--target <customer...>', 'only these customers: a tenant id, a domain, or customer/key'),
      ),
    ).addHelpText('after', example('tenantform drift --format markdown --sandbox')),
    () => import('../commands/drift.ts'),
  )

  on(
    format(
      tenant(
        program
          .command('doctor')
          .description('credentials, permissions, clocks, hosts; exit 1 to fix something'),
      ),
    ).addHelpText('after', example('tenantform doctor --sandbox')),
    () => import('../commands/doctor.ts'),
  )

  const journal = program.command('journal').description('what apply did')
  on(
    format(
      journal
        .command('list')
        .description('the applies of this workspace')
        .option('--run-programs', 'run the program that says where the journal lies', false)
        .addHelpText('after', example('tenantform journal list')),
    ),
    () => import('../commands/journal-list.ts'),
  )
  on(
    format(
      journal
        .command('show')
        .description('one apply, entry by entry')
        .argument('[apply]', 'the apply (default: the newest)')
        .option('--run-programs', 'run the program that says where the journal lies', false)
        .addHelpText('after', example('tenantform journal show --format json')),
    ),
    () => import('../commands/journal-show.ts'),
  )

  addSandboxCommands(program, { on, tenant })

  on(
    program
      .command('schema')
      .description('the JSON Schema of a kind of document')
      .addArgument(new Argument('[kind]', 'the kind (default: list them)'))
      .addHelpText('after', example('tenantform schema Customer > customer.schema.json')),
    () => import('../commands/schema.ts'),
  )
  on(
    program
      .command('completion')
      .description('the script by which a shell completes commands, flags and names')
      .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish', 'powershell']))
      .addHelpText(
        'after',
        example(
          'source <(tenantform completion bash)',
          'tenantform completion fish > ~/.config/fish/completions/tenantform.fish',
        ),
      ),
    () => import('./completion.ts'),
  )
  on(program.command('complete', { hidden: true }).argument('[words...]').allowUnknownOption(), () =>
    import('./completion.ts').then(({ complete }) => ({
      run: async ({ args }: { readonly args: readonly string[] }) => {
        await complete(program, { words: args, cwd: shell.cwd, out: shell.streams.out })
        return exitCodes.done
      },
    })),
  )
  on(
    program
      .command('version')
      .description('print the version')
      .addHelpText('after', example('tenantform version')),
    () => import('../commands/version.ts'),
  )

  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.failed
    throw error
  }
}

/** `--sandbox` takes an optional URL; a value that is none is the command's own first argument. */
function fileBehindSandbox(
  options: Record<string, unknown>,
  command: Command,
): { readonly options: Record<string, unknown>; readonly args: readonly string[] } {
  const sandbox = options['sandbox']
  if (typeof sandbox !== 'string' || /^https?:\/\//.test(sandbox)) return { options, args: command.args }
  return { options: { ...options, sandbox: true }, args: [sandbox, ...command.args] }
}

/** Options that the next command needs too: what chooses customers, and what answers questions. */
const carried = ['consolidation', 'wave', 'target', 'on', 'autoApprove', 'allowIrreversible', 'skipMoved']

function followUpOf(
  command: Command,
  { options, args }: { readonly options: Record<string, unknown>; readonly args: readonly string[] },
): FollowUp {
  const { directory, sandbox } = options
  return {
    verb: command.name(),
    directory: typeof directory === 'string' && directory !== '.' ? directory : null,
    sandbox: typeof sandbox === 'string' || sandbox === true ? sandbox : null,
    file: command.name() === 'apply' || command.name() === 'show' ? (args[0] ?? null) : null,
    given: carried.flatMap((name): readonly GivenOption[] => {
      const value = options[name]
      if (value === undefined || value === false) return []
      const option = `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
      return [{ option, values: value === true ? [] : [value].flat().map(String) }]
    }),
  }
}

/** Any value but none, an empty one and 0 turns it on: a pipeline that meant it must not lose it by a spelling. */
function untrustedOf(options: Record<string, unknown>, env: ProcessShell['env']): Untrusted | null {
  const isOn = options['untrusted'] === true || !['', '0'].includes(env['TENANTFORM_UNTRUSTED'] ?? '')
  if (!isOn) return null
  const allowEnv = new Set((env['TENANTFORM_ALLOW_ENV'] ?? '').split(/[\s,;]+/).filter(name => name !== ''))
  return { allowEnv }
}
