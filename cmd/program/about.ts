/** The commands about the tool itself: schema, completion, version. */
import { Argument, type Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { ProcessShell } from '../shell.ts'
import { example } from './example.ts'
import { format, type On } from './shared-options.ts'

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
