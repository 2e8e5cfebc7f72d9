import { describe, expect, it } from 'vitest'
import { azureAnnotations, githubAnnotations } from '../../../../cmd/report/findings/annotations.ts'
import { codeQualityText } from '../../../../cmd/report/findings/code-quality.ts'
import type { Findings } from '../../../../cmd/report/findings/findings.ts'
import { junitText } from '../../../../cmd/report/findings/junit.ts'
import { sarifText } from '../../../../cmd/report/findings/sarif.ts'
import { instant } from '../../../../engine/model/ids.ts'
import { notCodeQuality, notJunit, notSarif } from '../../../support/published-schemas.ts'

const at = { file: 'customers/rossi & söhne.yaml', line: 7, column: 3, endLine: 7, endColumn: 9 }
const wrong = {
  code: 'DOCUMENT.UNKNOWN_KEY',
  severity: 'error',
  summary: 'a key that no document of this kind has',
  detail: '`seets` "<is>" unknown.',
  remedies: [{ kind: 'edit', what: 'write `seats`' }],
  at,
} as const
const report: Findings = {
  version: '1.2.3',
  command: 'validate',
  at: instant('2026-12-07T06:00:00.000Z'),
  prefix: 'tenants/',
  checked: [
    { kind: 'document', name: at.file },
    { kind: 'document', name: 'partners.yaml' },
  ],
  findings: [
    wrong,
    { ...wrong, at: { ...at, line: 9, endLine: 9 } },
    { ...wrong, code: 'DOCUMENT.IDLE', severity: 'warning', at: { ...at, file: 'partners.yaml' } },
    {
      code: 'PLAN.POLICY',
      severity: 'error',
      summary: 'a policy declines this plan',
      remedies: [],
      rule: 'guards/money-cap',
      related: [{ at, note: 'it is about this' }],
    },
  ],
}

describe('findings for CI systems', () => {
  it('are SARIF by the schema of OASIS', () => {
    const text = sarifText(report)
    expect(notSarif(text)).toEqual([])
    expect(notSarif('{"version":"2.1.0"}')).not.toEqual([])
    const { results, tool } = JSON.parse(text).runs[0]
    expect(tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual([
      'DOCUMENT.IDLE',
      'DOCUMENT.UNKNOWN_KEY',
      'PLAN.POLICY',
    ])
    expect(results[0]).toEqual({
      ruleId: 'DOCUMENT.UNKNOWN_KEY',
      ruleIndex: 1,
      level: 'error',
      message: {
        text: 'a key that no document of this kind has: `seets` "<is>" unknown. → write `seats`',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: {
              uri: 'tenants/customers/rossi%20%26%20s%C3%B6hne.yaml',
              uriBaseId: '%SRCROOT%',
            },
            region: { startLine: 7, startColumn: 3, endLine: 7, endColumn: 9 },
          },
        },
      ],
      partialFingerprints: { 'tenantform/v1': expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    })
  })

  it('keep their fingerprint when lines move, and no two have the same', () => {
    const names = (findings: Findings['findings']): readonly string[] =>
      JSON.parse(codeQualityText({ ...report, findings })).map(
        (issue: { fingerprint: string }) => issue.fingerprint,
      )
    const [first, second] = names([wrong, wrong])
    expect(names([{ ...wrong, at: { ...at, line: 70 } }])).toEqual([first])
    expect(first === second).toBe(false)
  })

  it('are a code quality report as GitLab documents it, of those that have a place', () => {
    const text = codeQualityText(report)
    expect(notCodeQuality(text)).toEqual([])
    expect(notCodeQuality('[{}]')).not.toEqual([])
    expect(
      JSON.parse(text).map((issue: { severity: string; location: object }) => [
        issue.severity,
        issue.location,
      ]),
    ).toEqual([
      ['critical', { path: 'tenants/customers/rossi & söhne.yaml', lines: { begin: 7 } }],
      ['critical', { path: 'tenants/customers/rossi & söhne.yaml', lines: { begin: 9 } }],
      ['minor', { path: 'tenants/partners.yaml', lines: { begin: 7 } }],
    ])
  })

  it('are JUnit by the schema of Jenkins: a case for each document and rule, failed by its errors alone', () => {
    const text = junitText(report)
    expect(notJunit(text)).toEqual([])
    expect(notJunit('<testsuites><testsuite/></testsuites>')).not.toEqual([])
    expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tenantform" tests="3" failures="2" errors="0">
  <testsuite name="tenantform validate tenants" tests="3" failures="2" errors="0" skipped="0" timestamp="2026-12-07T06:00:00" time="0">
    <testcase classname="documents" name="tenants/customers/rossi &amp; söhne.yaml" time="0">
      <failure type="DOCUMENT.UNKNOWN_KEY" message="a key that no document of this kind has">customers/rossi &amp; söhne.yaml:7:3: error: a key that no document of this kind has: \`seets\` &quot;&lt;is&gt;&quot; unknown. → write \`seats\` [DOCUMENT.UNKNOWN_KEY]
customers/rossi &amp; söhne.yaml:9:3: error: a key that no document of this kind has: \`seets\` &quot;&lt;is&gt;&quot; unknown. → write \`seats\` [DOCUMENT.UNKNOWN_KEY]</failure>
    </testcase>
    <testcase classname="documents" name="tenants/partners.yaml" time="0">
      <system-out>partners.yaml:7:3: warning: a key that no document of this kind has: \`seets\` &quot;&lt;is&gt;&quot; unknown. → write \`seats\` [DOCUMENT.IDLE]</system-out>
    </testcase>
    <testcase classname="validate tenants" name="rule guards/money-cap" time="0">
      <failure type="PLAN.POLICY" message="a policy declines this plan">error: a policy declines this plan [PLAN.POLICY]</failure>
    </testcase>
  </testsuite>
</testsuites>
`)
  })

  it('are commands of the runner, in which no document says one of its own', () => {
    const odd = {
      ...wrong,
      detail: 'a\n::set-output name=x::y ##vso[task.setvariable variable=x]y 100%',
      at: { ...at, file: 'a,b:c;d].yaml' },
    }
    const message = 'a key that no document of this kind has: a\ufffd::set-output name=x::y'
    expect(githubAnnotations({ ...report, findings: [odd] })).toBe(
      `::error file=tenants/a%2Cb%3Ac;d].yaml,line=7,endLine=7,col=3,title=DOCUMENT.UNKNOWN_KEY::${message} ##vso[task.setvariable variable=x]y 100%25 → write \`seats\`\n`,
    )
    expect(azureAnnotations({ ...report, findings: [odd] })).toBe(
      `##vso[task.logissue type=error;sourcepath=tenants/a,b:c%3Bd%5D.yaml;linenumber=7;columnnumber=3;code=DOCUMENT.UNKNOWN_KEY;]${message} ##vso\\[task.setvariable variable=x]y 100%AZP25 → write \`seats\`\n`,
    )
    const placeless = { ...report, findings: report.findings.slice(3) }
    expect([githubAnnotations(placeless), azureAnnotations(placeless)]).toEqual([
      '::error title=PLAN.POLICY::a policy declines this plan\n',
      '##vso[task.logissue type=error;code=PLAN.POLICY;]a policy declines this plan\n',
    ])
  })

  it('hold what XML cannot say as replacement characters', () => {
    const odd = { ...wrong, detail: 'a\u0000b\ud800c\uffffd\u001b[31m]]>' }
    const text = junitText({ ...report, findings: [odd] })
    expect(notJunit(text)).toEqual([])
    expect(text).toContain('a\ufffdb\ufffdc\ufffdd\ufffd[31m]]&gt;')
  })
})
