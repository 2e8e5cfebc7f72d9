/** A refusal of the service: thrown by handlers, answered in the standard error body (api.md 18.1). */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`refused with ${status}`)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

export function refuse(status: number, code: string | number, description: string): Refusal {
  return new Refusal(status, { code: String(code), description, data: [], source: 'PartnerFD' })
}

export const noRelationship = () =>
  refuse(403, 20002, 'The partner does not have a commerce relationship with the customer.')
export const framework = (message: string) => new Refusal(400, { message })
