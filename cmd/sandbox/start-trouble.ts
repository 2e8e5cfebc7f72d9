import { diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'

/** Of a disc, a quota or a limit that takes no more, and of one that takes nothing. */
const fullDisc = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS'])

/** Why a sandbox did not start, in our words; whatever else it is goes up as it came. */
export function startTrouble(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (error.name === 'StateInUse')
    return new Trouble(diagnose(codes.STATE_IN_USE, { detail: `${error.message}.` }))
  if (error.name === 'OtherStateFormat')
    return new Trouble(diagnose(codes.STATE_OF_ANOTHER_VERSION, { detail: `${error.message}.` }))
  if (error.name === 'WorldRefused')
    return new Trouble(diagnose(codes.WORLD_REFUSED, { detail: error.message }))
  if ('code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES'))
    return new Trouble(diagnose(codes.PORT_TAKEN, { detail: `${error.message}.` }))
  if ('code' in error && typeof error.code === 'string' && fullDisc.has(error.code))
    return new Trouble(diagnose(codes.NOT_WRITTEN, { detail: `The state of the sandbox: ${error.code}.` }))
  return error
}
