/**
 * Who lets a command write into the documents of a workspace. They are kept in git and tell of the accounts, so a rehearsal or a snapshot
 * writes into them only where the call says so in a word of its own (T29).
 */
import type { MadeIn } from '../../engine/model/made-in.ts'

declare const given: unique symbol
/** Whoever writes documents has it from here. */
export interface LeaveToWrite {
  readonly [given]: true
}

const leave = {} as LeaveToWrite

/** `import` says by its name that documents are to be written. */
export const leaveToImport: LeaveToWrite = leave

/** `asked`: by an option, false where one forbids it; undefined: nothing was said. null: documents stay as they are. */
export function leaveToWrite(madeIn: MadeIn, asked: boolean | undefined): LeaveToWrite | null {
  return (asked ?? madeIn.kind === 'accounts') ? leave : null
}
