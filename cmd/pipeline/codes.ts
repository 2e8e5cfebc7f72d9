/** What git and a pipeline have to say about documents, with its fixed words. docs/errors.md lists them. */
import { defineCodes } from '../../engine/diagnostic.ts'

export const pipelineCodes = defineCodes('GIT', {
  NOT_AS_COMMITTED: {
    summary: 'documents in the workspace are not those of the checked-out commit',
    remedies: [
      {
        kind: 'run',
        command: 'git status',
        why: 'shows them; commit them and have them reviewed, or put them back, then plan again',
      },
    ],
  },
  BEHIND_BASE: {
    severity: 'warning',
    summary: 'the base branch has commits that this checkout does not have',
    remedies: [
      {
        kind: 'edit',
        what: 'merge the base branch, or check it out, and plan again: others may have changed the same customers',
      },
    ],
  },
  BASE_UNKNOWN: {
    severity: 'warning',
    summary: 'whether this checkout is behind its base branch is unknown',
    remedies: [
      {
        kind: 'edit',
        what: 'fetch the base branch with its whole history: `fetch-depth: 0` in GitHub Actions, `fetchDepth: 0` in Azure DevOps, `GIT_DEPTH: 0` in GitLab',
      },
    ],
  },
  NO_REVISION: {
    summary: 'git knows no such commit here',
    remedies: [
      {
        kind: 'edit',
        what: 'name a commit, a tag or a branch of this repository, e.g. `origin/main`, and fetch it in a pipeline',
      },
    ],
  },
  NOTHING_CHANGED: {
    severity: 'note',
    summary: "no customer's documents have changed, and nothing was planned",
  },
  EARLIER_PLAN: {
    summary: 'nothing was planned, and what --out names is there from before',
    remedies: [
      {
        kind: 'edit',
        what: 'remove it before, or give another name: whoever finds it takes it for this plan',
      },
    ],
  },
  UNREADABLE: {
    severity: 'warning',
    summary: 'git does not say which commit is checked out; plan and journal will not name it',
    remedies: [
      {
        kind: 'edit',
        what: 'install git, or mark the folder as safe: `git config --global --add safe.directory FOLDER`',
      },
    ],
  },
})
