/** What can be wrong with the folder of our own files in a workspace. docs/errors.md lists them. */
import { defineCodes } from '../../engine/diagnostic.ts'

export const codes = defineCodes('STATE', {
  LINK: {
    summary: "a link stands in the folder of Tenantform's own files",
    remedies: [{ kind: 'edit', what: 'remove the link; what Tenantform writes stays in the workspace' }],
  },
  NOT_OURS: {
    summary: "a file among Tenantform's own belongs to another account, or is no file",
    remedies: [
      {
        kind: 'edit',
        what: 'give it to the account that runs Tenantform (chown), or remove it once it is clear who put it there',
      },
    ],
  },
  NOT_WRITABLE: {
    summary: "the folder of Tenantform's own files cannot be written",
    remedies: [
      {
        kind: 'edit',
        what: 'make the workspace writable for the account that runs Tenantform; `plan`, `validate` and `show` need no such folder',
      },
    ],
  },
})
