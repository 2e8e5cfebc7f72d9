/** What commands other than plan and apply print as the next step. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { italy } from '../workspaces/a-workspace.ts'
import type { Rows } from './row.ts'
import type { Stage } from './stage.ts'

const text = (stage: Stage, file: string) => readFileSync(join(stage.workspace.folder, file), 'utf8')
const write = (stage: Stage, file: string, content: string) =>
  writeFileSync(join(stage.workspace.folder, file), content)
const consent = ['--auto-approve', '--allow-irreversible'] as const

async function git(stage: Stage, ...args: readonly string[]): Promise<void> {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false']
  await execa('git', ['-C', stage.workspace.folder, ...who, ...args])
}

export const commandRows: Rows = {
  'ACTIVITY.HORIZON': {
    state: stage => stage.run('activity', 'list', '--from', '2026-01-01'),
    leadsTo: [0],
  },
  'ACTIVITY.NO_APPLY': { state: stage => stage.run('activity', 'verify', 'nobody'), leadsTo: [0] },
  'ACTIVITY.OTHER_WORLDS': {
    state: async stage => {
      await stage.raw('apply', ...consent, '-C', stage.workspace.folder, '--sandbox')
      return stage.run('reconcile')
    },
    leadsTo: [0],
  },
  'ACTIVITY.UNREAD': {
    state: async stage => {
      await stage.fault({ match: { path: '/auditrecords' }, do: 'status', code: 500, times: 'always' })
      return stage.run('activity', 'list')
    },
    meanwhile: stage => stage.noFaults(),
    leadsTo: [0],
  },
  'COMMAND.BAD_VALUE': {
    state: stage => stage.run('plan', '--on', '2026-02-30'),
    leadsTo: [0],
    says: /--on <date>/,
  },
  'COMMAND.IN_THE_WAY': {
    state: stage => stage.run('init'),
    fill: { DIR: 'another' },
    leadsTo: [0],
  },
  'COMMAND.NOT_A_TERMINAL': {
    state: stage => stage.run('apply', '--allow-irreversible'),
    leadsTo: [0],
    says: /Done: 2/,
  },
  'COMMAND.STOPPED_WRITING': {
    like: 'PARTNER_CENTER.UNKNOWN_CODE',
    because:
      'it takes something that is waited for and never hears of the stop, which no account is: test/cmd/stopping.test.ts',
  },
  'COMMAND.NOT_CONFIRMED': {
    like: 'COMMAND.NOT_A_TERMINAL',
    because: 'a person at a terminal says no; the same command asks again',
  },
  'COMMAND.NOT_READY': {
    wish: { customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }], accepted: false }] },
    state: stage => stage.run('plan', '--strict'),
    leadsTo: [0],
    says: /invited/,
  },
  'COMMAND.NO_SANDBOX': {
    state: stage => stage.raw('plan', '-C', stage.workspace.folder, '--sandbox', 'http://127.0.0.1:1'),
    fill: { FILE: 'nowhere.yaml' },
    leadsTo: [1],
    says: /nowhere\.yaml/,
  },
  'COMMAND.PROGRAM_NEEDED': {
    state: stage => {
      const program = `[${JSON.stringify(process.execPath)}, "-e", "console.log('nowhere')"]`
      write(
        stage,
        'workspace.yaml',
        `apiVersion: tenantform/v1\nkind: Workspace\njournal: { store: postgres, connection: { command: ${program} } }\n`,
      )
      return stage.run('journal', 'list')
    },
    leadsTo: [1],
    says: /JOURNAL\.|DOCUMENT\.|journal/,
  },
  'COMMAND.UNEXPECTED_ARGUMENT': {
    state: async stage => {
      await stage.run('plan', '--out', join(stage.here, 'plan.json'))
      return stage.run('plan', join(stage.here, 'plan.json'))
    },
    leadsTo: [0, 0],
    says: /preview what would change/,
  },
  'COMMAND.UNKNOWN_SCHEMA': {
    state: stage => stage.run('schema', 'Konsolidation'),
    leadsTo: [0],
    says: /consolidation/,
  },
  'COMMAND.WORLD_CHANGED': {
    state: async stage => {
      await stage.raw('plan', '-C', stage.workspace.folder, '--sandbox')
      stage.edit('world.yaml', 'name: test', 'name: another')
      return stage.raw('plan', '-C', stage.workspace.folder, '--sandbox')
    },
    leadsTo: [0],
  },
  'DOCTOR.CANNOT': {
    like: 'APPLY.CLOCK_OFF',
    because: 'it is always printed with the remedy of what is lacking: engine/doctor/shortfalls.ts',
  },
  'DOCUMENT.NOTHING': {
    state: stage => stage.raw('validate', '-C', stage.here),
    leadsTo: [0],
    says: /consolidation/,
  },
  'GIT.NOT_AS_COMMITTED': {
    state: async stage => {
      await git(stage, 'init', '-q')
      await git(stage, 'add', '.')
      await git(stage, 'commit', '-qm', 'as it was')
      await stage.run('plan', '--out', join(stage.here, 'plan.json'))
      write(stage, 'customers/alpha.yaml', `${text(stage, 'customers/alpha.yaml')}# changed\n`)
      return stage.run('apply', join(stage.here, 'plan.json'), ...consent)
    },
    leadsTo: [0],
    says: /customers\/alpha\.yaml/,
  },
  'IMPORT.EXISTS': {
    state: stage => stage.run('import', '--consolidation', 'move'),
    leadsTo: [0],
  },
  'IMPORT.UNREAD': {
    state: async stage => {
      await stage.fault({
        match: { method: 'GET', path: '/subscriptions' },
        do: 'status',
        code: 500,
        times: 'always',
      })
      return stage.run('import', '--update', '--partner', 'italy')
    },
    meanwhile: stage => stage.noFaults(),
    leadsTo: [0],
  },
  'INVITE.BAD_TEMPLATE': {
    state: stage => {
      mkdirSync(join(stage.here, 'texts'))
      writeFileSync(join(stage.here, 'texts', 'it.txt'), 'no subject, no link\n')
      return stage.run('invite', '--templates', join(stage.here, 'texts'))
    },
    fill: { DIR: 'built-in' },
    leadsTo: [0],
  },
  'INVITE.UNDECLARED': {
    state: stage => {
      write(stage, 'customers/alpha.yaml', '# not yet\n')
      write(
        stage,
        'workspace.yaml',
        "apiVersion: tenantform/v1\nkind: Workspace\ndocuments: ['**/*.yaml', '!customers/alpha.yaml']\n",
      )
      return stage.run('invite')
    },
    fill: { NAME: 'move' },
    leadsTo: [0],
  },
  'RECONCILE.NO_INVOICES': {
    state: async stage => {
      await stage.run('apply', ...consent)
      await stage.fault({ match: { path: '/invoices' }, do: 'status', code: 500, times: 'always' })
      const ran = await stage.run('reconcile')
      writeFileSync(join(stage.here, 'new.json'), '')
      return ran
    },
    fill: { FILE: 'no-such.csv', NAME: 'italy' },
    leadsTo: [1],
    says: /no-such\.csv/,
  },
  'SNAPSHOT.NOT_A_SNAPSHOT': {
    state: stage => {
      writeFileSync(join(stage.here, 'wrong.json'), '{"format": 1}')
      return stage.raw('plan', '-C', stage.workspace.folder, '--snapshot', join(stage.here, 'wrong.json'))
    },
    // The accounts are asked, whose secrets are not here.
    leadsTo: [1],
    says: /TEST_CENTRAL/,
  },
  'SNAPSHOT.NOT_HELD': {
    state: async stage => {
      const file = join(stage.here, 'one.json')
      await stage.run('import', '--partner', 'italy', '--snapshot', file)
      return stage.raw('plan', '-C', stage.workspace.folder, '--snapshot', file)
    },
    leadsTo: [1],
    says: /TEST_CENTRAL/,
  },
  'SNAPSHOT.OTHER_ACCOUNT': {
    state: async stage => {
      const file = join(stage.here, 'accounts.json')
      await stage.run('import', '--snapshot', file)
      stage.edit('partners.yaml', italy.tenantId, '7d3a0c5e-0000-4000-8000-0000000000f1')
      return stage.raw('plan', '-C', stage.workspace.folder, '--snapshot', file)
    },
    leadsTo: [1],
    says: /TEST_CENTRAL/,
  },
  'TRUST.TRACKED': {
    state: async stage => {
      await stage.raw('plan', '-C', stage.workspace.folder, '--sandbox')
      await git(stage, 'init', '-q')
      await git(stage, 'add', '-f', '.tenantform')
      return stage.run('plan')
    },
    leadsTo: [0],
  },
}
