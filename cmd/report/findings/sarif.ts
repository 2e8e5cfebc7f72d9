/** Findings as SARIF 2.1.0 (OASIS, 2020-03), as code scanning of GitHub and Azure DevOps reads it. */
import type { SourceRange } from '../../../engine/diagnostic.ts'
import { jsonText } from '../../../engine/json-text.ts'
import { digestOf } from '../../../engine/plan/digest.ts'
import { printable } from '../printable.ts'
import { type Findings, identities, messageOf } from './findings.ts'

const schema = 'https://json.schemastore.org/sarif-2.1.0.json'
const levels = { error: 'error', warning: 'warning', note: 'note' } as const

export function sarifText({ version, prefix, findings, command }: Findings): string {
  const rules = new Map(findings.map(found => [found.code, found.summary]))
  const ids = [...rules.keys()].sort()
  const names = identities({ prefix, findings }, digestOf)
  const place = ({ file, line, column, endLine, endColumn }: SourceRange) => ({
    physicalLocation: {
      artifactLocation: {
        uri: wellFormed(`${prefix}${file}`).split('/').map(encodeURIComponent).join('/'),
        uriBaseId: '%SRCROOT%',
      },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  })
  const log = {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'tenantform',
            semanticVersion: version,
            rules: ids.map(id => ({ id, shortDescription: { text: rules.get(id) ?? id } })),
          },
        },
        automationDetails: { id: `tenantform/${command}/${prefix}` },
        columnKind: 'utf16CodeUnits',
        results: findings.map((found, at) => ({
          ruleId: found.code,
          ruleIndex: ids.indexOf(found.code),
          level: levels[found.severity],
          message: { text: messageOf(found) },
          ...(found.at !== undefined && { locations: [place(found.at)] }),
          ...(found.related !== undefined &&
            found.related.length > 0 && {
              relatedLocations: found.related.map((other, id) => ({
                id,
                ...place(other.at),
                message: { text: printable(other.note) },
              })),
            }),
          partialFingerprints: { 'tenantform/v1': names[at] },
        })),
      },
    ],
  }
  return jsonText(log)
}

/** Half a surrogate pair has no bytes, and so no escape in an address. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString()
}
