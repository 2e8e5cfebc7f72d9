/** What applies did: journal list and journal show. */
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
}
