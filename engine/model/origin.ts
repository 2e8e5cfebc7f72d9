/**
 * From which commit and by which pipeline something was made. Nothing of it is proven: git says what the commit says, and a pipeline's
 * variables say what its runner was given. So it is printed as a claim, and decides nothing.
 */

export interface Origin {
  /** What git says of the workspace; null: it lies in no repository, or git was not asked. */
  readonly git: GitOrigin | null
  /** What the variables of the pipeline say; null: no pipeline. */
  readonly pipeline: PipelineOrigin | null
}

export interface GitOrigin {
  readonly commit: string
  /** null: a commit was checked out, no branch. */
  readonly branch: string | null
  /** Of the commit: `Name <address>`. */
  readonly author: string
  /** Whether the documents, and the price lists they name, are those of the commit. */
  readonly documents: 'as committed' | 'changed'
}

export interface PipelineOrigin {
  readonly system: 'GitHub Actions' | 'Azure DevOps' | 'GitLab'
  /** Its number, or name, of this run. */
  readonly run: string
  /** Where a person looks at the run. */
  readonly url: string | null
  /** Who or what started it. */
  readonly startedBy: string | null
  /** Who allowed it to go on; the pipeline passes it on in TENANTFORM_APPROVER. */
  readonly approver: string | null
  /** Number of the pull or merge request. */
  readonly pullRequest: string | null
}

/** For a line of a report; what a pipeline says is marked as its claim. null: nothing is known. */
export function originWords(origin: Origin | undefined): string | null {
  if (origin === undefined) return null
  const { git, pipeline } = origin
  const parts = [
    git === null
      ? null
      : `commit ${git.commit.slice(0, 12)}${git.branch === null ? '' : ` on ${git.branch}`} by ${git.author}${git.documents === 'changed' ? ', with documents that were changed since' : ''}`,
    pipeline === null ? null : pipelineWords(pipeline),
  ].filter(part => part !== null)
  return parts.length === 0 ? null : parts.join('; ')
}

function pipelineWords({ system, run, url, startedBy, approver, pullRequest }: PipelineOrigin): string {
  const parts = [
    `run ${run}`,
    pullRequest === null ? null : `pull request ${pullRequest}`,
    startedBy === null ? null : `started by ${startedBy}`,
    approver === null ? null : `approved by ${approver}`,
    url,
  ].filter(part => part !== null)
  return `${system} claims: ${parts.join(', ')}`
}
