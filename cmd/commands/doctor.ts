import { by } from '../../engine/compare.ts'
import { type DoctorPartner, type DoctorReport, doctorReport, examined } from '../../engine/doctor/report.ts'
import { jsonText } from '../../engine/json-text.ts'
import { reportOptions } from '../answer.ts'
import { exitCodes } from '../exit-codes.ts'
import type { FormatOf, Writers } from '../formats.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { doctorMarkdown, doctorText } from '../report/doctor-text.ts'
import type { Run } from '../shell.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

const writers: Writers<'doctor', DoctorReport> = {
  text: doctorText,
  json: report => jsonText(report),
  markdown: doctorMarkdown,
}

/** Credentials, permissions, clocks, hosts: what would stop a run, before one. Exit 1 when something has to be fixed. */
export const run: Run<TenantOptions & { readonly format: FormatOf<'doctor'> }> = ({ shell, options }) =>
  withWorkspace(shell, options, async ({ loaded: { desired }, tenants }) => {
    const partners: DoctorPartner[] = []
    for (const partner of [...desired.partners].sort(by(entry => entry.name)))
      partners.push(examined(partner, desired, await tenants.examine(partner.name)))
    const report = doctorReport(tenants.clock.now(), partners)
    shell.streams.out(writers[options.format](report, reportOptions(shell, options.color)))
    return report.problems > 0 ? exitCodes.failed : exitCodes.done
  })
