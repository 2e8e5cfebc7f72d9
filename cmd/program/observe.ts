/** The commands that look and compare, and write nothing to an account: rehearse, status, renewals, drift, doctor. */
import type { Command } from 'commander'
import { example } from './example.ts'
import { format, type On, offline, scope, tenant } from './shared-options.ts'

export function addObserving(program: Command, on: On): void {
  addRehearse(program, on)
  addStatus(program, on)
  addRenewals(program, on)
  addDrift(program, on)
  addDoctor(program, on)
}

function addRehearse(program: Command, on: On): void {
  const command = format(offline(tenant(program.command('rehearse'))), 'rehearse')
    .description(
      'the whole cutover on a copy of the accounts: how long, how many requests, who fails and why',
    )
    .option('--consolidation <name>', 'only this consolidation (default: all, one after the other)')
    .option('--on <date>', 'the UTC day on which it begins (default: the first on which it may)')
    .option(
      '--seeds <n>',
      'so many rehearsals, each with chances of its own (default: 3; fewer of many customers)',
    )
    .option('--throttle <n/min>', 'requests a minute the service answers, by account and kind of resource')
    .option('--latency <ms>', 'an answer takes about so long: half of it to twice as much', '300')
    .option('--trouble <n>', 'one of so many requests meets with trouble, by chance (default: none)')
    .option('--faults <file>', 'trouble of your own, as JSON: what `sandbox fault` takes')
    .option('--strict', 'exit 3 when it does not fit its window, or a customer fails', false)
    .option('--out <file>', 'write to this file instead of stdout')
    .addHelpText(
      'after',
      example(
        'tenantform rehearse --sandbox',
        'tenantform rehearse --seeds 5 --out rehearsal.html --sandbox',
      ),
    )
  on(command, () => import('../commands/rehearse.ts'))
}

function addStatus(program: Command, on: On): void {
  on(
    format(
      scope(offline(tenant(program.command('status').description('readiness board and cutover progress')))),
      'status',
    )
      .option('--standing <word...>', 'only customers in this state, e.g. invited, blocked, ready')
      .option('--next <who...>', 'only customers whose turn it is: customer, partner, Microsoft, `nobody`')
      .option(
        '--watch [seconds]',
        'look again and again, and print what changed, until every customer has accepted',
      )
      .option(
        '--serve [port]',
        'the board in a browser of this machine, up to date, a view for each role; until it is stopped',
      )
      .addHelpText(
        'after',
        example(
          'tenantform status --sandbox',
          'tenantform status --serve --sandbox',
          'tenantform status --standing invited --watch 300',
          'tenantform status --format html > board.html',
        ),
      ),
    () => import('../commands/status.ts'),
  )
}

function addRenewals(program: Command, on: On): void {
  const command = format(offline(tenant(program.command('renewals'))), 'renewals')
    .description(
      'term ends: what each subscription will do, what it costs, and until when that can be changed',
    )
    .option('--days <n>', 'ends in so many days from today', '90')
    .option('--all', 'also those that need no decision', false)
    .option('--partner <name...>', 'only these accounts (default: all)')
    .option('--customer <customer...>', 'only these customers: a tenant id, a domain or a name')
    .option('--propose', 'write what is proposed into the documents; comments stay', false)
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

function addDrift(program: Command, on: On): void {
  on(
    format(
      tenant(
        program
          .command('drift')
          .description('what is not as declared, and who changed it; exit 2 when something is')
          .option('--consolidation <name>', 'only this consolidation')
          .option('--target <customer...>', 'only these customers: a tenant id, a domain, or customer/key'),
      ),
      'drift',
    ).addHelpText('after', example('tenantform drift --format markdown --sandbox')),
    () => import('../commands/drift.ts'),
  )
}

function addDoctor(program: Command, on: On): void {
  on(
    format(
      tenant(
        program
          .command('doctor')
          .description('credentials, permissions, clocks, hosts; exit 1 to fix something'),
      ),
      'doctor',
    ).addHelpText('after', example('tenantform doctor --sandbox')),
    () => import('../commands/doctor.ts'),
  )
}
