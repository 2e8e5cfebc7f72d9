/** What can go wrong with a journal, with its fixed words. docs/errors.md lists them. */
import { defineCodes } from '../../engine/diagnostic.ts'

export const codes = defineCodes('JOURNAL', {
  CORRUPT: {
    summary: 'a journal is damaged in its middle',
    remedies: [
      {
        kind: 'ask',
        whom: 'whoever changed the file',
        what: 'to restore it; the plan and the live side are enough to go on without it',
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
  UNREACHABLE: {
    summary: 'the journal cannot be written, so nothing is written to a tenant',
    remedies: [{ kind: 'edit', what: 'make the folder of `journal:` writable, or its database reachable' }],
  },
})
