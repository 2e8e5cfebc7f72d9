import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { by } from '../../engine/compare.ts'
import { type DoctorPartner, type DoctorReport, doctorReport, examined } from '../../engine/doctor/report.ts'
import { jsonText } from '../../engine/json-text.ts'
import type { DeclaredPartner } from '../../engine/model/desired.ts'
import { type Instant, instant } from '../../engine/model/ids.ts'
import type { MadeIn } from '../../engine/model/made-in.ts'
import { startsPerMinute } from '../../providers/partner-center/index.ts'
import { reportOptions } from '../answer.ts'
import { exitCodes } from '../exit-codes.ts'
import { wholeCommands } from '../follow-up.ts'
import type { FormatOf, Writers } from '../formats.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { doctorMarkdown, doctorText } from '../report/doctor-text.ts'
import { doctorHtml } from '../report/pages/doctor-html.ts'
import type { Run } from '../shell.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Answer {
  readonly report: DoctorReport
  readonly madeIn: MadeIn
}

const writers: Writers<'doctor', Answer> = {
  text: ({ report }, options) => doctorText(report, options),
  json: ({ report }) => jsonText(report),
  markdown: ({ report }) => doctorMarkdown(report),
  html: ({ report, madeIn }) => doctorHtml(report, madeIn),
}

/** Credentials, permissions, clocks, hosts: what would stop a run, before one. Exit 1 when something has to be fixed. */
export const run: Run<TenantOptions & { readonly format: FormatOf<'doctor'> }> = ({ shell, options }) =>
  withWorkspace(shell, options, async ({ workspace: { root }, loaded: { desired }, tenants }) => {
    const partners: DoctorPartner[] = []
    for (const partner of [...desired.partners].sort(by(entry => entry.name))) {
      // Before the sign-in, which renews it. A rehearsal reads no token of the document.
      const tokenStoredAt = (options.sandbox ?? false) === false ? await storedAt(partner, root) : null
      const examination = await tenants.examine(partner.name)
      const { first, most } = startsPerMinute('customer', desired.workspace.requestsPerMinute)
      const budgets = (await tenants.budgets?.()) ?? []
      partners.push(
        examined(partner, desired, examination, {
          tokenStoredAt,
          isRehearsal: (options.sandbox ?? false) !== false,
          now: tenants.clock.now(),
          requestsPerMinute: { first, most },
          budgets: budgets.filter(budget => budget.partner === partner.name),
        }),
      )
    }
    const report = doctorReport(tenants.clock.now(), partners)
    const answer = { report: wholeCommands(report, shell.followUp), madeIn: tenants.madeIn }
    shell.streams.out(writers[options.format](answer, reportOptions(shell)))
    return report.problems > 0 ? exitCodes.failed : exitCodes.done
  })

/** Only a file tells when it was written. */
async function storedAt({ user }: DeclaredPartner, root: string): Promise<Instant | null> {
  if (user?.store?.kind !== 'file') return null
  const found = await stat(resolve(root, user.store.path)).catch(() => null)
  return found === null ? null : instant(found.mtime.toISOString())
}
