/** What applies did: journal list, show and export; and the tables of a journal in PostgreSQL. */
import type { Command } from 'commander'
import { example } from './example.ts'
import { format, type On } from './shared-options.ts'

export function addJournal(program: Command, on: On): void {
  const journal = program.command('journal').description('what apply did')
  on(
    format(
      journal
        .command('list')
        .description('the applies of this workspace')
        .option('--run-programs', 'run the program that says where the journal lies', false)
        .addHelpText('after', example('tenantform journal list')),
      'journal list',
    ),
    () => import('../commands/journal/list.ts'),
  )
  on(
    format(
      journal
        .command('show')
        .description('one apply, entry by entry')
        .argument('[apply]', 'the apply (default: the newest)')
        .option('--run-programs', 'run the program that says where the journal lies', false)
        .addHelpText('after', example('tenantform journal show --format json')),
      'journal show',
    ),
    () => import('../commands/journal/show.ts'),
  )
  on(
    journal
      .command('export')
      .description('one apply in the form of a journal file, whatever store keeps it')
      .argument('[apply]', 'the apply (default: the newest)')
      .option('--out <file>', 'write to this file instead of stdout')
      .option('--run-programs', 'run the program that says where the journal lies', false)
      .addHelpText('after', example('tenantform journal export --out apply.journal')),
    () => import('../commands/journal/export.ts'),
  )
  on(
    journal
      .command('tables')
      .description('the SQL that makes the tables of a journal in PostgreSQL, for an administrator')
      .option('--schema <name>', 'where they lie', 'public')
      .option('--role <name>', 'the role of commands and workers, which makes no tables itself')
      .addHelpText('after', example('tenantform journal tables --role tenantform > tables.sql')),
    () => import('../commands/journal/tables.ts'),
  )
}
