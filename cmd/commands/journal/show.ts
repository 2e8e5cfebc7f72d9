import { diagnose } from '../../../engine/diagnostic.ts'
import { codes as applyCodes } from '../../../engine/execute/codes.ts'
import { jsonText } from '../../../engine/json-text.ts'
import { complain, guarded, reportOptions, tell } from '../../answer.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { FormatOf } from '../../formats.ts'
import type { GlobalOptions } from '../../program/global-options.ts'
import { journalText } from '../../report/journal-text.ts'
import type { Run } from '../../shell.ts'
import { journalOf } from '../../workspace/journal-store.ts'
import { openWorkspace } from '../../workspace/read-workspace.ts'
import { placeOf } from '../../workspace/store/journal-place.ts'
import { trackedIn } from '../../workspace/tracked-state.ts'

export const run: Run<
  GlobalOptions & { readonly format: FormatOf<'journal show'>; readonly runPrograms: boolean }
> = ({ shell, args, options }) =>
  guarded(shell, options.format, async () => {
    const opened = await openWorkspace(options.directory, shell)
    if (opened.workspace === null)
      return complain(shell, opened.diagnostics, { format: options.format, sources: opened.sources })
    tell(shell, trackedIn(opened), opened.sources)
    const store = journalOf(
      opened.workspace.desired.workspace,
      placeOf(opened.root, shell, options.runPrograms ? 'run' : 'refused'),
    )
    const applies = args[0] === undefined ? await store.list() : []
    // The newest that can be read; one that cannot be is told beside it.
    const apply = args[0] ?? applies.findLast(entry => entry.damaged === undefined)?.apply
    tell(
      shell,
      applies.flatMap(({ damaged }) =>
        damaged === undefined ? [] : [{ ...damaged, severity: 'warning' as const }],
      ),
    )
    const entries = apply === undefined ? [] : await store.read(apply)
    if (entries.length === 0)
      return complain(
        shell,
        [
          diagnose(applyCodes.NOTHING_TO_RESUME, {
            detail:
              apply === undefined ? 'This workspace has no journal.' : `There is no journal of ${apply}.`,
          }),
        ],
        { format: options.format },
      )
    shell.streams.out(
      options.format === 'json'
        ? jsonText({ format: 1, entries })
        : journalText(entries, reportOptions(shell)),
    )
    return exitCodes.done
  })
