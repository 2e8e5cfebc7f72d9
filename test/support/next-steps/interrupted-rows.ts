/** What an apply that was cut off, and its resume, print as the next step, and the states in which they do. */
import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { hookedCommand, type Ran } from '../built-command.ts'
import { line, office } from '../cases/subscriptions.ts'
import type { Rows } from './row.ts'
import type { Stage } from './stage.ts'
import { apply, consent, one, plan, resume, saved, setStatus } from './states.ts'

const journalOf = ({ workspace }: Stage) => join(workspace.folder, '.tenantform', 'journal')

/** The saved plan, in a process of its own that stands still at that moment, as a laptop that was closed. */
async function overtakenAt(stage: Stage, moment: string, isThere: () => Promise<boolean>): Promise<Ran> {
  await plan(stage)
  const { folder } = stage.workspace
  const first = execa(
    process.execPath,
    [hookedCommand, 'apply', saved(stage), ...consent, '-C', folder, '--sandbox', stage.sandbox.url, '-q'],
    {
      cwd: stage.here,
      env: { NO_COLOR: '1', TENANTFORM_KILL_AT: moment, TENANTFORM_KILL_WITH: 'SIGSTOP' },
      reject: false,
      stdin: 'ignore',
    },
  )
  while (!(await isThere())) await stage.sandbox.requests()
  const locks = join(journalOf(stage), 'locks')
  const then = new Date(Date.now() - 60_000)
  for (const name of readdirSync(locks)) if (name.endsWith('.lock')) utimesSync(join(locks, name), then, then)
  await resume(stage, '--take-over')
  first.kill('SIGCONT')
  const { exitCode, stdout, stderr } = await first
  return { code: exitCode ?? -1, out: stdout, err: stderr }
}

export const interruptedRows: Rows = {
  'APPLY.EXPIRED': {
    like: 'APPLY.OTHER_DAY',
    because:
      'only a purchase of a certain hour ends a plan within its day, and worlds know days: test/engine/execute/time.test.ts',
  },
  'APPLY.LOCK_LOST': {
    like: 'PARTNER_CENTER.UNKNOWN_CODE',
    because:
      'the journal, which is taken over with its locks, notices it first (JOURNAL.LOST) unless a heartbeat comes before: test/engine/execute/stop.test.ts',
  },
  'APPLY.NOT_WRITTEN_DOWN': {
    wish: {
      customers: ['alpha', 'beta', 'gamma'].map(name => ({ name, sources: [{ offer: 'mail', seats: 5 }] })),
    },
    state: async stage => {
      await plan(stage)
      const { folder } = stage.workspace
      const command = ['apply', saved(stage), ...consent, '-C', folder, '--sandbox', stage.sandbox.url, '-q']
      return spoiltByDisc(stage, command)
    },
    leadsTo: [0],
    says: /Done: 6/,
  },
  'APPLY.CANCEL_WINDOW_CLOSED': {
    wish: {
      customers: [
        { name: 'alpha', sources: [], living: [{ ...office, started: '2026-12-05' }], lines: [line] },
      ],
      methods: [{ when: { commerce: 'nce' }, do: 'repurchase' }],
    },
    state: resumedLater,
    meanwhile: stage => stage.edit('consolidation.yaml', 'do: repurchase', 'do: lapse'),
    leadsTo: [0],
    says: /lapse/,
  },
  'APPLY.RENEWED_MEANWHILE': {
    wish: {
      customers: [
        { name: 'alpha', sources: [], living: [{ ...office, started: '2025-12-12' }], lines: [line] },
      ],
      methods: [{ when: { commerce: 'nce' }, do: 'reprovision', acceptOverlap: { EUR: 200 } }],
    },
    state: resumedLater,
    meanwhile: stage => stage.edit('consolidation.yaml', 'EUR: 200', 'EUR: 2263'),
    leadsTo: [0],
    says: /charged twice/,
  },
  'APPLY.OUT_OF_SIGHT': {
    wish: one,
    state: async stage => {
      await plan(stage)
      const match = { method: 'PATCH', path: '/subscriptions/' }
      await stage.fault({ match, do: 'drop-before-commit', times: 'always' })
      await apply(stage)
      await stage.noFaults()
      const path = `/customers/${stage.workspace.tenantOf('alpha')}`
      await stage.fault({ match: { partner: 'italy', path }, do: 'status', code: 20002, times: 'always' })
      return resume(stage)
    },
    meanwhile: stage => stage.noFaults(),
    leadsTo: [0, 0],
    says: /complete/,
  },
  'APPLY.UNDONE': {
    wish: {
      customers: [
        {
          name: 'alpha',
          sources: [
            { offer: 'mail', seats: 5 },
            { offer: 'e1', seats: 10 },
          ],
        },
      ],
    },
    state: async stage => {
      const match = { method: 'PATCH', path: '/subscriptions/' }
      await plan(stage)
      // The first source is switched off, and of the second nothing comes.
      await stage.fault(
        { match, do: 'delay', ms: 1, times: 1 },
        { match, do: 'status', code: 503, times: 99 },
      )
      await apply(stage)
      await stage.noFaults()
      await stage.sandbox.advance('PT5H')
      const off = (await stage.sandbox.subscriptions()).find(
        ({ partner, status }) => partner === 'italy' && status === 'suspended',
      )
      await setStatus(stage, off?.family ?? '', 'active')
      return resume(stage)
    },
    leadsTo: [0],
    says: /- suspend +Exchange Online/,
  },
  'JOURNAL.LOST': {
    wish: one,
    state: stage =>
      overtakenAt(stage, 'after-answer:2', async () =>
        (await stage.sandbox.requests()).some(({ path }) => path.endsWith('/checkout')),
      ),
    leadsTo: [0],
    says: /complete/,
  },
}

/** On a disc that takes so much that a purchase is written down as begun, and not how it ended. */
async function spoiltByDisc(stage: Stage, command: readonly string[]): Promise<Ran> {
  for (let kib = 8; kib < 200; kib += 1) {
    const limited = ['-c', `ulimit -f ${kib}; exec "$@"`, 'bash', process.execPath, hookedCommand, ...command]
    const { exitCode, stdout, stderr } = await execa('bash', limited, {
      cwd: stage.here,
      env: { NO_COLOR: '1' },
      reject: false,
      stdin: 'ignore',
    })
    const ran = { code: exitCode ?? -1, out: stdout, err: stderr }
    if (`${stdout}${stderr}`.includes('APPLY.NOT_WRITTEN_DOWN')) return ran
    if (ran.code === 0) throw new Error('no disc was small enough')
  }
  throw new Error('no disc was large enough')
}

/** Everything is bought, nothing of the source is done, and six days go by. */
async function resumedLater(stage: Stage): Promise<Ran> {
  const match = { method: 'PATCH', path: '/subscriptions/' }
  await stage.fault({ match, do: 'status', status: 503, times: 9 })
  await stage.run('apply', '--auto-approve', '--allow-irreversible')
  await stage.noFaults()
  await stage.sandbox.advance('P6D')
  return resume(stage)
}
