/**
 * What to do about a refusal, by name: each row of `error-rows.ts` names one. Texts say where to go and what to do there; which
 * customer, subscription and call it was stands in the detail of the diagnostic.
 */
import type { Remedy } from '../../../../engine/diagnostic.ts'

const edit = (what: string): readonly Remedy[] => [{ kind: 'edit', what }]
const wait = (until: string): readonly Remedy[] => [{ kind: 'wait', until }]
const admin = (what: string): readonly Remedy[] => [
  { kind: 'ask', whom: 'an administrator of the partner tenant', what },
]
const manager = (what: string): readonly Remedy[] => [{ kind: 'ask', whom: 'the account manager', what }]
const support = (what: string): readonly Remedy[] => [
  { kind: 'ask', whom: 'Microsoft partner support, with the correlation id', what },
]
const plan: Remedy = { kind: 'run', command: 'tenantform plan', why: 'reads again' }

export const remedies = {
  // signing in, and who may do what
  app: admin('to check the app under Partner Center app management'),
  audience: edit("remove `audience:` under `credentials:`; tokens are for the cloud's API root then"),
  user: edit('add `user:` under `credentials:` of the Partner document'),
  access: admin('to check the app under Partner Center app management, and that the user is an Admin agent'),
  role: admin('to give the user the Admin agent role'),
  policy: admin('to let the conditional access policy pass this app, or the place it runs at'),
  programme: admin('to have the partner or reseller account made active in its program'),
  ownAgreement: admin('to accept the Microsoft Partner Agreement, or to have the reseller accept it'),
  market: admin('to have the account authorised for the country; or leave the customer where it is'),
  prices: admin('to give the credential access to prices'),
  overage: admin('to settle the overage in Partner Center'),
  transfersOff: admin('to have the account enabled for transfers; or choose another method in `methods:`'),
  reseller: edit('correct the MPN id; the indirect reseller must be active'),
  partner: edit('correct the tenant, mail or domain of the source partner'),

  // the customer
  relationship: manager('to have the customer accept the reseller relationship (`tenantform invite`)'),
  agreement: manager(
    'to have the customer accept the Microsoft Customer Agreement, or to confirm it in Partner Center',
  ),
  account: manager('to have the account of the customer approved and unlocked in Partner Center'),
  credit: manager('to settle eligibility, credit limit or risk check of the customer in Partner Center'),
  profile: edit("correct registration number or phone number in the customer's profile"),
  tenant: edit('correct `customer.tenantId:` of the Customer document'),
  directory: manager('to end what the customer does not use; the tenant has too many subscriptions'),

  // what is asked for
  id: [plan],
  seats: edit('correct `seats:` to what the offer allows'),
  later: edit('schedule it instead: `nextTerm: { seats: … }`'),
  activate: edit('declare `state: active` first, apply, then change it'),
  gone: edit('take the subscription out of the document, or declare a new one; a deleted one stays so'),
  product: edit('declare a product or offer that is sold to this customer'),
  billing: edit('declare `term:` and `billing:` as the offer has them'),
  windowPassed: edit('declare `endOfTerm: cancel`; the window for cancelling has closed'),
  renewal: edit('leave `endOfTerm:` and `nextTerm:` out for it; it does not renew'),
  suspend: edit('declare `state: suspended` in place of `cancelled`'),
  base: edit('declare the base of the add-on as active, in the same document'),
  azure: admin('to settle the Azure subscriptions and the Azure plan first, in the Azure portal'),
  selection: edit('take Azure reservations and third-party products out of the transfer'),
  promotion: edit('remove or correct the promotion'),
  attestation: admin('to give the attestation in Partner Center'),
  tags: admin('to have the tenant given what the offer requires'),
  limits: manager('to free some of it, or to ask Microsoft to raise the limit'),
  sandboxLimit: edit('stay within 75 customers, 5 subscriptions and 25 seats of an integration sandbox'),
  query: edit('correct country, segment or view of the catalogue'),
  migration: edit('move it another day, or without what stands in the way'),

  // in time
  minutes: wait('the service has caught up, some minutes; then run `tenantform resume`'),
  day: wait('the operation that runs there has ended; it can take a day'),
  days: wait('the review has ended; it can take days'),
  again: [plan],
  done: [plan],

  // nobody here can
  maintainers: [{ kind: 'ask', whom: 'the Tenantform maintainers', what: 'to look at the request' }],
  support: support('to say what stands in the way'),
} as const satisfies Readonly<Record<string, readonly Remedy[]>>

export type RemedyName = keyof typeof remedies
