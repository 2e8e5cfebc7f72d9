/**
 * What planning can say of a customer, its subscriptions and the scope, with its fixed words. Each folder beside has a `codes.ts`
 * of the same area for what only it says; purchases and plan files have theirs in `purchase-codes.ts` and `saved/codes.ts`.
 */
import { defineCodes } from '../diagnostic.ts'

export const codes = defineCodes('PLAN', {
  UNKNOWN_READ: {
    severity: 'warning',
    summary: 'a read gave no answer, so this is unknown',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'asks again' }],
  },
  NOTHING_TO_SUSPEND: { severity: 'note', summary: 'declared suspended, and it does not exist' },
  ENDED_AS_DECLARED: {
    severity: 'note',
    summary: 'it has ended with its term, as its line says, and is not bought again',
    remedies: [
      {
        kind: 'edit',
        what: 'take the line out; or write `endOfTerm: renew` where it is wanted again, or `another: acknowledged` where one more is',
      },
    ],
  },
  BILLED_WITH_BASE: {
    severity: 'warning',
    summary: 'a legacy add-on is billed as its base',
    remedies: [{ kind: 'edit', what: 'write the billing cycle of the base, or leave `billing:` out' }],
  },
  SAME_NAME_TWICE: {
    severity: 'warning',
    summary: 'two purchases would have the same product and name',
    remedies: [{ kind: 'edit', what: 'give one of them another `friendlyName:`' }],
  },
  TWO_CONSOLIDATIONS: {
    severity: 'error',
    summary: 'two consolidations would move one customer',
    remedies: [{ kind: 'edit', what: 'list both sources under one Consolidation document' }],
  },
  TARGET_TOO_NARROW: {
    severity: 'warning',
    summary: 'a customer of a consolidation moves as a whole',
    remedies: [{ kind: 'run', command: 'tenantform plan --target TENANT', why: 'plans the whole customer' }],
  },
  RETIRES_LATER: {
    severity: 'note',
    summary: 'something is created under a partner account that will retire',
  },
  LIST_UNKNOWN: {
    severity: 'warning',
    summary:
      'the customer list of a partner gave no answer, so customers that no document names are not seen',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'asks again' }],
  },
  OUTSIDE_WINDOW: { severity: 'note', summary: 'the day of the plan is outside the cutover window' },
  UNMANAGED_CUSTOMERS: {
    severity: 'note',
    summary: 'a partner has customers that no document names; they are left alone',
  },
  UNSUPPORTED: {
    severity: 'warning',
    summary: 'a value of the service is unknown to this version',
    remedies: [{ kind: 'ask', whom: 'the Tenantform maintainers', what: 'to support this value' }],
  },
  EXTENDED_PRODUCT_UNKNOWN: {
    severity: 'warning',
    summary: 'what a source subscription in its extended service term is the extension of is not known',
    remedies: [
      {
        kind: 'edit',
        what: 'say it in `map:` of the consolidation: `product:` with the SKU of the extension, `to:` with the product that is extended',
      },
    ],
  },
  DECLARED_NOWHERE: {
    severity: 'warning',
    summary: 'an active source subscription is declared nowhere',
    remedies: [
      { kind: 'edit', what: 'declare it under the target customer, or name it under `leave:` with a reason' },
    ],
  },
  CUSTOMER_NOT_DECLARED: {
    severity: 'warning',
    summary: 'a source customer is in no document of the target',
    remedies: [{ kind: 'edit', what: 'write a Customer document of the target for it' }],
  },
  NCE_SOURCE: {
    severity: 'warning',
    summary: 'a new-commerce subscription keeps billing to the end of its term',
    remedies: [
      {
        kind: 'edit',
        what: 'declare it under the target customer, so that it is transferred, or name it under `leave:` with a reason',
      },
    ],
  },
  METHOD_NOT_AVAILABLE: {
    severity: 'warning',
    summary: 'the method asked for is not available for this subscription',
    remedies: [{ kind: 'edit', what: 'change the rule under `methods:`' }],
  },
  REASSIGNMENT_NOT_ACKNOWLEDGED: {
    severity: 'warning',
    summary: 'the replacement is a different product, so licences must be assigned anew',
    remedies: [{ kind: 'edit', what: 'write `licenceReassignment: acknowledged` in the mapping' }],
  },
  NOT_SETTLED: {
    severity: 'warning',
    summary: 'a subscription is neither on nor off',
    remedies: [{ kind: 'wait', until: 'the service shows it active' }],
  },
  PARENT_ELSEWHERE: {
    severity: 'warning',
    summary: 'the base of an add-on is not in this account',
    remedies: [
      { kind: 'edit', what: 'declare the base and the add-on together, or name both under `leave:`' },
    ],
  },
  ADD_ON_STAYS: {
    severity: 'warning',
    summary: 'suspending a base would suspend an add-on that has no replacement',
    remedies: [{ kind: 'edit', what: 'declare the add-on under the target customer' }],
  },
  ADD_ON_PARTED: {
    severity: 'warning',
    summary: 'a base and its add-on would go different ways',
    remedies: [
      {
        kind: 'edit',
        what: 'declare both, or name both under `leave:`; a rule under `methods:` must fit both',
      },
    ],
  },
  FEWER_SEATS: {
    severity: 'warning',
    summary: 'the target would have fewer seats than the sources that are switched off',
    remedies: [{ kind: 'edit', what: 'raise `seats:`, or write `fewerSeats: acknowledged`' }],
  },
  RETIRED_PARTNER: {
    severity: 'warning',
    summary: 'the partner account is retired and takes no new subscription',
    remedies: [{ kind: 'edit', what: 'declare the subscription under the account that replaces it' }],
  },
  TERM_NEEDED: {
    severity: 'warning',
    summary: 'new commerce is bought with a term and a billing cycle',
    remedies: [
      { kind: 'edit', what: 'write `term:` and `billing:`, or the `subscriptionId:` of what lives' },
    ],
  },
  UNMANAGED: { severity: 'note', summary: 'a live subscription is not declared; it is left alone' },
  TRIAL_CONVERTS: {
    severity: 'warning',
    summary: 'a trial becomes a paid subscription when it ends; it is left alone',
    remedies: [
      {
        kind: 'ask',
        whom: 'whoever may change it in Partner Center',
        what: 'to set the trial to end with its term, more than 24 hours before that, unless it is wanted beside what is declared',
      },
    ],
  },
  SOURCE_DECLARED: {
    severity: 'note',
    summary: 'a source customer has documents of its own; the consolidation decides about it',
  },
  CHANGE_NOT_SUPPORTED: {
    severity: 'warning',
    summary: 'a declared difference cannot be carried out by this version',
    remedies: [{ kind: 'edit', what: 'declare what is there, and change it in Partner Center if need be' }],
  },
  DECREASE_NOT_REFUNDABLE: {
    severity: 'warning',
    summary: 'seats can be taken away only inside their refund window',
    remedies: [{ kind: 'wait', until: 'the renewal of the subscription' }],
  },
  PROMOTION_LOST: {
    severity: 'note',
    summary: 'what is bought anew does not keep the promotion of what it replaces',
  },
  RENEWAL_MAY_BE_LOST: {
    severity: 'note',
    summary: 'a transfer may lose what was told for the end of a term',
    remedies: [
      {
        kind: 'edit',
        what: 'write it in the declared line (`nextTerm:` or `endOfTerm:`): the plan after the transfer shows what arrived, and tells it again where it is missing',
      },
    ],
  },
  OVERLAP_NOT_ACCEPTED: {
    severity: 'warning',
    summary: 'the rule does not accept the money that would be paid on both sides',
    remedies: [
      {
        kind: 'edit',
        what: 'write the amount into `acceptOverlap:` of the rule, choose `do: transfer` or `do: lapse`, or give the source a price list',
      },
    ],
  },
  CREDIT_LIMIT: {
    severity: 'warning',
    summary: 'the account could run into its credit limit',
    remedies: [
      { kind: 'ask', whom: 'Microsoft', what: 'to raise the limit, or pay what is open, before the apply' },
    ],
  },
  LEAVES_NOTHING: {
    severity: 'note',
    summary: 'a line under `leave:` names no subscription that is there',
    remedies: [{ kind: 'edit', what: 'correct its ids, or remove the line' }],
  },
  RENEWAL_LOCKED: {
    severity: 'warning',
    summary: 'the term ends within 24 hours, and its renewal can no longer be changed',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'plans again once the new term has begun' }],
  },
  UNREADABLE_PRODUCT: {
    severity: 'error',
    summary: 'the service lists a subscription without saying what it is',
    remedies: [
      { kind: 'ask', whom: 'Microsoft support', what: 'what this subscription is, or have it corrected' },
      { kind: 'run', command: 'tenantform plan', why: 'plans again once the row can be read' },
    ],
  },
  CANCEL_WINDOW_CLOSED: {
    severity: 'warning',
    summary: 'the time in which it could be cancelled is over',
    remedies: [{ kind: 'edit', what: 'write `endOfTerm: cancel`, so that it does not renew' }],
  },
  SOURCE_CANCEL_WINDOW_CLOSED: {
    severity: 'warning',
    summary: 'the time in which a source could be cancelled is over, and its rule asks for that',
    remedies: [
      {
        kind: 'edit',
        what: 'write `do: lapse` into the rule of the source, or `do: reprovision` with the money it accepts as `acceptOverlap:`; either way it is set to cancel at the end of its term',
      },
    ],
  },
  CONTINUED_BILLING: {
    severity: 'warning',
    summary: 'suspending a new-commerce subscription does not stop its charges',
    remedies: [{ kind: 'edit', what: 'write `acceptContinuedBilling: true` if that is wanted' }],
  },
  IRREVERSIBLE_NOT_ACKNOWLEDGED: {
    severity: 'warning',
    summary: 'the consolidation does not acknowledge that it cannot be undone',
    remedies: [{ kind: 'edit', what: 'write `irreversible: acknowledged` in the Consolidation document' }],
  },
  UNKNOWN_SCOPE: {
    severity: 'error',
    summary: 'nothing matches what was asked for',
    remedies: [{ kind: 'edit', what: 'correct the name: the documents have it as it is to be typed' }],
  },
})
