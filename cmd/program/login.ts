/** Signing a person in: login. */
import type { Command } from 'commander'
import { example } from './example.ts'
import { format, type On, tenant } from './shared-options.ts'

export function addLogin(program: Command, on: On): void {
  on(
    format(
      tenant(
        program
          .command('login')
          .description(
            'a person signs in by device code, and the refresh token is stored where `store:` says',
          )
          .argument('<partner>', 'name of a Partner document')
          .option('--check', 'only say what is missing, for each kind of credential', false)
          .option('--open', 'open the address in the browser too', false),
      ),
      'login',
    ).addHelpText('after', example('tenantform login central-emea --check', 'tenantform login central-emea')),
    () => import('../commands/login.ts'),
  )
}
