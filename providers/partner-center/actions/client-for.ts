/** The client of a partner that may write, or why there is none. */
import type { Diagnostic } from '../../../engine/diagnostic.ts'
import type { PartnerName } from '../../../engine/model/ids.ts'
import type { WriteClient } from '../client/client.ts'
import { type ClientOf, unknownPartner } from '../reader.ts'

export type Found =
  | { readonly ok: true; readonly value: WriteClient }
  | { readonly ok: false; readonly because: Diagnostic }

export function clientFor(clientOf: ClientOf<WriteClient>, partner: PartnerName): Found {
  const client = clientOf(partner)
  return client === null ? { ok: false, because: unknownPartner(partner) } : { ok: true, value: client }
}
