/** The commands around the embedded Partner Center. */
import { type Command, Option } from 'commander'
import { example } from './example.ts'
import { format, type On, tenant } from './shared-options.ts'

export function addSandboxCommands(program: Command, on: On): void {
  const sandbox = program.command('sandbox').description('the embedded Partner Center')
  on(
    format(sandbox.command('start'), 'sandbox start')
      .description('start a sandbox of its own')
      .requiredOption('--seed <file>', 'the World document')
      .option('--port <n>', 'loopback port (default: any free one)')
      .option('--state <dir>', 'keep the state here')
      .option('--latency <ms>', 'answer this slowly')
      .option('--throttle <n/min>', 'requests a minute per partner and family')
      .addOption(
        new Option('--clock <kind>', 'virtual stands still; live ticks')
          .choices(['virtual', 'live'])
          .default('virtual'),
      )
      .option('--json', 'the same as --format json: one line with the url', false)
      .addHelpText(
        'after',
        example('tenantform sandbox start --seed examples/consolidation/world.yaml --port 4800'),
      ),
    () => import('../commands/sandbox/start.ts'),
  )
  on(
    format(
      tenant(
        sandbox
          .command('state')
          .description('the whole world as data')
          .addHelpText('after', example('tenantform sandbox state')),
      ),
      'sandbox state',
    ),
    () => import('../commands/sandbox/control.ts').then(({ state }) => ({ run: state })),
  )
  on(
    format(
      tenant(
        sandbox
          .command('ledger')
          .description('charges and credits per UTC day')
          .addHelpText('after', example('tenantform sandbox ledger')),
      ),
      'sandbox ledger',
    ),
    () => import('../commands/sandbox/control.ts').then(({ ledger }) => ({ run: ledger })),
  )
  on(
    format(
      tenant(
        sandbox
          .command('requests')
          .description('every request seen')
          .option('--count', 'counts by route', false)
          .addHelpText('after', example('tenantform sandbox requests --count')),
      ),
      'sandbox requests',
    ),
    () => import('../commands/sandbox/control.ts').then(({ requests }) => ({ run: requests })),
  )
  on(
    format(
      tenant(
        sandbox
          .command('advance')
          .description('let time pass')
          .argument('<duration-or-instant>', 'P1D, PT2H, or 2026-12-08T00:05:00Z')
          .addHelpText('after', example('tenantform sandbox advance P1D')),
      ),
      'sandbox advance',
    ),
    () => import('../commands/sandbox/control.ts').then(({ advance }) => ({ run: advance })),
  )
  on(
    format(
      tenant(
        sandbox
          .command('accept')
          .description("the customer's admin accepts the partner")
          .argument('<partner>')
          .argument('<customer>', 'tenant id')
          .option('--no-agreement', 'without an agreement')
          .addHelpText(
            'after',
            example('tenantform sandbox accept central-emea 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'),
          ),
      ),
      'sandbox accept',
    ),
    () => import('../commands/sandbox/control.ts').then(({ accept }) => ({ run: accept })),
  )
  on(
    format(
      tenant(
        sandbox
          .command('approve')
          .description("the customer's admin approves the delegated administration that was asked for")
          .argument('<partner>')
          .argument('<customer>', 'tenant id')
          .option('--refuse', 'leaves it unanswered for good instead', false)
          .addOption(
            new Option('--terminate', 'ends what is active instead').default(false).conflicts('refuse'),
          )
          .addHelpText(
            'after',
            example(
              'tenantform sandbox approve central-emea 5b0b0c5e-0000-4000-8000-0000000000c3 -C examples/delegated-administration',
            ),
          ),
      ),
      'sandbox approve',
    ),
    () => import('../commands/sandbox/control.ts').then(({ approve }) => ({ run: approve })),
  )
  on(
    format(
      tenant(
        sandbox
          .command('sign-in')
          .description('the person enters the code that `login` shows, and signs in')
          .argument('<code>')
          .option('--as <user>', 'who signs in (default: the only user of the app)')
          .addOption(new Option('--decline', 'declines instead').default(false).conflicts('as'))
          .option('--no-mfa', 'without a second factor')
          .addHelpText('after', example('tenantform sandbox sign-in A1B2C3D4E')),
      ),
      'sandbox sign-in',
    ),
    () => import('../commands/sandbox/control.ts').then(({ signIn }) => ({ run: signIn })),
  )
  on(
    format(
      tenant(
        sandbox
          .command('azure-migrate')
          .description('Microsoft moves the Azure usage')
          .argument('<customer>', 'tenant id')
          .argument('<from>', 'partner')
          .argument('<to>', 'partner')
          .addHelpText(
            'after',
            example(
              'tenantform sandbox azure-migrate 8a8d929c-aa3c-4946-abab-ab20b4ed2ec6 italy central-emea',
            ),
          ),
      ),
      'sandbox azure-migrate',
    ),
    () => import('../commands/sandbox/control.ts').then(({ azureMigrate }) => ({ run: azureMigrate })),
  )
  on(
    format(
      tenant(
        sandbox
          .command('fault')
          .description('script faults')
          .argument('<json>', 'a fault or an array of faults')
          .addHelpText(
            'after',
            example(
              `tenantform sandbox fault '[{"match":{"method":"POST","path":"/checkout"},"do":"drop-after-commit","times":1}]'`,
            ),
          ),
      ),
      'sandbox fault',
    ),
    () => import('../commands/sandbox/control.ts').then(({ fault }) => ({ run: fault })),
  )
}
