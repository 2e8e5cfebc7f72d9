/** What keeps a customer from being ready: relationship, agreement, licences, resellers, open transfers, what replaces a source. */
import { defineCodes } from '../../diagnostic.ts'

export const permitCodes = defineCodes('PLAN', {
  NOT_ACCEPTED: {
    severity: 'note',
    summary: 'the customer has not accepted the reseller relationship',
    remedies: [
      {
        kind: 'ask',
        whom: "the customer's global administrator",
        what: 'to accept the invitation of the new partner account',
      },
    ],
  },
  AGREEMENT_MISSING: {
    severity: 'note',
    summary: 'the customer agreement is missing',
    remedies: [
      {
        kind: 'ask',
        whom: 'the account manager',
        what: 'to have the Microsoft Customer Agreement confirmed under the new partner account',
      },
    ],
  },
  DOMAIN_DIFFERS: {
    severity: 'warning',
    summary: 'the declared domain is not the live one',
    remedies: [{ kind: 'edit', what: 'correct `domain:` after making sure it is the same customer' }],
  },
  IDENTITY_SPLIT: {
    severity: 'error',
    summary: 'tenant id and domain of a document belong to different customers',
    remedies: [{ kind: 'edit', what: 'write the tenant id and the domain of one customer' }],
  },
  REPLACEMENT_ENDS: {
    severity: 'warning',
    summary: 'what replaces a source ends and does not renew',
    remedies: [
      {
        kind: 'edit',
        what: 'write `endOfTerm: renew` so that it goes on, or `endOfTerm: cancel` where the service is meant to end',
      },
    ],
  },
  REPLACEMENT_SHRINKS: {
    severity: 'warning',
    summary: 'what replaces a source goes on with less after its term',
    remedies: [
      {
        kind: 'edit',
        what: 'write `nextTerm: { seats: … }` with the seats that are to go on (the schedule of the service is then taken back), or declare in `nextTerm` what is meant to come',
      },
    ],
  },
  SERVICE_ENDS: { severity: 'note', summary: 'the service of a declared line ends, as it is declared' },
  LICENCES_SHORT: {
    severity: 'warning',
    summary: 'more licences are in use than would be left',
    remedies: [
      {
        kind: 'edit',
        what: 'declare as many seats as are in use, or have licences taken from users who no longer need them',
      },
    ],
  },
  USED_SEATS_END: {
    severity: 'warning',
    summary: 'licences in use end with a term',
    remedies: [
      {
        kind: 'edit',
        what: 'keep as many seats (`endOfTerm: renew`, `nextTerm: { seats: … }`), or have the people given other licences before that day',
      },
    ],
  },
  LICENCES_TO_REASSIGN: {
    severity: 'warning',
    summary: 'users must be given another licence before the source is switched off',
    remedies: [
      {
        kind: 'ask',
        whom: "the customer's administrator",
        what: 'to assign the new licences once they are bought; the gate opens when those of the source are free',
      },
    ],
  },
  RESELLER_LOST: {
    severity: 'warning',
    summary: 'the reseller on record of a source would be lost',
    remedies: [{ kind: 'edit', what: 'write `partnerOfRecord:` with its id into the declared subscription' }],
  },
  TRANSFER_OPEN: {
    severity: 'warning',
    summary: 'a transfer of this customer is open already, and is not of this plan',
    remedies: [
      { kind: 'ask', whom: 'whoever asked for it', what: 'to cancel the request, or to have it completed' },
      { kind: 'run', command: 'tenantform plan', why: 'plans again once it is over' },
    ],
  },
  SEAT_POOL_NEAR: {
    severity: 'note',
    summary: 'the customer comes near the most seats that one customer may have',
  },
})
