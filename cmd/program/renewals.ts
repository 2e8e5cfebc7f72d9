/** The calendar of term ends. */
import { type Command, Option } from 'commander'
import { example } from './example.ts'
import type { Kit } from './inventory.ts'

export function addRenewals(
  program: Command,
  { on, tenant, offline }: Kit & { readonly offline: (command: Command) => Command },
): void {
  const command = offline(tenant(program.command('renewals')))
    .description(
      'term ends: what each subscription will do, what it costs, and until when that can be changed',
    )
    .option('--days <n>', 'ends in so many days from today', '90')
    .option('--all', 'also those that need no decision', false)
    .option('--partner <name...>', 'only these accounts (default: all)')
    .option('--customer <customer...>', 'only these customers: a tenant id, a domain or a name')
    .option('--propose', 'write what is proposed into the documents; comments stay', false)
    .addOption(
      new Option('--format <format>', 'form of the answer (default: as --out is named, else text)').choices([
        'text',
        'json',
        'csv',
        'xlsx',
        'html',
        'ics',
      ]),
    )
    .option('--out <file>', 'write to this file instead of stdout')
    .option('--bom', 'begin CSV with a byte order mark, for Excel', false)
    .option('--separator <character>', 'between the cells of CSV', ',')
    .addHelpText(
      'after',
      example(
        'tenantform renewals --sandbox',
        'tenantform renewals --days 180 --all --out term-ends.xlsx',
        'tenantform renewals --out term-ends.ics',
        'tenantform renewals --propose',
      ),
    )
  on(command, () => import('../commands/renewals.ts'))
}
