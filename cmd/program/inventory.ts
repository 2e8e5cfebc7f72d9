/** The commands of the operator's day around plan and apply: import, export, invite, activity. */
import { type Command, Option } from 'commander'
import type { Load } from '../shell.ts'
import { example } from './example.ts'

export interface Kit {
  readonly on: (command: Command, load: Load) => Command
  readonly tenant: (command: Command) => Command
}

export function addInventoryCommands(program: Command, kit: Kit): void {
  addInit(program, kit)
  addImport(program, kit)
  addExports(program, kit)
  addActivity(program, kit)
  addInvite(program, kit)
  addReconcile(program, kit)
}

function addInit(program: Command, { on }: Kit): void {
  const command = program
    .command('init')
    .description('a workspace that validates, with comments that teach')
    .option('--name <name>', 'name of the workspace and of the consolidation', 'move')
    .option('--target <account>', 'the account that keeps the customers: name=tenant-id', 'central')
    .option('--source <account...>', 'accounts that customers leave: name=tenant-id')
    .option('--markets <country...>', 'countries the accounts sell in')
    .option('--currency <code>', 'what the accounts are billed in')
    .option('--prices <file>', 'a price list in the workspace')
    .addHelpText(
      'after',
      example(
        'tenantform init -C emea --name emea-2026 --target central-emea=7d3a0c5e-0000-4000-8000-00000000aa01 --source italy=1b0f0000-0000-4000-8000-00000000aa02',
      ),
    )
  on(command, () => import('../commands/init.ts'))
}

function addImport(program: Command, { on, tenant }: Kit): void {
  const command = tenant(program.command('import'))
    .description('live accounts, or exports of the portal → documents')
    .option('--partner <name...>', 'only these accounts (default: all)')
    .option('--consolidation <name>', "write its target's customers from what its sources have")
    .option('--from <file...>', 'CSV or Excel exports of the portal, of one account; nothing live is read')
    .option('--headers <file>', 'words of other languages than English and Italian, as JSON')
    .option('--tenant-id <id>', 'with --from: makes the Partner document of an account that has none')
    .option('--snapshot <file>', 'save everything the accounts show instead of writing documents')
    .option('--update', 'bring documents that are there up to date; comments stay', false)
    .option('--out <dir>', 'write into this folder instead of the workspace')
    .addOption(
      new Option('--format <format>', 'form of the answer').choices(['text', 'json']).default('text'),
    )
    .addHelpText(
      'after',
      example(
        'tenantform import --consolidation emea-2026 --sandbox',
        'tenantform import --snapshot accounts.json',
        'tenantform import --from Customers.csv Subscriptions.csv --partner italy --update',
      ),
    )
  on(command, () => import('../commands/import.ts'))
}

/** Options of every command that answers with a table. */
function table(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'form of the table (default: as --out is named, else csv)').choices([
        'csv',
        'json',
        'xlsx',
        'html',
      ]),
    )
    .option('--out <file>', 'write to this file instead of stdout')
    .option('--bom', 'begin CSV with a byte order mark, for Excel', false)
    .option('--separator <character>', 'between the cells of CSV', ',')
}

function addExports(program: Command, { on, tenant }: Kit): void {
  const exports = program.command('export').description('tables for spreadsheets and scripts')
  const filtered = (name: string, description: string) =>
    table(tenant(exports.command(name).description(description)))
      .option('--partner <name...>', 'only these accounts')
      .option('--customer <customer...>', 'only these customers: a tenant id, a domain or a name')
      .option('--status <word...>', 'only rows of this status')
  on(
    filtered('customers', 'every customer of the accounts').addHelpText(
      'after',
      example('tenantform export customers --out customers.xlsx --sandbox'),
    ),
    () => import('../commands/export.ts').then(({ customers }) => ({ run: customers })),
  )
  on(
    filtered('subscriptions', 'every subscription of the accounts').addHelpText(
      'after',
      example(
        'tenantform export subscriptions --partner italy --status active --separator ";" --bom --out italy.csv',
      ),
    ),
    () => import('../commands/export.ts').then(({ subscriptions }) => ({ run: subscriptions })),
  )
  on(
    filtered('azure-handoff', 'the Azure usage that Microsoft moves, and where it stands')
      .option('--consolidation <name>', 'only this consolidation')
      .addHelpText(
        'after',
        example('tenantform export azure-handoff --status ready --out for-microsoft.xlsx'),
      ),
    () => import('../commands/export.ts').then(({ azureHandoff }) => ({ run: azureHandoff })),
  )
  on(
    table(
      tenant(exports.command('evidence').description('what applies did, with the ids of a support ticket')),
    )
      .argument('[apply]', 'the apply (default: all of them)')
      .option('--customer <customer...>', 'only these customers: a tenant id, a domain or a name')
      .option('--no-records', "do not ask for Microsoft's own records")
      .addHelpText('after', example('tenantform export evidence --out evidence.xlsx')),
    () => import('../commands/evidence.ts'),
  )
}

function addActivity(program: Command, { on, tenant }: Kit): void {
  const activity = program.command('activity').description("Microsoft's own record of what happened")
  const filtered = (command: Command) =>
    tenant(command)
      .option('--partner <name...>', 'only these accounts (default: all)')
      .option('--from <date>', 'first UTC day (default: 30 days back; Microsoft keeps 90)')
      .option('--to <date>', 'last UTC day (default: today)')
      .option('--customer <customer>', 'only this customer: a tenant id, a domain, or part of a name')
      .option('--type <word...>', 'only these resources or operations, e.g. subscription, create_order')
  on(
    filtered(activity.command('list').description('records, newest first'))
      .addOption(
        new Option('--format <format>', 'form of the answer').choices(['text', 'json']).default('text'),
      )
      .addHelpText(
        'after',
        example('tenantform activity list --from 2026-11-01 --customer panificiorossi.example'),
      ),
    () => import('../commands/activity.ts').then(({ list }) => ({ run: list })),
  )
  on(
    table(filtered(activity.command('export').description('records as a table, to be kept'))).addHelpText(
      'after',
      example('tenantform activity export --from 2026-09-01 --out activity.xlsx'),
    ),
    () => import('../commands/activity.ts').then(({ exportRecords }) => ({ run: exportRecords })),
  )
  on(
    tenant(
      activity
        .command('verify')
        .description(
          'the journal against the records, both ways; exit 2 when somebody else changed something',
        ),
    )
      .argument('[apply]', 'the apply (default: the newest)')
      .addOption(
        new Option('--format <format>', 'form of the answer')
          .choices(['text', 'json', 'csv', 'xlsx'])
          .default('text'),
      )
      .option('--out <file>', 'write a table to this file')
      .addHelpText('after', example('tenantform activity verify --sandbox')),
    () => import('../commands/activity.ts').then(({ verify }) => ({ run: verify })),
  )
}

function addInvite(program: Command, { on, tenant }: Kit): void {
  const command = tenant(program.command('invite'))
    .description('links and mail texts for customers that have not accepted; sends nothing itself')
    .option('--partner <name>', 'the account to invite into (default: the target of the only consolidation)')
    .option('--consolidation <name>', 'its target is the account to invite into')
    .option('--target <customer...>', 'only these customers: a tenant id, a domain or a name')
    .option(
      '--language <language>',
      "en, it, de, fr, es, or that of a template (default: by the customer's country)",
    )
    .option('--templates <dir>', 'texts of your own before the built-in ones: LANGUAGE.txt')
    .option('--save-templates <dir>', 'write the built-in texts into a folder, to be edited')
    .option('--contacts <file>', 'CSV or Excel with tenant id or domain, email, contact')
    .option('--sender <name>', 'your company as the customer knows it (default: name of the partner)')
    .option('--from <address>', 'sender of the .eml files, `Name <address>`')
    .option('--out <dir>', 'write a .eml file per customer and invitations.csv for a mail merge')
    .option('--no-mark', 'do not write `invited:` into the documents')
    .addOption(
      new Option('--format <format>', 'form of the answer').choices(['text', 'json', 'csv']).default('text'),
    )
    .addHelpText(
      'after',
      example(
        'tenantform invite --sender "Nordwind Cloud" --out invitations --sandbox',
        'tenantform invite --save-templates texts',
      ),
    )
  on(command, () => import('../commands/invite.ts'))
}

function addReconcile(program: Command, { on, tenant }: Kit): void {
  const command = tenant(program.command('reconcile'))
    .description('invoices against what the journal predicts; exit 2 when something is wrong')
    .argument('[apply]', 'the apply (default: all of them)')
    .option(
      '--from <file...>',
      'downloaded reconciliation files (CSV or Excel) instead of the invoices of the accounts',
    )
    .option('--partner <name>', 'with --from: whose files they are, where they do not say it')
    .addOption(
      new Option('--format <format>', 'form of the answer')
        .choices(['text', 'json', 'csv', 'xlsx'])
        .default('text'),
    )
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
