import { counted } from '../../engine/plural.ts'
import { complain, guarded, tell } from '../answer.ts'
import { exitCodes } from '../exit-codes.ts'
import { type FindingsOptions, findingsFiles, writeFindings } from '../findings/write-findings.ts'
import type { FormatOf } from '../formats.ts'
import type { GlobalOptions } from '../program/global-options.ts'
import { diagnosticsJson } from '../report/diagnostics.ts'
import type { Run } from '../shell.ts'
import { openWorkspace } from '../workspace/read-workspace.ts'

/** Offline: schemas, references, everything that needs no live facts; all mistakes in one run. */
export const run: Run<GlobalOptions & FindingsOptions & { readonly format: FormatOf<'validate'> }> = ({
  shell,
  options,
}) =>
  guarded(shell, options.format, async () => {
    const files = findingsFiles(options, shell.cwd)
    const {
      root,
      workspace,
      diagnostics: ofDocuments,
      sources,
    } = await openWorkspace(options.directory, shell)
    const ofPrices = workspace?.priceLists.flatMap(list => list.check()) ?? []
    const diagnostics = [...ofDocuments, ...ofPrices]
    const checked = [...sources.keys()].sort().map(name => ({ kind: 'document' as const, name }))
    await writeFindings(files, { command: 'validate', checked, findings: diagnostics }, { shell, root })
    if (workspace === null) return complain(shell, diagnostics, { format: options.format, sources })
    if (options.format === 'json') shell.streams.out(diagnosticsJson(diagnostics))
    else {
      tell(shell, diagnostics, sources)
      const { desired, world } = workspace
      shell.streams.out(
        `Valid: ${counted(desired.partners.length, 'partner')}, ${counted(desired.customers.length, 'customer')}, ${counted(desired.consolidations.length, 'consolidation')}, ${counted(desired.policies.length, 'policy rule')}${world === null ? '' : ', 1 world'}.\n`,
      )
    }
    return exitCodes.done
  })
