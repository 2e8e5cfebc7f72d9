import { by } from '../../engine/compare.ts'
import { type DoctorPartner, doctorReport, examined } from '../../engine/doctor/report.ts'
import { jsonText } from '../../engine/json-text.ts'
import { type Format, reportOptions } from '../answer.ts'
import { exitCodes } from '../exit-codes.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { doctorMarkdown, doctorText } from '../report/doctor-text.ts'
import type { Run } from '../shell.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

/** Credentials, permissions, clocks, hosts: what would stop a run, before one. Exit 1 when something has to be fixed. */
export const run: Run<TenantOptions & { readonly format: Format }> = ({ shell, options }) =>
  withWorkspace(shell, options, async ({ loaded: { desired }, tenants }) => {
    const partners: DoctorPartner[] = []
    for (const partner of [...desired.partners].sort(by(entry => entry.name)))
      partners.push(examined(partner, desired, await tenants.examine(partner.name)))
    const report = doctorReport(tenants.clock.now(), partners)
    if (options.format === 'json') shell.streams.out(jsonText(report))
    else
      shell.streams.out(
        options.format === 'markdown'
          ? doctorMarkdown(report)
          : doctorText(report, reportOptions(shell, options.color)),
      )
    return report.problems > 0 ? exitCodes.failed : exitCodes.done
  })
