import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../shell.ts'

export const run: Run = async ({ shell }) => {
  shell.streams.out(`tenantform ${shell.version}\n`)
  return exitCodes.done
}
