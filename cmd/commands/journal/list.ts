import { jsonText } from '../../../engine/json-text.ts'
import { complain, guarded, reportOptions, tell } from '../../answer.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { FormatOf } from '../../formats.ts'
import type { GlobalOptions } from '../../program/global-options.ts'
import { journalListText } from '../../report/journal-text.ts'
import type { Run } from '../../shell.ts'
import { journalOf } from '../../workspace/journal-store.ts'
import { openWorkspace } from '../../workspace/read-workspace.ts'
import { placeOf } from '../../workspace/store/journal-place.ts'
import { trackedIn } from '../../workspace/tracked-state.ts'

export const run: Run<
  GlobalOptions & { readonly format: FormatOf<'journal list'>; readonly runPrograms: boolean }
> = ({ shell, options }) =>
  guarded(shell, options.format, async () => {
    const opened = await openWorkspace(options.directory, shell)
    if (opened.workspace === null)
      return complain(shell, opened.diagnostics, { format: options.format, sources: opened.sources })
    tell(shell, trackedIn(opened), opened.sources)
    const applies = await journalOf(
      opened.workspace.desired.workspace,
      placeOf(opened.root, shell, options.runPrograms ? 'run' : 'refused'),
    ).list()
    shell.streams.out(
      options.format === 'json'
        ? jsonText({ format: 1, applies })
        : journalListText(applies, reportOptions(shell)),
    )
    return exitCodes.done
  })
