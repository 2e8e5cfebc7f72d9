/** Everything that goes wrong with one request, as the sandbox is told of it: each with how often, and with what it is known to spoil. */

const html = { 'content-type': 'text/html' } as const
const json = { 'content-type': 'application/json' } as const

export const faults: readonly {
  readonly do: string
  readonly times: number
  readonly [more: string]: unknown
}[] = [
  { do: 'drop-before-commit', times: 1 },
  { do: 'drop-after-commit', times: 1 },
  { do: 'reset-before-commit', times: 1 },
  { do: 'reset-after-commit', times: 1 },
  { do: 'delay', times: 1, ms: 200_000 },
  { do: 'slow-body', times: 1, ms: 30_000 },
  { do: 'throttle', times: 6, retryAfter: 30 },
  { do: 'status', times: 2, status: 503 },
  { do: 'status', times: 1, status: 500 },
  { do: 'status', times: 1, status: 401 },
  { do: 'garble', times: 1 },
  { do: 'truncate', times: 1 },
  { do: 'cut-body', times: 1 },
  { do: 'skew', times: 3, skew: '-PT26H' },
  { do: 'replace-after-commit', times: 1, status: 403, headers: html, body: '<h1>Forbidden</h1>' },
  {
    do: 'replace-after-commit',
    times: 3,
    status: 302,
    headers: { ...html, location: '/login' },
    body: 'moved',
  },
  { do: 'replace-after-commit', times: 1, status: 200, headers: json, body: '{"ok":true}' },
  { do: 'replace-after-commit', times: 2, status: 404, headers: json, body: '{"error":{"code":"NotFound"}}' },
  { do: 'replace-before-commit', times: 1, status: 410, headers: html, body: '' },
]
