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
import { wholeCommands } from '../follow-up.ts'
import type { FormatOf, Writers } from '../formats.ts'
import { driftMarkdown, driftText } from '../report/drift-text.ts'
import { driftHtml } from '../report/pages/drift-html.ts'
import type { Reading } from '../report/pages/reading.ts'
import type { Run } from '../shell.ts'
import { type ScopeOptions, scopeOf, width } from '../workspace/planning.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Answer {
  readonly report: DriftReport
  readonly read: Reading
}

const writers: Writers<'drift', Answer> = {
  text: ({ report }, options) => driftText(report, options),
  json: ({ report }) => jsonText(report),
  markdown: ({ report }) => driftMarkdown(report),
  html: ({ report, read }) => driftHtml(report, read),
}

/** Live against declared; exit 2 when something drifted. Reads only. */
export const run: Run<ScopeOptions & { readonly format: FormatOf<'drift'> }> = ({ shell, options }) =>
  withWorkspace(
    shell,
    options,
    async ({ loaded: { desired }, tenants: { reader, clock, graph, madeIn }, progress }) => {
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
      const read = { at: actual.readAt, madeIn }
      const answer = { report: wholeCommands(report, shell.followUp), read }
      shell.streams.out(writers[options.format](answer, reportOptions(shell)))
      return report.lines.length + (report.admin?.length ?? 0) > 0 ? exitCodes.pending : exitCodes.done
    },
  )
