/** Everything that can be wrong with documents, with its fixed words. docs/errors.md lists them. */
import { defineCodes } from '../diagnostic.ts'

export const codes = defineCodes('DOCUMENT', {
  MALFORMED: {
    summary: 'this is not valid YAML',
    remedies: [{ kind: 'edit', what: 'correct the syntax here' }],
  },
  TOO_LARGE: {
    summary: 'the file is too large to be a document',
    remedies: [{ kind: 'edit', what: 'split it into several files' }],
  },
  TOO_DEEP: {
    summary: 'the document is nested too deep',
    remedies: [{ kind: 'edit', what: 'take out levels; no kind of document has more than ten' }],
  },
  NOT_UTF8: {
    summary: 'the file is not UTF-8',
    remedies: [{ kind: 'edit', what: 'save it as UTF-8' }],
  },
  INVISIBLE_CHARACTER: {
    severity: 'note',
    summary: 'a character that cannot be seen may be the cause',
    remedies: [{ kind: 'edit', what: 'type an ordinary space in its place, or remove it' }],
  },
  NOT_OURS: {
    severity: 'note',
    summary: 'a YAML file that is no document of Tenantform was left out',
    remedies: [
      {
        kind: 'edit',
        what: 'write `apiVersion: tenantform/v1` into it, or leave it out in `documents:` of the Workspace document',
      },
    ],
  },
  UNREADABLE: {
    summary: 'the file cannot be read',
    remedies: [{ kind: 'edit', what: 'make it a readable file of this size or less, or take it out' }],
  },
  AND_MORE: {
    severity: 'note',
    summary: 'there are more mistakes of this kind than are shown',
    remedies: [{ kind: 'edit', what: 'correct these and look again' }],
  },
  NOT_A_MAP: {
    summary: 'a document is a map of keys',
    remedies: [{ kind: 'edit', what: 'start it with `apiVersion: tenantform/v1` and `kind:`' }],
  },
  UNKNOWN_KIND: {
    summary: 'there is no such kind of document',
    remedies: [
      {
        kind: 'edit',
        what: 'write one of Partner, Customer, Consolidation, Policy, Catalog, Workspace, World',
      },
    ],
  },
  UNKNOWN_KEY: {
    summary: 'unknown key',
    remedies: [{ kind: 'edit', what: 'remove it or correct its spelling' }],
  },
  PLACEHOLDER: {
    severity: 'warning',
    summary: 'a tenant id is still the placeholder that `init` wrote',
    remedies: [
      {
        kind: 'edit',
        what: 'write the id of the tenant: entra.microsoft.com > Entra ID > Overview, of the account itself',
      },
    ],
  },
  MISSING_KEY: { summary: 'a required key is missing', remedies: [{ kind: 'edit', what: 'add it' }] },
  WRONG_TYPE: {
    summary: 'the value has the wrong type',
    remedies: [{ kind: 'edit', what: 'change the value' }],
  },
  WRONG_VALUE: {
    summary: 'the value is not allowed here',
    remedies: [{ kind: 'edit', what: 'choose an allowed value' }],
  },
  WRONG_FORM: {
    summary: 'the value has the wrong form',
    remedies: [{ kind: 'edit', what: 'correct the value' }],
  },
  OUT_OF_RANGE: {
    summary: 'the value is out of range',
    remedies: [{ kind: 'edit', what: 'change the value' }],
  },
  DUPLICATE: {
    summary: 'this exists twice',
    remedies: [{ kind: 'edit', what: 'remove or rename one of the two' }],
  },
  SAME_NAME: {
    summary: 'two lines of one product have one name',
    remedies: [
      {
        kind: 'edit',
        what: 'give one of them another `friendlyName:`, or the `subscriptionId:` of what it is',
      },
    ],
  },
  UNKNOWN_PARTNER: {
    summary: 'there is no such partner',
    remedies: [{ kind: 'edit', what: 'name a Partner document' }],
  },
  UNKNOWN_RULE: {
    summary: 'there is no such policy rule',
    remedies: [{ kind: 'edit', what: 'name a rule of a Policy document, or remove the line' }],
  },
  EXCEPTION_IDLE: {
    severity: 'warning',
    summary: 'an exception for a rule that asks for an approval lets nothing pass',
    remedies: [{ kind: 'edit', what: 'write `kind: approval`, once it is approved' }],
  },
  SCOPE_UNKNOWN: {
    severity: 'warning',
    summary: 'an exception or approval is for nothing that is declared',
    remedies: [
      { kind: 'edit', what: 'name a tenant id, a wave, a consolidation or `*`, or remove the line' },
    ],
  },
  WAVE_OF_NOBODY: {
    severity: 'warning',
    summary: 'a wave names customers that no document has',
    remedies: [{ kind: 'edit', what: 'correct the label or tenant id, or write the Customer document' }],
  },
  WORLD_REFERENCE: {
    summary: 'the World names what it does not have',
    remedies: [{ kind: 'edit', what: 'correct the name, or add it to the World' }],
  },
  WORLD_STARTS_LATER: {
    summary: 'this was bought after the clock of the World starts',
    remedies: [{ kind: 'edit', what: 'write an earlier day, or a later `clock:`' }],
  },
  UNKNOWN_WAVE: {
    summary: 'there is no such wave',
    remedies: [{ kind: 'edit', what: 'name a wave of this consolidation' }],
  },
  WAVE_CYCLE: {
    summary: 'waves need each other in a circle',
    remedies: [{ kind: 'edit', what: 'remove one `needs:`' }],
  },
  NOT_A_SOURCE: {
    summary: 'this partner is not a source of the consolidation',
    remedies: [{ kind: 'edit', what: 'name one of the partners under `from:`' }],
  },
  SAME_PARTNER: {
    summary: 'a consolidation cannot move a partner into itself',
    remedies: [{ kind: 'edit', what: 'remove the target from `from:`' }],
  },
  MAP_IDLE: {
    severity: 'warning',
    summary: 'a mapping of new commerce has no effect',
    remedies: [
      {
        kind: 'edit',
        what: 'remove the line, declare the product as it is in the source, and change it with `nextTerm: { product: … }` once it is there',
      },
    ],
  },
  MAP_UNUSED: {
    severity: 'warning',
    summary: 'a mapping has no effect',
    remedies: [
      {
        kind: 'edit',
        what: 'declare its product for the customers that are to get it, or remove the line',
      },
    ],
  },
  TARGET_IS_SOURCE: {
    summary: 'the target of one consolidation is a source of another',
    remedies: [
      {
        kind: 'edit',
        what: 'remove the consolidation that is over, or move all sources into the last target',
      },
    ],
  },
  SOURCE_TWICE: {
    summary: 'two consolidations move one source into the same partner',
    remedies: [{ kind: 'edit', what: 'write one Consolidation document, with `waves:` for its parts' }],
  },
  CUSTOMER_TWICE: {
    summary: 'two consolidations move the same customer out of one source',
    remedies: [{ kind: 'edit', what: 'remove the Customer document of the target that it does not move to' }],
  },
  CLOSED_CLOUD: {
    summary: 'the German cloud is closed',
    remedies: [
      {
        kind: 'edit',
        what: 'use `cloud: global`: the accounts were moved there before the cloud closed on 2021-10-29',
      },
    ],
  },
  CLOUDS_DIFFER: {
    summary: 'a consolidation stays in one cloud',
    remedies: [{ kind: 'edit', what: 'make one consolidation per cloud' }],
  },
  SINGLE_PARTNER_CLOUD: {
    summary: 'customers of the US Government cloud have a single partner',
    remedies: [
      { kind: 'ask', whom: 'Microsoft partner support', what: 'how such a customer changes its partner' },
    ],
  },
  NOT_IN_CLOUD: {
    summary: 'the cloud of the partner does not sell this',
    remedies: [{ kind: 'edit', what: 'declare a legacy licence offer of that cloud, or another partner' }],
  },
  UNKNOWN_PRODUCT: {
    summary: 'this names no product',
    remedies: [
      { kind: 'edit', what: 'write PRODUCT:SKU, a legacy offer id, or an alias of a Catalog document' },
    ],
  },
  PRODUCT_OR_OFFER: {
    summary: 'a subscription names either a product or an offer',
    remedies: [{ kind: 'edit', what: 'write exactly one of `product:` and `offer:`' }],
  },
  TERM_NOT_LEGACY: {
    summary: 'legacy commerce has no term',
    remedies: [{ kind: 'edit', what: 'remove `term:`, `endsOn:`, `endOfTerm:` and `nextTerm:`' }],
  },
  UNKNOWN_BASE: {
    summary: 'the base of an add-on is not declared here',
    remedies: [{ kind: 'edit', what: 'name the key of a subscription of this document' }],
  },
  PROOF_MISSING: {
    summary: 'nothing proves the app',
    remedies: [{ kind: 'edit', what: 'add `clientSecret: env:NAME`, or `certificate:`, or `federated:`' }],
  },
  PROOF_TWICE: {
    summary: 'two things prove one app',
    remedies: [{ kind: 'edit', what: 'keep one of them' }],
  },
  LITERAL_SECRET: {
    summary: 'a secret is written into a document',
    remedies: [
      {
        kind: 'edit',
        what: 'write env:NAME, file:PATH or { command: […] }, and change the secret: it was in a file',
      },
    ],
  },
  BAD_DATE: { summary: 'this is not a day', remedies: [{ kind: 'edit', what: 'write YYYY-MM-DD' }] },
  OVERLAP_NOT_CAUSED: {
    summary: 'this method charges nothing on both sides',
    remedies: [{ kind: 'edit', what: 'remove `acceptOverlap:`, or write `do: reprovision`' }],
  },
  WINDOW_EMPTY: {
    summary: 'the window is never open',
    remedies: [{ kind: 'edit', what: 'make its end later than its begin' }],
  },
  FREEZE_EMPTY: {
    summary: 'the freeze has no day',
    remedies: [{ kind: 'edit', what: 'make its last day no earlier than its first' }],
  },
  FREEZE_OUTSIDE: {
    severity: 'warning',
    summary: 'a freeze day lies outside the window',
    remedies: [{ kind: 'edit', what: 'remove it or correct the date' }],
  },
  UNKNOWN_ZONE: {
    summary: 'there is no such time zone',
    remedies: [{ kind: 'edit', what: 'write an IANA name such as Europe/Rome' }],
  },
  PRICES_MISSING: {
    summary: 'the price list was not found',
    remedies: [{ kind: 'edit', what: 'correct the path; it is relative to this document' }],
  },
  PRICE_LIST: {
    severity: 'warning',
    summary: 'a price list cannot be read, so its prices are unknown',
    remedies: [{ kind: 'edit', what: 'download the sheet again, or save it as CSV' }],
  },
  PRICE_ROW: {
    severity: 'warning',
    summary: 'a row of a price list cannot be used',
    remedies: [{ kind: 'edit', what: 'correct the row' }],
  },
  PATH_OUTSIDE: {
    summary: 'a path leaves the workspace',
    remedies: [{ kind: 'edit', what: 'use a path inside the workspace' }],
  },
  OTHER_WORKSPACE: {
    severity: 'note',
    summary: 'a folder below is a workspace of its own, and was left out',
    remedies: [{ kind: 'edit', what: 'name it with `-C` to work in it' }],
  },
  WORKSPACE_BELOW: {
    summary: 'this folder is no workspace; there are some below it',
    remedies: [{ kind: 'edit', what: 'name one of them with `-C`' }],
  },
  NOTHING: {
    summary: 'there is no document here',
    remedies: [{ kind: 'run', command: 'tenantform schema', why: 'lists the kinds of documents' }],
  },
})
