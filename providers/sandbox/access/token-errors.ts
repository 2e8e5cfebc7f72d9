/** Refusals of the token endpoint (facts 5): error, AADSTS number, words. */
import { uuidOf } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { type Service, shownTime } from '../service.ts'

export type TokenFailure = (status: number, error: string, number: number, text: string) => Refusal

export function failing(service: Service): TokenFailure {
  return (status, error, number, text) =>
    new Refusal(status, number, {
      body: {
        error,
        error_description: `AADSTS${number}: ${text}`,
        error_codes: [number],
        timestamp: shownTime(service)
          .replace('T', ' ')
          .replace(/\.\d+Z$/, 'Z'),
        trace_id: uuidOf('trace', String(number)),
        correlation_id: uuidOf('correlation', String(number)),
      },
    })
}
