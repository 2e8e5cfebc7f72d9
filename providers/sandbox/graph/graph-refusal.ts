/** Refusals of Graph: `{"error":{"code","message","innerError"}}`. The words of codes are inferred where no page tells them. */
import { Refusal } from '../refusal.ts'

/** By HTTP status; `conflict` and `unexpectedError` were seen in the field. */
const codes = {
  400: 'badRequest',
  401: 'InvalidAuthenticationToken',
  403: 'accessDenied',
  404: 'ResourceNotFound',
  405: 'methodNotAllowed',
  409: 'conflict',
  412: 'preconditionFailed',
  428: 'preconditionRequired',
  429: 'TooManyRequests',
  500: 'unexpectedError',
  501: 'notImplemented',
} as const

export type GraphStatus = keyof typeof codes

export function refuseGraph(status: GraphStatus, message: string): Refusal {
  return graphRefusal(status, codes[status], message)
}

/** Of any status, for scripted faults too. */
export function graphRefusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal(status, status, { body: { error: { code, message } }, headers })
}

export function codeOfStatus(status: number): string {
  return (codes as Readonly<Record<number, string>>)[status] ?? 'unknownError'
}
