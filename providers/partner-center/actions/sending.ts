/** Clients that remember whether a write of theirs was carried out, or may have been. */
import type { PartnerName } from '../../../engine/model/ids.ts'
import type { WriteClient } from '../client/client.ts'
import { isFailure } from '../client/errors/failure.ts'
import type { ClientOf } from '../reader.ts'

export interface Sending {
  readonly clientOf: ClientOf<WriteClient>
  hasSent(): boolean
}

export function sendingOf(clientOf: ClientOf<WriteClient>): Sending {
  let hasSent = false
  const counted = (client: WriteClient): WriteClient => ({
    ...client,
    async write(...asked) {
      try {
        const answer = await client.write(...asked)
        hasSent = true
        return answer
      } catch (error) {
        hasSent ||= !(isFailure(error) && error.error.settles)
        throw error
      }
    },
  })
  return {
    clientOf(partner: PartnerName) {
      const client = clientOf(partner)
      return client === null ? null : counted(client)
    },
    hasSent: () => hasSent,
  }
}
