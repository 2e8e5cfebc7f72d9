import { describe, expect, it } from 'vitest'
import { baseOf, pipelineOf } from '../../../cmd/pipeline/claims.ts'

const github = {
  GITHUB_ACTIONS: 'true',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_REPOSITORY: 'partner/tenants',
  GITHUB_ACTOR: 'anna',
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_BASE_REF: 'main',
}

describe('what a pipeline claims', () => {
  it('is nothing outside of one', () => {
    expect(pipelineOf({ CI: 'true', TENANTFORM_APPROVER: 'anna' })).toBeNull()
    expect(baseOf({})).toBeNull()
  })

  it('reads the variables of GitHub Actions', () => {
    expect(pipelineOf({ ...github, TENANTFORM_APPROVER: 'bruno' })).toEqual({
      system: 'GitHub Actions',
      run: '42, attempt 2',
      url: 'https://github.com/partner/tenants/actions/runs/42',
      startedBy: 'anna',
      approver: 'bruno',
      pullRequest: '7',
    })
    expect(baseOf(github)).toBe('refs/remotes/origin/main')
    expect(baseOf({ GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/heads/main', GITHUB_BASE_REF: '' })).toBe(
      'refs/remotes/origin/main',
    )
  })

  it('reads the variables of Azure DevOps', () => {
    const azure = {
      TF_BUILD: 'True',
      BUILD_BUILDID: '99',
      BUILD_BUILDNUMBER: '20261207.1',
      SYSTEM_COLLECTIONURI: 'https://dev.azure.com/partner/',
      SYSTEM_TEAMPROJECT: 'csp tenants',
      BUILD_REQUESTEDFOR: 'Anna Rossi',
      SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
      BUILD_SOURCEBRANCH: 'refs/pull/7/merge',
    }
    expect(pipelineOf(azure)).toEqual({
      system: 'Azure DevOps',
      run: '20261207.1',
      url: 'https://dev.azure.com/partner/csp%20tenants/_build/results?buildId=99',
      startedBy: 'Anna Rossi',
      approver: null,
      pullRequest: '7',
    })
    expect(baseOf(azure)).toBe('refs/remotes/origin/main')
    expect(baseOf({ TF_BUILD: 'True', BUILD_SOURCEBRANCH: 'refs/tags/v1' })).toBeNull()
  })

  it('reads the variables of GitLab', () => {
    const gitlab = {
      GITLAB_CI: 'true',
      CI_PIPELINE_ID: '1001',
      CI_JOB_URL: 'https://gitlab.example/partner/tenants/-/jobs/5',
      GITLAB_USER_LOGIN: 'anna',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    }
    expect(pipelineOf(gitlab)).toEqual({
      system: 'GitLab',
      run: '1001',
      url: 'https://gitlab.example/partner/tenants/-/jobs/5',
      startedBy: 'anna',
      approver: null,
      pullRequest: '7',
    })
    expect(baseOf(gitlab)).toBe('refs/remotes/origin/main')
  })

  it('keeps what a variable holds short and harmless', () => {
    const claimed = pipelineOf({ ...github, GITHUB_ACTOR: `a\u001b[31m\n::error::x${'y'.repeat(400)}` })
    expect({ length: claimed?.startedBy?.length, start: claimed?.startedBy?.slice(0, 15) }).toEqual({
      length: 300,
      start: 'a\uFFFD[31m\uFFFD::error:',
    })
  })
})
