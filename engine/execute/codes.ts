/** Everything an apply can say, with its fixed words. docs/errors.md lists them. */
import { defineCodes, type Remedy } from '../diagnostic.ts'

/** Of a gate that stays closed one of them holds. */
export const gateRemedies = {
  again: {
    kind: 'run',
    command: 'tenantform resume',
    why: 'looks again, where a replacement may still come',
  },
  anew: {
    kind: 'run',
    command: 'tenantform plan',
    why: 'plans from what is there now, where something was changed meanwhile',
  },
} as const satisfies Readonly<Record<string, Remedy>>

export const codes = defineCodes('APPLY', {
  EXPIRED: {
    summary: 'the plan has expired',
    remedies: [{ kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one' }],
  },
  OTHER_DAY: {
    summary: 'the plan is for another UTC day',
    remedies: [{ kind: 'run', command: 'tenantform plan --out FILE', why: 'makes one for today' }],
  },
  OTHER_VERSION: {
    summary: 'the plan was made by another version of Tenantform',
    remedies: [
      { kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one with this version' },
    ],
  },
  OTHER_TENANT: {
    summary: 'the plan was made for another tenant',
    remedies: [
      {
        kind: 'edit',
        what: 'make sure that `tenantId:` of the Partner document is the account that is meant',
      },
      { kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one' },
    ],
  },
  OTHER_WORLD: {
    summary:
      'it was made in another world: a rehearsal is for its sandbox alone, and a plan for its accounts alone',
    remedies: [
      { kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one here' },
      { kind: 'edit', what: 'give the `--sandbox` it was made with, or leave it out as then' },
    ],
  },
  NOT_DECLARED: {
    summary: 'the plan does what the documents do not declare; it was changed after it was made',
    remedies: [
      { kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one from the documents' },
      { kind: 'ask', whom: 'whoever keeps the file or the journal', what: 'who has changed it' },
    ],
  },
  NOT_WHOLE: {
    summary: 'actions of the plan do not hold together; it was changed after it was made',
    remedies: [
      { kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one from the documents' },
      { kind: 'ask', whom: 'whoever keeps the file or the journal', what: 'who has changed it' },
    ],
  },
  DECIDED_OTHERWISE: {
    summary: 'planned anew from its documents and its facts, a customer is not written as the plan has it',
    remedies: [
      { kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one from the documents' },
      { kind: 'ask', whom: 'whoever keeps the file or the journal', what: 'who has changed it' },
    ],
  },
  DOCUMENTS_CHANGED: {
    summary: 'the documents changed since the plan was made',
    remedies: [{ kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one' }],
  },
  MOVED: {
    summary: 'a fact the plan relied on has moved',
    remedies: [
      { kind: 'run', command: 'tenantform plan', why: 'plans from what is there now' },
      {
        kind: 'run',
        command: 'tenantform apply FILE --skip-moved',
        why: 'goes on without the affected customers',
      },
    ],
  },
  MOVED_UNKNOWN: {
    summary: 'a fact the plan relied on could not be read again',
    remedies: [{ kind: 'run', command: 'tenantform apply FILE', why: 'asks again' }],
  },
  POLICY: {
    summary: 'a policy or the documents forbid this plan',
    remedies: [{ kind: 'run', command: 'tenantform show FILE', why: 'names the rule' }],
  },
  NOT_CONSENTED: {
    summary: 'the plan holds irreversible actions that were not allowed',
    remedies: [
      { kind: 'run', command: 'tenantform apply FILE --allow-irreversible', why: 'allows them for this run' },
    ],
  },
  OUTSIDE_WINDOW: {
    summary: 'the cutover window is closed',
    remedies: [{ kind: 'wait', until: 'the next opening' }],
  },
  NO_MORE_WINDOW: {
    summary: 'the cutover window will not open again',
    remedies: [{ kind: 'edit', what: 'move `window:` of the consolidation' }],
  },
  LOCKED: {
    summary: 'another apply holds a partner account',
    remedies: [{ kind: 'wait', until: 'it has ended' }],
  },
  NOT_AS_EXPECTED: {
    summary: 'what the action expected no longer holds',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'plans from what is there now' }],
  },
  CANCEL_WINDOW_CLOSED: {
    summary:
      'the window in which a source could be cancelled closed before that was sent: it cannot be cancelled any more, and is billed to the end of its term',
    remedies: [
      {
        kind: 'edit',
        what: 'write `do: lapse` into the rule of the source, or `do: reprovision` with the money it accepts as `acceptOverlap:`; either way it is set to cancel at the end of its term',
      },
      { kind: 'run', command: 'tenantform plan', why: 'plans by the rule as it is then' },
    ],
  },
  RENEWED_MEANWHILE: {
    summary:
      'a source renewed before it was set to cancel, and is charged beside its replacement for more than the rule accepts',
    remedies: [
      {
        kind: 'edit',
        what: 'write the amount into `acceptOverlap:` of the rule, or `do: lapse` in its place; the source ends with its new term either way',
      },
      { kind: 'run', command: 'tenantform plan', why: 'shows what is charged on both sides until then' },
    ],
  },
  GATE_CLOSED: {
    summary: 'not everything that replaces the sources is verified',
    remedies: [gateRemedies.again, gateRemedies.anew],
  },
  OUT_OF_SIGHT: {
    summary: 'the account does not show the customer any more, so what became of the action is not known',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform plan',
        why: 'says what may be charged on both sides until it is known',
      },
      {
        kind: 'ask',
        whom: 'whoever works in the portal of the account',
        what: 'whether they removed the relationship there: that is taken only once nothing is active, so all of it is off. If it ended in another way, the next invoice of the account tells',
      },
      {
        kind: 'ask',
        whom: 'the account manager',
        what: 'to have the relationship accepted again; then `tenantform resume` looks, and ends the apply',
      },
    ],
  },
  NOT_VERIFIED: {
    summary: 'the service accepted the action but does not show it yet',
    remedies: [{ kind: 'run', command: 'tenantform resume', why: 'looks again' }],
  },
  UNFINISHED: {
    summary: 'an interrupted apply has bought the same, or may have, and it does not show yet',
    remedies: [{ kind: 'run', command: 'tenantform resume', why: 'looks what became of it, and goes on' }],
  },
  ORDER_HIDDEN: {
    summary: 'the same product is ordered already, and does not show yet',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform resume',
        why: 'looks again; what shows by then is not bought again',
      },
      {
        kind: 'ask',
        whom: 'whoever sells to this customer',
        what: 'what the order is, where it never shows',
      },
    ],
  },
  NOTHING_TO_RESUME: {
    summary: 'there is no apply to go on with',
    remedies: [{ kind: 'run', command: 'tenantform journal list', why: 'lists what there is' }],
  },
  ALREADY_COMPLETE: {
    severity: 'note',
    summary: 'the apply is complete already',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'shows whether anything is left to do' }],
  },
  DEADLINE_TOO_NEAR: {
    severity: 'warning',
    summary: 'something closes before all of a customer could be finished, so it was not begun',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'shows what can still be done, and when' }],
  },
  DAY_IS_OVER: {
    summary: 'the time of the plan was over before these actions were begun',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'plans what is left' }],
  },
  WINDOW_CLOSED_MEANWHILE: {
    summary: 'the cutover window closed before all purchases and transfers were begun',
    remedies: [
      { kind: 'run', command: 'tenantform resume', why: 'goes on when it is open, on the day of the plan' },
    ],
  },
  LEFT_OUT: {
    severity: 'warning',
    summary: 'customers whose facts moved were left out',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'plans them from what is there now' }],
  },
  LOCK_LOST: {
    summary: 'the lock of a partner account was lost, so nothing more was sent',
    remedies: [{ kind: 'run', command: 'tenantform resume', why: 'takes the locks anew and goes on' }],
  },
  CLOCK_OFF: {
    summary: 'this machine and the service do not agree what time it is, so nothing more was sent',
    remedies: [
      { kind: 'edit', what: 'set the clock of this machine (NTP); days, windows and expiry hang on it' },
      { kind: 'run', command: 'tenantform doctor', why: 'compares the clocks' },
    ],
  },
  NOT_WRITTEN_DOWN: {
    summary: 'the action began, and how it ended could not be written down',
    remedies: [{ kind: 'run', command: 'tenantform resume', why: 'looks whether it has happened' }],
  },
  UNDONE: {
    summary:
      'what an interrupted apply had done was changed by a person since, so nothing more is begun for its customer',
    remedies: [
      { kind: 'run', command: 'tenantform plan', why: 'plans from what is there now' },
      { kind: 'ask', whom: 'whoever works in the portal of the account', what: 'why it was changed' },
    ],
  },
  STOPPED: {
    severity: 'warning',
    summary: 'the operator stopped the apply',
    remedies: [{ kind: 'run', command: 'tenantform resume', why: 'goes on' }],
  },
})
