import { Trouble } from '../engine/trouble.ts'

/** A word of the command line that names nothing: the command is declined (exit 3), because nothing was looked at. */
export class UnmatchedScope extends Trouble {}
