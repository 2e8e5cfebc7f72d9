/**
 * Findings as a GitLab code quality report: a list of issues, each with description, check_name, fingerprint, severity, location.path and
 * location.lines.begin (docs.gitlab.com/ci/testing/code_quality, "Code quality report format", read 2026-11). What has no place in a file is
 * left out: GitLab shows nothing without one.
 */
import { jsonText } from '../../../engine/json-text.ts'
import { digestOf } from '../../../engine/plan/digest.ts'
import { type Findings, identities, messageOf } from './findings.ts'

const severities = { error: 'critical', warning: 'minor', note: 'info' } as const

export function codeQualityText({ prefix, findings }: Findings): string {
  const names = identities({ prefix, findings }, digestOf)
  const issues = findings.flatMap((found, position) =>
    found.at === undefined
      ? []
      : [
          {
            description: messageOf(found),
            check_name: found.code,
            fingerprint: names[position]?.replace('sha256:', ''),
            severity: severities[found.severity],
            location: { path: `${prefix}${found.at.file}`, lines: { begin: found.at.line } },
          },
        ],
  )
  return jsonText(issues)
}
