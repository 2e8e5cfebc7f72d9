import { resolve } from 'node:path'
import { diagnose } from '../../../engine/diagnostic.ts'
import { codes as applyCodes } from '../../../engine/execute/codes.ts'
import { encodeRecord } from '../../../providers/journal/records.ts'
import { complain, guarded } from '../../answer.ts'
import { exitCodes } from '../../exit-codes.ts'
import { writeOutput } from '../../files/write-output.ts'
import type { GlobalOptions } from '../../program/global-options.ts'
import type { Run } from '../../shell.ts'
import { journalOf } from '../../workspace/journal-store.ts'
import { openWorkspace } from '../../workspace/read-workspace.ts'
import { placeOf } from '../../workspace/store/journal-place.ts'

interface Options extends GlobalOptions {
  readonly out?: string
  readonly runPrograms: boolean
}

/** One apply in the form of a journal file, whatever store keeps it: to be kept elsewhere, or read by a workspace with the file store. */
export const run: Run<Options> = ({ shell, args, options }) =>
  guarded(shell, 'text', async () => {
    const opened = await openWorkspace(options.directory, shell)
    if (opened.workspace === null) return complain(shell, opened.diagnostics, { sources: opened.sources })
    const store = journalOf(
      opened.workspace.desired.workspace,
      placeOf(opened.root, shell, options.runPrograms ? 'run' : 'refused'),
    )
    const apply = args[0] ?? (await store.list()).findLast(entry => entry.damaged === undefined)?.apply
    const entries = apply === undefined ? [] : await store.read(apply)
    if (entries.length === 0) {
      const detail =
        apply === undefined ? 'This workspace has no journal.' : `There is no journal of ${apply}.`
      return complain(shell, [diagnose(applyCodes.NOTHING_TO_RESUME, { detail })])
    }
    const text = entries.map(encodeRecord).join('')
    if (options.out === undefined) shell.streams.out(text)
    else await writeOutput(resolve(shell.cwd, options.out), text)
    return exitCodes.done
  })
