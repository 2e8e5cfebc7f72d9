import { hostname, userInfo } from 'node:os'

/** Who runs this, for locks and journals: the CI system's actor where there is one. */
export function operatorOf(env: Readonly<Record<string, string | undefined>>): string {
  const actor = env['GITHUB_ACTOR'] ?? env['BUILD_REQUESTEDFOR'] ?? env['GITLAB_USER_LOGIN']
  return `${actor ?? nameOfUser()}@${hostname()}`
}

function nameOfUser(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}
