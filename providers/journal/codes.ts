/** What can go wrong with a journal, with its fixed words. docs/errors.md lists them. */
import { defineCodes } from '../../engine/diagnostic.ts'

export const codes = defineCodes('JOURNAL', {
  CORRUPT: {
    summary: 'a journal is damaged',
    remedies: [
      { kind: 'ask', whom: 'whoever changed it', what: 'to restore it; then `tenantform resume` goes on' },
      {
        kind: 'run',
        command: 'tenantform apply FILE',
        why: 'goes on without it, where the plan that it was about was saved: its request ids are the same',
      },
      {
        kind: 'edit',
        what: 'otherwise compare Partner Center with what the plan was to buy, wait until all of it shows, and move the journal out of its store',
      },
    ],
  },
  TORN: {
    severity: 'warning',
    summary: 'the end of a journal was torn, and dropped',
    remedies: [{ kind: 'run', command: 'tenantform resume', why: 'looks at what the torn entry was about' }],
  },
  BUSY: {
    summary: 'another process writes this journal',
    remedies: [{ kind: 'wait', until: 'it has ended' }],
  },
  LOST: {
    summary: 'another process took this journal over',
    remedies: [{ kind: 'run', command: 'tenantform journal show', why: 'shows who went on with it' }],
  },
  NO_TLS: {
    summary: 'the journal would travel unprotected',
    remedies: [
      {
        kind: 'edit',
        what: 'write `sslmode=verify-full` into the connection, with `sslrootcert=` where the authority is your own',
      },
    ],
  },
  TABLES: {
    summary: 'the tables of the journal are not those that this version needs',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform journal tables',
        why: 'prints the SQL with which an administrator makes them or brings them up to date',
      },
      { kind: 'edit', what: 'where they are newer, use the version of Tenantform that the others use' },
    ],
  },
  NO_WORKERS: {
    summary: 'workers need a journal in PostgreSQL',
    remedies: [
      {
        kind: 'edit',
        what: 'write `journal: { store: postgres, connection: env:JOURNAL_URL }` into the Workspace document',
      },
    ],
  },
  UNREACHABLE: {
    summary: 'the journal cannot be written, so nothing is written to a tenant',
    remedies: [{ kind: 'edit', what: 'make the folder of `journal:` writable, or its database reachable' }],
  },
})
