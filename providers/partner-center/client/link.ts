/** Links of the service: with `/v1`, without it, or absolute (Q2, Q33). A foreign host is never followed: the token would go along. */
export function resolveLink(uri: string, apiRoot: string): string | null {
  const root = new URL(apiRoot)
  let absolute: URL
  try {
    const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(uri) || uri.startsWith('//')
    absolute = isAbsolute ? new URL(uri, root) : new URL(withVersion(uri), root)
  } catch {
    return null
  }
  return absolute.origin === root.origin ? absolute.href : null
}

function withVersion(uri: string): string {
  const path = uri.startsWith('/') ? uri : `/${uri}`
  return /^\/v\d+(\/|$)/i.test(path) ? path : `/v1${path}`
}
