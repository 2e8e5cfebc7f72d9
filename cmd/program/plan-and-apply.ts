/** The commands from documents to a finished apply: plan, show, apply, resume, worker. */
import type { Command } from 'commander'
import { example } from './example.ts'
import { findings, format, type On, offline, scope, tenant } from './shared-options.ts'

export function addPlanAndApply(program: Command, on: On): void {
  addPlan(program, on)
  addShow(program, on)
  addApply(program, on)
  addResume(program, on)
  addWorker(program, on)
}

function addPlan(program: Command, on: On): void {
  on(
    findings(
      scope(
        format(offline(tenant(program.command('plan').description('preview what would change'))), 'plan'),
        ['full', 'activity'],
      ),
    )
      // Refused by the command itself, which knows that a saved plan is shown and not planned.
      .allowExcessArguments()
      .option('--out <file>', 'save the plan')
      .option('--all', 'show customers that have nothing to do too', false)
      .option('--detailed-exitcode', 'exit 2 when an action is pending', false)
      .option('--strict', 'exit 3 when a customer is not ready', false)
      .option(
        '--changed-since <revision>',
        'only customers whose documents say something else than at this commit',
      )
      .addHelpText('after', example('tenantform plan --wave pilot --out pilot.json --sandbox')),
    () => import('../commands/plan.ts'),
  )
}

function addShow(program: Command, on: On): void {
  on(
    format(
      program
        .command('show')
        .description('a saved plan or an apply result, in any format')
        .argument('<file>', 'the plan or result'),
      'show',
    )
      .option('--all', 'fold nothing, and show raw facts', false)
      .addHelpText('after', example('tenantform show pilot.json --format markdown')),
    () => import('../commands/show.ts'),
  )
}

function addApply(program: Command, on: On): void {
  on(
    scope(
      format(
        tenant(
          program
            .command('apply')
            .description('carry out a saved plan, or plan and ask')
            .argument('[file]', 'the saved plan'),
        ),
        'apply',
      ),
      ['full', 'activity'],
    )
      .option('--auto-approve', 'do not ask; never covers irreversible actions', false)
      .option('--allow-irreversible', 'allow the irreversible actions of this run', false)
      .option(
        '--approved <rule...>',
        'approve what these policy rules ask for, as policy/rule; the pipeline answers for it',
      )
      .option('--workers', 'hand it to the workers of the journal in PostgreSQL, and follow them', false)
      .option('--max-failures <n>', 'beside --workers: begin nothing new once more customers have failed')
      .option('--skip-moved', 'go on without customers whose facts have moved', false)
      .option('--take-over', 'take the lock of a holder that has fallen silent', false)
      .option('--verbose', 'fold nothing, and show raw facts', false)
      .option('--out <file>', 'save the result')
      .addHelpText(
        'after',
        example('tenantform apply pilot.json --auto-approve --allow-irreversible --sandbox'),
      ),
    () => import('../commands/apply.ts'),
  )
}

function addResume(program: Command, on: On): void {
  on(
    format(
      tenant(
        program
          .command('resume')
          .description('go on with an interrupted apply; looks before it repeats')
          .argument('[apply]', 'the apply (default: the newest that is not finished)'),
      ),
      'resume',
    )
      .option('--allow-irreversible', 'allow the irreversible actions of this run', false)
      .option('--take-over', 'take the lock of a holder that has fallen silent', false)
      .option(
        '--workers',
        'hand it to workers and follow them; one that they carry out already is followed',
        false,
      )
      .option('--verbose', 'fold nothing, and show raw facts', false)
      .option('--out <file>', 'save the result')
      .addHelpText('after', example('tenantform resume --allow-irreversible --sandbox')),
    () => import('../commands/resume.ts'),
  )
}

function addWorker(program: Command, on: On): void {
  on(
    tenant(
      program
        .command('worker')
        .description('takes customers of running applies from a journal in PostgreSQL, until it is stopped'),
    )
      .option('--accounts <name...>', 'only customers of these accounts (default: all of the workspace)')
      .option('--concurrency <n>', 'customers at once', '4')
      .option('--health <port>', 'answer GET /health on this port of loopback; 0: any free one')
      .addHelpText('after', example('tenantform worker --concurrency 8 --health 8081')),
    () => import('../commands/worker.ts'),
  )
}
