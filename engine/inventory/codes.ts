/** What import, export and snapshots can say, with its fixed words. docs/errors.md lists them. */
import { defineCodes } from '../diagnostic.ts'

export const codes = defineCodes('IMPORT', {
  EXISTS: {
    summary: 'a document is there already',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform import --update',
        why: 'brings the documents up to date and keeps their comments',
      },
    ],
  },
  TERM_END_UNREAD: {
    summary: 'the end of a term cannot be read',
    remedies: [
      {
        kind: 'ask',
        whom: 'Microsoft support',
        what: 'when this term ends, or look at it in Partner Center',
      },
    ],
  },
  OF_A_MOVE: {
    severity: 'warning',
    summary: 'the documents are of accounts as they are, and a consolidation moves customers between them',
    remedies: [
      {
        kind: 'edit',
        what: 'delete the documents of the source accounts, unless you manage those accounts too',
      },
    ],
  },
  UNREAD: {
    summary: 'a customer could not be read and is left out',
    remedies: [{ kind: 'run', command: 'tenantform import --update', why: 'tries again' }],
  },
  NO_MATCH: {
    summary: 'no customer of the accounts is known by this word',
    remedies: [{ kind: 'edit', what: 'give a tenant id, a domain, or the whole name' }],
  },
  NO_STATUS: {
    summary: 'no row has this status, and none can',
    remedies: [{ kind: 'edit', what: 'give a word of the status column of the table' }],
  },
  NO_PARTNER: {
    summary: 'there is no such partner',
    remedies: [{ kind: 'edit', what: 'name a Partner document of the workspace with --partner' }],
  },
  NO_CONSOLIDATION: {
    summary: 'there is no such consolidation',
    remedies: [{ kind: 'edit', what: 'name a Consolidation document of the workspace' }],
  },
  NOT_A_TABLE: {
    summary: 'the file is no table that can be read',
    remedies: [
      { kind: 'edit', what: 'give a CSV or XLSX file with a row of headers, as the portal exports it' },
    ],
  },
  UNKNOWN_COLUMN: {
    severity: 'warning',
    summary: 'a column is not known and is not read',
    remedies: [{ kind: 'edit', what: 'name it in a mapping file and pass that with --headers' }],
  },
  NOT_SAID: {
    severity: 'note',
    summary: 'a list leaves something out, which is not written and stays unmanaged',
    remedies: [
      {
        kind: 'edit',
        what: 'write `endOfTerm:` and the like where you want them managed, or import from the account, which says them',
      },
    ],
  },
  AMBIGUOUS_COLUMN: {
    summary: 'two columns mean the same',
    remedies: [{ kind: 'edit', what: 'remove one of them, or say with --headers which one counts' }],
  },
  MISSING_COLUMN: {
    summary: 'a column is missing',
    remedies: [{ kind: 'edit', what: 'export with it, or name the column that holds it with --headers' }],
  },
  NOT_EDITABLE: {
    summary: 'a document is written so that it cannot be changed at these places alone',
    remedies: [
      { kind: 'edit', what: 'write out what its anchors stand for, and import again; or change it by hand' },
    ],
  },
  BAD_ROW: {
    severity: 'warning',
    summary: 'a row cannot be used and becomes a comment',
    remedies: [
      { kind: 'edit', what: 'complete the line in the document, or correct the row and import again' },
    ],
  },
  BAD_HEADERS: {
    summary: 'the mapping file is not usable',
    remedies: [{ kind: 'edit', what: 'write a JSON object of field names and lists of headers' }],
  },
})

export const snapshotCodes = defineCodes('SNAPSHOT', {
  NOT_A_SNAPSHOT: {
    summary: 'the file is no snapshot',
    remedies: [{ kind: 'run', command: 'tenantform import --snapshot FILE', why: 'takes one' }],
  },
  NOT_HELD: {
    summary: 'the snapshot does not hold this',
    remedies: [{ kind: 'run', command: 'tenantform import --snapshot FILE', why: 'takes one anew' }],
  },
  OTHER_ACCOUNT: {
    summary: 'the snapshot was taken of another account of this name',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform import --snapshot FILE',
        why: 'takes one of the account declared now',
      },
      { kind: 'edit', what: 'correct `tenantId:` or `cloud:` if the document is wrong' },
    ],
  },
  OFFLINE: {
    severity: 'note',
    summary: 'nothing live is read: this is what the accounts showed then',
  },
})
