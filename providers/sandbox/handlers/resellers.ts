/** Whether ids may stand as partner on record (8); reads only. */
import type { WireResellerAnswer } from '../../partner-center/wire/reseller.ts'
import { asFields, onlyFields, optionalList } from '../body-reader.ts'
import { type Answer, type Call, ok, type Route } from '../call.ts'
import { checkReseller } from '../market/resellers.ts'
import { refuse } from '../refusal.ts'

function validate(call: Call): Answer {
  const body = asFields(call.body, 'The body')
  onlyFields(body, ['partnerIds'], 'The body')
  const ids = optionalList(body, 'partnerIds')
  if (ids.length === 0 || !ids.every(id => typeof id === 'string' && id !== ''))
    throw refuse(400, 800002, 'partnerIds must be a list of texts.')
  const answer: WireResellerAnswer = {
    validationResults: ids.map(id => {
      const partnerId = String(id)
      const refusal = checkReseller(call.caller.partner, partnerId)
      return {
        partnerId,
        isValidPartnerIdOnRecord: refusal === null,
        ...(refusal !== null && { errorCode: '900400', errorDescription: refusal.description }),
      }
    }),
  }
  return ok(answer)
}

export const resellerRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/partners/validateresellers',
    family: 'other',
    roles: ['adminAgent'],
    handle: validate,
  },
]
