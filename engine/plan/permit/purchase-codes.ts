/** Why the service would not sell it: catalogue, market, and who may buy. */
import { defineCodes } from '../../diagnostic.ts'

export const purchaseCodes = defineCodes('PLAN', {
  NOT_SOLD: {
    severity: 'warning',
    summary: 'the product is not sold in this market',
    remedies: [{ kind: 'edit', what: 'map it to a product that is sold there' }],
  },
  WITHDRAWN: {
    severity: 'warning',
    summary: 'the product is no longer for sale',
    remedies: [
      {
        kind: 'edit',
        what: 'map it to the product that replaced it, under `map:` or in a Catalog document',
      },
    ],
  },
  MARKET_NOT_SERVED: {
    severity: 'warning',
    summary: "the partner does not sell in the customer's country",
    remedies: [
      {
        kind: 'edit',
        what: "add the country to the partner's `markets:` if the account is authorised there",
      },
    ],
  },
  MARKET_UNKNOWN: {
    severity: 'warning',
    summary: "the customer's country is unknown, so the catalogue cannot be chosen",
    remedies: [
      { kind: 'ask', whom: 'the account manager', what: "to fill in the country of the customer's profile" },
    ],
  },
  SEATS_OUT_OF_RANGE: {
    severity: 'warning',
    summary: 'the number of seats is outside what can be bought',
    remedies: [{ kind: 'edit', what: 'change `seats:`' }],
  },
  SEAT_POOL_FULL: {
    severity: 'warning',
    summary: 'the customer would have more seats of the product than one customer may have',
    remedies: [
      {
        kind: 'edit',
        what: 'declare fewer seats, or transfer what is under another partner instead of buying it again',
      },
    ],
  },
  TERM_NOT_OFFERED: {
    severity: 'warning',
    summary: 'the term and billing cycle are not offered together',
    remedies: [{ kind: 'edit', what: 'change `term:` or `billing:`' }],
  },
  BASE_MISSING: {
    severity: 'warning',
    summary: 'an add-on needs its base',
    remedies: [{ kind: 'edit', what: 'write `addOnTo:` with the key of the base subscription' }],
  },
  END_NOT_POSSIBLE: {
    severity: 'warning',
    summary: 'a first term cannot end on the declared day',
    remedies: [{ kind: 'edit', what: 'declare `endsOn:` as a day of the first term, or remove it' }],
  },
  PREREQUISITE_MISSING: {
    severity: 'warning',
    summary: 'an add-on needs a base of another product',
    remedies: [{ kind: 'edit', what: 'attach it to one of its prerequisite products' }],
  },
  LIMIT_REACHED: {
    severity: 'warning',
    summary: 'the customer cannot have more subscriptions of this product',
    remedies: [
      {
        kind: 'edit',
        what: 'declare one line with all seats, or bind the one that is there with `subscriptionId:`',
      },
    ],
  },
  QUALIFICATION_MISSING: {
    severity: 'warning',
    summary: 'the product needs a qualification of the customer',
    remedies: [
      {
        kind: 'edit',
        what: 'declare a commercial product, or have the customer qualified under this partner first',
      },
    ],
  },
  QUALIFICATION_IN_REVIEW: {
    severity: 'warning',
    summary: 'the qualification that the product needs is being looked at',
    remedies: [{ kind: 'wait', until: 'Microsoft has looked at the request for the qualification' }],
  },
  ACCOUNT_UNDER_REVIEW: {
    severity: 'warning',
    summary: "the customer's account is under review",
    remedies: [{ kind: 'wait', until: 'Microsoft has reviewed the account, which takes days' }],
  },
  ACCOUNT_NOT_ALLOWED: {
    severity: 'warning',
    summary: "the customer's account may not buy",
    remedies: [{ kind: 'ask', whom: 'Microsoft support', what: 'why the account was not approved' }],
  },
})
