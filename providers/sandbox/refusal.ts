/** A refusal of the service: thrown by handlers, answered in the service's error body (api.md 18.1). */
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

/** The standard shape; `code` is text. */
export function refuse(status: number, code: number, description: string): Refusal {
  return new Refusal(status, code, {
    body: { code: String(code), description, data: [], source: 'PartnerFD' },
  })
}

/** Agreements and validation status: numeric code, more members, no `source`. */
export function refuseExtended(
  status: number,
  code: number,
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

/** The gateway's throttling: no `code`, and seconds to wait. */
export function throttled(seconds: number | string): Refusal {
  return new Refusal(429, 429, {
    body: { statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` },
    headers: { 'Retry-After': String(seconds) },
  })
}

/** A stale ETag: 400/2055, or the framework's bare 412 (api.md 4.4). */
export function stale(isBare: boolean): Refusal {
  return isBare
    ? new Refusal(412, 412, { body: { message: 'Precondition Failed' } })
    : refuse(400, 2055, 'The ETag is out of date.')
}

export const noRelationship = () =>
  refuse(403, 20002, 'The partner does not have a commerce relationship with the customer.')
