/** The market of a catalogue call: the customer's own, or the country asked for, which the partner must serve. */
import { type Call, customerOf, needQuery } from '../call.ts'
import { refuse } from '../refusal.ts'

export function marketOf(call: Call): string {
  if (call.params['customer'] !== undefined) return customerOf(call).country
  const country = needQuery(call, 'country').toUpperCase()
  if (!call.caller.partner.markets.includes(country))
    throw refuse(403, 2030, `The partner is not onboarded for ${country}.`)
  return country
}

/** `/v1/customers/{id}` before a path that exists for one customer too. */
export function prefixOf(call: Call): string {
  return call.params['customer'] === undefined ? '' : `/customers/${customerOf(call).tenantId}`
}
