/** The answer of something between the client and the service: nothing of the service is in it unless it is written. */
import type { Fault } from '../faults.ts'

/** A text is sent as it is, anything else as JSON; its kind is HTML or JSON unless the headers say otherwise. */
export function replacedAnswer(fault: Fault): Response {
  const { body, status } = fault
  const text = body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const headers = new Headers()
  if (body !== null)
    headers.set(
      'Content-Type',
      `${typeof body === 'string' ? 'text/html' : 'application/json'}; charset=utf-8`,
    )
  for (const [name, value] of Object.entries(fault.headers)) {
    if (value === null) headers.delete(name)
    else headers.set(name, value)
  }
  const isBare = text === '' || [204, 205, 304].includes(status)
  // Bytes: a text would be given a content type of its own.
  return new Response(isBare ? null : new TextEncoder().encode(text), { status, headers })
}
