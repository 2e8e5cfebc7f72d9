/** The second lock on a client that may only read; the first is its type. A write never reaches the transport. */
import { diagnose } from '../../engine/diagnostic.ts'
import { codes } from './codes.ts'
import type { NotSent, Send, SentOrNot } from './request.ts'

export function refuseWrites<Out extends SentOrNot>(send: Send<Out>): Send<Out | NotSent> {
  return request =>
    request.effect === 'read'
      ? send(request)
      : Promise.resolve({
          kind: 'not sent',
          because: diagnose(codes.READ_ONLY, {
            detail: `${request.call} changes something; it was not sent.`,
            correlationId: request.correlationId,
          }),
        })
}
