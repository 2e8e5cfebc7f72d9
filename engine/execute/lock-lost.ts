import { diagnose } from '../diagnostic.ts'
import type { ActionId } from '../model/ids.ts'
import { Trouble } from '../trouble.ts'
import { codes } from './codes.ts'

/** What ends a run whose locks or lease are not its own any more. */
export function lockLost(action: ActionId): Trouble {
  return new Trouble(diagnose(codes.LOCK_LOST, { detail: `${action} and everything after it was not sent.` }))
}
