/**
 * What the variables of a pipeline say about its run: GitHub Actions, Azure DevOps, GitLab. Claims: whoever starts the command sets them.
 * (docs.github.com "Variables reference"; learn.microsoft.com "Predefined variables"; docs.gitlab.com "Predefined CI/CD variables"; read 2026-11.)
 */
import type { PipelineOrigin } from '../../engine/model/origin.ts'
import { printable } from '../report/printable.ts'

type Env = Readonly<Record<string, string | undefined>>

/** null: no pipeline that we know. */
export function pipelineOf(env: Env): PipelineOrigin | null {
  const at = claimsIn(env)
  const approver = at('TENANTFORM_APPROVER')
  if (isOn(env['GITHUB_ACTIONS'])) {
    const attempt = at('GITHUB_RUN_ATTEMPT')
    const run = at('GITHUB_RUN_ID')
    const repository = at('GITHUB_REPOSITORY')
    return {
      system: 'GitHub Actions',
      run: `${run ?? 'unknown'}${attempt === null || attempt === '1' ? '' : `, attempt ${attempt}`}`,
      url:
        run === null || repository === null
          ? null
          : `${at('GITHUB_SERVER_URL') ?? 'https://github.com'}/${repository}/actions/runs/${run}`,
      startedBy: at('GITHUB_ACTOR'),
      approver,
      pullRequest: /^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1] ?? null,
    }
  }
  if (isOn(env['TF_BUILD'])) {
    const run = at('BUILD_BUILDID')
    const collection = at('SYSTEM_COLLECTIONURI')
    const project = at('SYSTEM_TEAMPROJECT')
    return {
      system: 'Azure DevOps',
      run: at('BUILD_BUILDNUMBER') ?? run ?? 'unknown',
      url:
        run === null || collection === null || project === null
          ? null
          : `${collection}${encodeURIComponent(project)}/_build/results?buildId=${run}`,
      startedBy: at('BUILD_REQUESTEDFOR'),
      approver,
      pullRequest: at('SYSTEM_PULLREQUEST_PULLREQUESTNUMBER') ?? at('SYSTEM_PULLREQUEST_PULLREQUESTID'),
    }
  }
  if (!isOn(env['GITLAB_CI'])) return null
  return {
    system: 'GitLab',
    run: at('CI_PIPELINE_ID') ?? 'unknown',
    url: at('CI_JOB_URL') ?? at('CI_PIPELINE_URL'),
    startedBy: at('GITLAB_USER_LOGIN'),
    approver,
    pullRequest: at('CI_MERGE_REQUEST_IID'),
  }
}

/**
 * Where the branch of this run is to be merged, or where it comes from, as git knows it here; null: the pipeline does not say, and the
 * branch's own upstream is meant.
 */
export function baseOf(env: Env): string | null {
  const name =
    env['GITHUB_BASE_REF'] ||
    env['SYSTEM_PULLREQUEST_TARGETBRANCH'] ||
    env['CI_MERGE_REQUEST_TARGET_BRANCH_NAME'] ||
    (isOn(env['GITHUB_ACTIONS']) && env['GITHUB_REF']?.startsWith('refs/heads/') && env['GITHUB_REF']) ||
    env['BUILD_SOURCEBRANCH'] ||
    env['CI_COMMIT_BRANCH'] ||
    ''
  const branch = name.replace(/^refs\/heads\//, '')
  return branch === '' || branch.startsWith('refs/') ? null : `refs/remotes/origin/${branch}`
}

const longest = 300

function claimsIn(env: Env) {
  return (name: string): string | null => {
    const value = printable(env[name] ?? '')
      .trim()
      .slice(0, longest)
    return value === '' ? null : value
  }
}

function isOn(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true'
}
