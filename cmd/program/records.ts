/** What Microsoft wrote down, against what was done here: activity and reconcile. */
import type { Command } from 'commander'
import { example } from './example.ts'
import { format, type On, table, tenant } from './shared-options.ts'

export function addActivity(program: Command, on: On): void {
  const activity = program.command('activity').description("Microsoft's own record of what happened")
  const filtered = (command: Command) =>
    tenant(command)
      .option('--partner <name...>', 'only these accounts (default: all)')
      .option('--from <date>', 'first UTC day (default: 30 days back; Microsoft keeps 90)')
      .option('--to <date>', 'last UTC day (default: today)')
      .option('--customer <customer>', 'only this customer: a tenant id, a domain, or part of a name')
      .option('--type <word...>', 'only these resources or operations, e.g. subscription, create_order')
  on(
    format(
      filtered(activity.command('list').description('records, newest first')),
      'activity list',
    ).addHelpText(
      'after',
      example('tenantform activity list --from 2026-11-01 --customer panificiorossi.example'),
    ),
    () => import('../commands/activity.ts').then(({ list }) => ({ run: list })),
  )
  on(
    table(
      filtered(activity.command('export').description('records as a table, to be kept')),
      'activity export',
    ).addHelpText('after', example('tenantform activity export --from 2026-09-01 --out activity.xlsx')),
    () => import('../commands/activity.ts').then(({ exportRecords }) => ({ run: exportRecords })),
  )
  on(
    format(
      tenant(
        activity
          .command('verify')
          .description('the journal against the records, both ways; exit 2 when others changed something'),
      ),
      'activity verify',
    )
      .argument('[apply]', 'the apply (default: the newest)')
      .option('--out <file>', 'write a table to this file')
      .addHelpText('after', example('tenantform activity verify --sandbox')),
    () => import('../commands/activity.ts').then(({ verify }) => ({ run: verify })),
  )
}

export function addReconcile(program: Command, on: On): void {
  const command = format(tenant(program.command('reconcile')), 'reconcile')
    .description('invoices against what the journal predicts; exit 2 when something is wrong')
    .argument('[apply]', 'the apply (default: all of them)')
    .option(
      '--from <file...>',
      'downloaded reconciliation files (CSV or Excel) instead of the invoices of the accounts',
    )
    .option('--partner <name>', 'with --from: whose files they are, where they do not say it')
    .option('--run-programs', 'with --from: run the program that says where the journal lies', false)
    .option('--out <file>', 'write a table to this file')
    .addHelpText(
      'after',
      example(
        'tenantform reconcile --sandbox',
        'tenantform reconcile --from D0290.csv --partner italy --format csv',
      ),
    )
  on(command, () => import('../commands/reconcile.ts'))
}
