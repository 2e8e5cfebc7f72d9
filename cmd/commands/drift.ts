import { diagnose } from '../../engine/diagnostic.ts'
import { driftOf, unmatchedIn } from '../../engine/drift/drift.ts'
import { type DriftReport, withWitnesses } from '../../engine/drift/witnesses.ts'
import { jsonText } from '../../engine/json-text.ts'
import { dayOf } from '../../engine/model/ids.ts'
import { codes as planCodes } from '../../engine/plan/codes.ts'
import { notSignedIn } from '../../engine/read/not-signed-in.ts'
import { readActual } from '../../engine/read/read-actual.ts'
import { Trouble } from '../../engine/trouble.ts'
import { complain, reportOptions } from '../answer.ts'
import { exitCodes } from '../exit-codes.ts'
import type { FormatOf, Writers } from '../formats.ts'
import { driftMarkdown, driftText } from '../report/drift-text.ts'
import type { Run } from '../shell.ts'
import { type ScopeOptions, scopeOf, width } from '../workspace/planning.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

const writers: Writers<'drift', DriftReport> = {
  text: driftText,
  json: report => jsonText(report),
  markdown: driftMarkdown,
}

/** Live against declared; exit 2 when something drifted. Reads only. */
export const run: Run<ScopeOptions & { readonly format: FormatOf<'drift'> }> = ({ shell, options }) =>
  withWorkspace(
    shell,
    options,
    async ({ loaded: { desired }, tenants: { reader, clock, graph }, progress }) => {
      const scope = scopeOf(options)
      const actual = await readActual({
        desired,
        scope,
        reader,
        ...(graph !== undefined && { admin: graph.reader }),
        clock,
        progress,
        width,
        details: false,
      })
      const [first, ...others] = notSignedIn(actual)
      if (first !== undefined) throw new Trouble(first, ...others)
      const unmatched = unmatchedIn({ desired, actual, scope })
      if (unmatched.length > 0)
        return complain(
          shell,
          unmatched.map(detail => diagnose(planCodes.UNKNOWN_SCOPE, { detail })),
          { format: options.format, code: exitCodes.declined },
        )
      const drift = driftOf({ desired, actual, scope })
      const report = await withWitnesses(drift, { reader, today: dayOf(clock.now()) })
      shell.streams.out(writers[options.format](report, reportOptions(shell)))
      return report.lines.length + (report.admin?.length ?? 0) > 0 ? exitCodes.pending : exitCodes.done
    },
  )
