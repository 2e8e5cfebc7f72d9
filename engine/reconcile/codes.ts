/** What reconcile can say, with its fixed words. docs/errors.md lists them. */
import { defineCodes } from '../diagnostic.ts'

export const codes = defineCodes('RECONCILE', {
  NO_INVOICES: {
    severity: 'warning',
    summary: "an account's invoices gave no answer",
    remedies: [
      {
        kind: 'run',
        command: 'tenantform reconcile --from FILE --partner NAME',
        why: 'reads downloaded files instead',
      },
    ],
  },
  NO_EXPORT: {
    severity: 'warning',
    summary: 'lines of a modern invoice come from an older call, as there is no export of it',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to consent to PartnerBilling.Read.All of Microsoft Graph for the app: the older call has been given no new lines since April 2025',
      },
    ],
  },
  NO_PARTNER: {
    summary: 'it is not clear whose invoice a file is',
    remedies: [{ kind: 'edit', what: 'name the account with --partner' }],
  },
  BAD_LINE: {
    summary: 'a line of an invoice file cannot be used',
    remedies: [{ kind: 'edit', what: 'download the file again, unchanged' }],
  },
})
