/** What commands themselves can say, with its fixed words. docs/errors.md lists them. */
import { defineCodes } from '../engine/diagnostic.ts'

export const codes = defineCodes('COMMAND', {
  TOO_MANY_FILES: {
    summary: 'the workspace holds too many files',
    remedies: [
      {
        kind: 'edit',
        what: 'name the folder of the workspace with `-C DIR`, or leave files out in `documents:` of the Workspace document',
      },
    ],
  },
  NOT_WRITTEN: {
    severity: 'error',
    summary: 'a file could not be written, and what was there before is as it was',
    remedies: [{ kind: 'edit', what: 'make room on the disc, or give another place' }],
  },
  NOT_FORMATTED: {
    severity: 'warning',
    summary: 'a document cannot be laid out anew without the risk of changing what it means',
    remedies: [{ kind: 'edit', what: 'lay it out by hand: two blanks for each level, no tabs' }],
  },
  NO_FILE: {
    summary: 'the file cannot be read',
    remedies: [{ kind: 'edit', what: 'correct the path; it is relative to where you stand' }],
  },
  UNEXPECTED_ARGUMENT: {
    summary: 'this command takes no such argument',
    remedies: [{ kind: 'run', command: 'tenantform COMMAND --help', why: 'lists what it takes' }],
  },
  BAD_VALUE: {
    summary: 'an option has a value it cannot have',
    remedies: [{ kind: 'run', command: 'tenantform COMMAND --help', why: 'lists what it takes' }],
  },
  IN_THE_WAY: {
    summary: 'a file is there already',
    remedies: [{ kind: 'run', command: 'tenantform init -C DIR', why: 'begins in another folder' }],
  },
  NO_WORLD: {
    summary: 'there is no World document to seed the sandbox from',
    remedies: [{ kind: 'edit', what: 'add a document of kind World, or give the URL of a running sandbox' }],
  },
  WORLD_REFUSED: {
    summary: 'the World document asks for something the sandbox does not have',
    remedies: [
      { kind: 'edit', what: 'correct the World document; tenantform schema world lists what it can hold' },
    ],
  },
  NO_SANDBOX: {
    summary: 'the sandbox does not answer',
    remedies: [{ kind: 'run', command: 'tenantform sandbox start --seed FILE', why: 'starts one' }],
  },
  STATE_IN_USE: {
    summary: 'another sandbox works in this state folder',
    remedies: [{ kind: 'edit', what: 'use the one that runs, stop it, or give another folder' }],
  },
  STATE_OF_ANOTHER_VERSION: {
    summary: 'the state folder of the sandbox is of another version',
    remedies: [{ kind: 'edit', what: 'give another folder, or take this one away: the World begins anew' }],
  },
  PORT_TAKEN: {
    summary: 'nothing can listen on that port',
    remedies: [{ kind: 'edit', what: 'give another port, or leave it out: any free one is taken' }],
  },
  SANDBOX_REFUSED: {
    summary: 'the sandbox refused',
    remedies: [
      { kind: 'edit', what: 'ask for something that its world has; `tenantform sandbox state` shows it' },
    ],
  },
  WORLD_CHANGED: {
    severity: 'warning',
    summary: 'the World document changed since this sandbox was seeded',
    remedies: [{ kind: 'run', command: 'rm -r .tenantform/sandbox', why: 'starts over from the document' }],
  },
  FOREIGN_SANDBOX: {
    severity: 'warning',
    summary: 'a file in the workspace names a sandbox that is not ours',
    remedies: [
      { kind: 'edit', what: 'remove `.tenantform/sandbox/address.json`, and find out who put it there' },
    ],
  },
  NOT_KEPT: {
    severity: 'warning',
    summary: 'the sandbox is one of this command alone: the workspace takes no writes',
    remedies: [
      {
        kind: 'edit',
        what: 'make the workspace writable, or start a sandbox with `--state` elsewhere and give its URL',
      },
    ],
  },
  READS_NOT_KEPT: {
    severity: 'warning',
    summary: 'what was read is not kept: the next plan reads every customer',
    remedies: [
      { kind: 'edit', what: 'make `.tenantform/reads/` writable for the account that runs Tenantform' },
    ],
  },
  NO_CREDENTIALS: {
    summary: 'a partner has no credentials',
    remedies: [{ kind: 'edit', what: 'add `credentials:` to the Partner document' }],
  },
  SECRET_MISSING: {
    summary: 'a secret could not be read',
    remedies: [{ kind: 'edit', what: 'provide what the reference names' }],
  },
  PROGRAM_NEEDED: {
    summary: 'the journal cannot be found without running a program that a document names',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform journal list --run-programs',
        why: 'runs it; give this once the documents are known to be yours',
      },
      { kind: 'edit', what: 'give the connection by `env:` or `file:`; rehearsals run no program at all' },
    ],
  },
  NOT_CONFIRMED: {
    summary: 'the question was not answered with yes',
    remedies: [{ kind: 'run', command: 'tenantform apply FILE', why: 'asks again' }],
  },
  NOT_A_TERMINAL: {
    summary: 'no terminal for the confirmation',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform apply FILE --auto-approve',
        why: 'answers the question; irreversible actions need --allow-irreversible besides',
      },
    ],
  },
  UNKNOWN_SCHEMA: {
    summary: 'there is no such schema',
    remedies: [{ kind: 'run', command: 'tenantform schema', why: 'lists them' }],
  },
  STOPPED: {
    summary: 'stopped by the operator before everything was read; nothing was written',
    remedies: [{ kind: 'edit', what: 'run the command again' }],
  },
  STOPPED_WRITING: {
    summary:
      'stopped by the operator while something was still waited for; what had been sent to the accounts by then may have happened',
    remedies: [
      { kind: 'run', command: 'tenantform resume', why: 'looks what has happened, and goes on from there' },
    ],
  },
  OPTION_WITHOUT_EFFECT: {
    summary: 'an option can have no effect here',
    remedies: [{ kind: 'edit', what: 'leave the option out, or make a new plan with it' }],
  },
  NOT_READY: {
    summary: 'a customer is not ready, and --strict was given',
    remedies: [{ kind: 'run', command: 'tenantform status', why: 'shows who is next to act' }],
  },
})
