/** ETags of relationships and assignments: GET and LIST give them, PATCH and DELETE need them, POST never does (G2). */
import type { GraphCall } from './graph-call.ts'
import { refuseGraph } from './graph-refusal.ts'

export function graphEtag(row: { readonly id: string; readonly version: number }): string {
  return `W/"${Buffer.from(`'"${row.id.slice(0, 8)}-${row.version}"'`).toString('base64')}"`
}

/** Without one 428, with another one 412. */
export function checkIfMatch(call: GraphCall, row: { readonly id: string; readonly version: number }): void {
  const given = call.headers.get('if-match')
  if (given === null || given === '') throw refuseGraph(428, 'If-Match is required.')
  if (given !== graphEtag(row)) throw refuseGraph(412, 'The etag does not match.')
}
