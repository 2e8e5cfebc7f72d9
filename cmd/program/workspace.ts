/** The commands that make documents and check them: validate, init, import; tables of what is live: export; mails: invite. */
import type { Command } from 'commander'
import { example } from './example.ts'
import { findings, format, type On, table, tenant } from './shared-options.ts'

export function addValidate(program: Command, on: On): void {
  on(
    findings(
      format(
        program.command('validate').description('check the documents, offline; every mistake in one run'),
        'validate',
      ),
    ).addHelpText(
      'after',
      example(
        'tenantform validate -C examples/consolidation',
        'tenantform validate --findings sarif=validate.sarif --findings junit=validate.xml',
      ),
    ),
    () => import('../commands/validate.ts'),
  )
}

export function addFormat(program: Command, on: On): void {
  on(
    format(
      program
        .command('fmt')
        .description('bring documents into one layout; comments and meaning stay')
        .argument('[file...]', 'only these files (default: every document of the workspace)')
        .option('--check', 'change nothing, and exit 2 when a document is not in that layout', false),
      'fmt',
    ).addHelpText('after', example('tenantform fmt', 'tenantform fmt --check')),
    () => import('../commands/fmt.ts'),
  )
}

export function addInit(program: Command, on: On): void {
  const command = format(program.command('init'), 'init')
    .description('a workspace that validates, with comments that teach')
    .option('--name <name>', 'name of the workspace and of the consolidation (default: asked for, or move)')
    .option(
      '--target <account>',
      'the account that keeps the customers: name=tenant-id (default: asked for, or central)',
    )
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

export function addImport(program: Command, on: On): void {
  const command = format(tenant(program.command('import')), 'import')
    .description('live accounts, or exports of the portal → documents')
    .option('--partner <name...>', 'only these accounts (default: all)')
    .option('--consolidation <name>', "write its target's customers from what its sources have")
    .option('--from <file...>', 'CSV or Excel exports of the portal, of one account; nothing live is read')
    .option('--headers <file>', 'words of other languages than English and Italian, as JSON')
    .option('--tenant-id <id>', 'with --from: makes the Partner document of an account that has none')
    .option('--snapshot <file>', 'save everything the accounts show instead of writing documents')
    .option('--update', 'bring documents that are there up to date; comments stay', false)
    .option('--admin', 'read delegated administration too, and write it as `admin:`', false)
    .option('--out <dir>', 'write into this folder instead of the workspace')
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

export function addExports(program: Command, on: On): void {
  const exports = program.command('export').description('tables for spreadsheets and scripts')
  const filtered = (name: 'customers' | 'subscriptions' | 'azure-handoff' | 'admin', description: string) =>
    table(tenant(exports.command(name).description(description)), `export ${name}`)
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
    filtered('admin', 'every relationship of delegated administration, with its groups').addHelpText(
      'after',
      example('tenantform export admin --status active --out admin.xlsx --sandbox'),
    ),
    () => import('../commands/export-admin.ts'),
  )
  on(
    table(
      tenant(exports.command('evidence').description('what applies did, with the ids of a support ticket')),
      'export evidence',
    )
      .argument('[apply]', 'the apply (default: all of them)')
      .option('--customer <customer...>', 'only these customers: a tenant id, a domain or a name')
      .option('--no-records', "do not ask for Microsoft's own records")
      .option('--run-programs', 'with --no-records: run the program that says where the journal lies', false)
      .addHelpText('after', example('tenantform export evidence --out evidence.xlsx')),
    () => import('../commands/evidence.ts'),
  )
}

export function addInvite(program: Command, on: On): void {
  const command = format(tenant(program.command('invite')), 'invite')
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
    .option(
      '--sender <name>',
      'your company as the customer knows it (default: its legal name in the account)',
    )
    .option('--from <address>', 'sender of the .eml files, `Name <address>`')
    .option('--out <dir>', 'write a .eml file per customer and invitations.csv for a mail merge')
    .option('--mark', 'write `invited:` into the documents (default: unless it is a rehearsal)')
    .option('--no-mark', 'do not write `invited:` into the documents')
    .option('--no-admin', 'do not ask for delegated administration, whatever the documents declare')
    .addHelpText(
      'after',
      example(
        'tenantform invite --sender "Nordwind Cloud" --out invitations --sandbox',
        'tenantform invite --save-templates texts',
      ),
    )
  on(command, () => import('../commands/invite.ts'))
}
