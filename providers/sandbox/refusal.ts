import type { CodeOf, ErrorStatus } from './error-codes.ts'

/** A refusal of the service: thrown by handlers, answered in the service's error body (facts 18.1). */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  constructor(
    status: number,
    code: number,
    shape: { readonly body: unknown; readonly headers?: Readonly<Record<string, string>> },
  ) {
    super(`refused with ${status}/${code}`)
    this.status = status
    this.code = code
    this.body = shape.body
    this.headers = shape.headers ?? {}
  }

  /** The words of the standard body. */
  get description(): string {
    const { body } = this
    return typeof body === 'object' && body !== null && 'description' in body
      ? String(body.description)
      : this.message
  }
}

/** The standard shape; `code` is text. Only pairs of status and code that the service has. */
export function refuse<Status extends ErrorStatus>(
  status: Status,
  code: CodeOf<Status>,
  description: string,
): Refusal {
  return scriptedRefusal(status, code, description)
}

/** The same for a pair that a fault tells, whatever it is. */
export function scriptedRefusal(status: number, code: number, description: string): Refusal {
  return new Refusal(status, code, {
    body: { code: String(code), description, data: [], source: 'PartnerFD' },
  })
}

/** Agreements and validation status: numeric code, more members, no `source`. */
export function refuseExtended<Status extends ErrorStatus>(
  status: Status,
  code: CodeOf<Status>,
  errorName: string,
  description: string,
): Refusal {
  return new Refusal(status, code, {
    body: {
      code,
      description,
      message: description,
      errorName,
      isRetryable: false,
      parameters: {},
      errorMessageExtended: `InternalErrorCode=${code}`,
    },
  })
}

/** The framework's own validation: no code. */
export function refuseRequest(): Refusal {
  return new Refusal(400, 400, { body: { message: 'The request is invalid.' } })
}

/** A conflict that has no code of its own. */
export function conflict(message: string): Refusal {
  return new Refusal(409, 409, { body: { message } })
}

/** The framework's answer to a method that a path does not take. */
export function wrongMethod(method: string): Refusal {
  return new Refusal(405, 405, {
    body: { message: `The requested resource does not support http method '${method}'.` },
  })
}

/** Nothing is there: the plain text of a front end, no body of the service. */
export function nothingThere(what: string): Refusal {
  return new Refusal(404, 404, { body: `There is no ${what}.`, headers: { 'Content-Type': 'text/plain' } })
}

/** The service has it, and nothing else has a code of its own for that. */
export function notBuilt(what: string): Refusal {
  return refuse(501, 0, `${what} is not part of this sandbox.`)
}

/** The gateway's throttling: no `code`, and seconds to wait. */
export function throttled(seconds: number | string): Refusal {
  return new Refusal(429, 429, {
    body: { statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` },
    headers: { 'Retry-After': String(seconds) },
  })
}

/** A stale ETag: 400/2055, or the framework's bare 412 (facts 4.4). */
export function stale(isBare: boolean): Refusal {
  return isBare
    ? new Refusal(412, 412, { body: { message: 'Precondition Failed' } })
    : refuse(400, 2055, 'The ETag is out of date.')
}

export const noRelationship = () =>
  refuse(403, 20002, 'The partner does not have a commerce relationship with the customer.')
