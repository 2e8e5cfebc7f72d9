/** The commands about the tool itself and what it said: schema, explain, completion, version. */
import { Argument, type Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { ProcessShell } from '../shell.ts'
import { example } from './example.ts'
import { format, type On, tenant } from './shared-options.ts'

export function addAbout(
  program: Command,
  on: On,
  { cwd, streams }: Pick<ProcessShell, 'cwd' | 'streams'>,
): void {
  on(
    format(
      program
        .command('schema')
        .description('the JSON Schema of a kind of document, or of an answer')
        .addArgument(new Argument('[kind]', 'the kind (default: list them)')),
      'schema',
    ).addHelpText('after', example('tenantform schema Customer > customer.schema.json')),
    () => import('../commands/schema.ts'),
  )
  on(
    format(
      tenant(
        program
          .command('explain')
          .description('what a code means and what to do, or the history of a subscription')
          .argument('<code-or-subscription>', 'a code such as PLAN.MOVED, or the id of a subscription'),
      )
        .option('--records', "ask the accounts for Microsoft's own records of the subscription", false)
        .option('--from <file...>', 'invoices: CSV or Excel exports, for the lines of the subscription')
        .option('--partner <name>', 'whose the files of --from are')
        .option(
          '--run-programs',
          'without --records: run the program that says where the journal lies',
          false,
        ),
      'explain',
    ).addHelpText(
      'after',
      example(
        'tenantform explain APPLY.MOVED',
        'tenantform explain 30fbe180-fb6f-4a99-a868-5ae9d48de257 --records',
      ),
    ),
    () => import('../commands/explain.ts'),
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
        await complete(program, { words: args, cwd, out: streams.out })
        return exitCodes.done
      },
    })),
  )
  on(
    format(program.command('version').description('print the version'), 'version').addHelpText(
      'after',
      example('tenantform version'),
    ),
    () => import('../commands/version.ts'),
  )
}
