/**
 * The command tree. Declares every option; loads a command's code only when it runs, so that `--help` stays quick.
 */
import { Command, CommanderError } from 'commander'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { endPipes } from '../files/end-pipes.ts'
import type { ProcessShell, Shell } from '../shell.ts'
import { endedInTime } from '../stopping.ts'
import { withEvents } from '../terminal/with-events.ts'
import { addAbout } from './about.ts'
import { fileBehindSandbox, followUpOf, untrustedOf, wantsColour } from './call.ts'
import { addJournal } from './journal.ts'
import { addLogin } from './login.ts'
import { addObserving } from './observe.ts'
import { addPlanAndApply } from './plan-and-apply.ts'
import { addActivity, addReconcile } from './records.ts'
import { addSandboxCommands } from './sandbox.ts'
import type { On } from './shared-options.ts'
import { addExports, addFormat, addImport, addInit, addInvite, addValidate } from './workspace.ts'

/** With these a command has given its answer, into the file it was told. */
const writing: ReadonlySet<ExitCode> = new Set([exitCodes.done, exitCodes.pending, exitCodes.partial])

/** The commands with their options; `on` says what is done when one is called. */
export function commandTree(shell: ProcessShell, on: On): Command {
  const program = new Command('tenantform')
    .description(
      'Terraform for Microsoft CSP tenants: declare customers, offers and seats in YAML, preview with plan, carry out with apply.',
    )
    .version(shell.version, '-V, --version', 'print the version')
    .option('-C, --directory <dir>', 'the workspace to work in', '.')
    .option('--no-color', 'no colours, whatever the terminal can do')
    .option('-q, --quiet', 'no progress on stderr', false)
    .option(
      '--events <file>',
      'progress as JSON lines into a file or a pipe; - for stderr, in place of words',
    )
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
  addValidate(program, on)
  addFormat(program, on)
  addInit(program, on)
  addLogin(program, on)
  addImport(program, on)
  addExports(program, on)
  addActivity(program, on)
  addInvite(program, on)
  addReconcile(program, on)
  addPlanAndApply(program, on)
  addObserving(program, on)
  addJournal(program, on)
  addSandboxCommands(program, on)
  addAbout(program, on, shell)
  return program
}

export async function runProgram(argv: readonly string[], shell: ProcessShell): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done
  const on: On = (command, load) =>
    command.action(async () => {
      const options = fileBehindSandbox(command.optsWithGlobals(), command)
      const { run } = await load()
      const followUp = followUpOf(command, options)
      const called: Shell = {
        ...shell,
        followUp,
        untrusted: untrustedOf(options.options, shell.env),
        wantsColour: wantsColour(options.options, shell.env),
      }
      // Each command names the options it declares here.
      code = await endedInTime(called, () =>
        withEvents(called, options.options, watched =>
          run({ shell: watched, args: options.args, options: options.options as never }),
        ),
      )
    })
  const program = commandTree(shell, on)

  let hasWritten = false
  try {
    await program.parseAsync([...argv], { from: 'user' })
    hasWritten = writing.has(code)
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.failed
    throw error
  } finally {
    if (!hasWritten) await endPipes(argv, shell.cwd)
  }
}
