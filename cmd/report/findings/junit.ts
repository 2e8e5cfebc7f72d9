/**
 * Findings as JUnit XML, as Azure DevOps, GitLab and Jenkins show test results: a case for each document and each policy rule that was looked
 * at, failed by its errors. Warnings and notes fail nothing; they stand in the output of their case.
 */
import { printable, printableLines } from '../printable.ts'
import { type Findings, type Found, messageOf } from './findings.ts'

interface Case {
  readonly suite: string
  readonly name: string
  readonly errors: readonly Found[]
  readonly others: readonly Found[]
}

const documents = 'documents'

export function junitText(report: Findings): string {
  const cases = casesOf(report)
  const failures = cases.filter(one => one.errors.length > 0).length
  const counts = `tests="${cases.length}" failures="${failures}" errors="0"`
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tenantform" ${counts}>`,
    `  <testsuite name="tenantform ${report.command}${xml(printable(place(report)))}" ${counts} skipped="0" timestamp="${report.at.slice(0, 19)}" time="0">`,
    ...cases.flatMap(one => caseLines(one, place(report))),
    '  </testsuite>',
    '</testsuites>',
  ]
  return `${lines.join('\n')}\n`
}

function casesOf({ command, prefix, checked, findings }: Findings): readonly Case[] {
  const nameOf = ({ rule, at }: Found) =>
    rule !== undefined ? `rule ${rule}` : at === undefined ? '' : at.file
  const byName = new Map<string, Found[]>()
  for (const found of findings) byName.set(nameOf(found), [...(byName.get(nameOf(found)) ?? []), found])
  const known = checked.map(({ kind, name }) => ({
    key: kind === 'rule' ? `rule ${name}` : name,
    suite: kind === 'rule' ? 'policy rules' : documents,
    name: kind === 'rule' ? name : `${prefix}${name}`,
  }))
  const keys = new Set(known.map(one => one.key))
  const rest = [...byName.keys()].filter(key => !keys.has(key)).sort()
  return [
    ...known,
    ...rest.map(key => ({ key, suite: command, name: key === '' ? 'without a place' : key })),
  ].map(({ key, suite, name }) => {
    const found = byName.get(key) ?? []
    return {
      suite,
      name,
      errors: found.filter(one => one.severity === 'error'),
      others: found.filter(one => one.severity !== 'error'),
    }
  })
}

/** Of a workspace that is not the whole repository: another one of it has rules of the same names. Documents have their paths. */
function place({ prefix }: Findings): string {
  return prefix === '' ? '' : ` ${prefix.slice(0, -1)}`
}

function caseLines({ suite, name, errors, others }: Case, of: string): readonly string[] {
  const head = `    <testcase classname="${xml(`${suite}${suite === documents ? '' : printable(of)}`)}" name="${xml(printable(name))}" time="0"`
  const [first] = errors
  if (first === undefined && others.length === 0) return [`${head}/>`]
  return [
    `${head}>`,
    ...(first === undefined
      ? []
      : [
          `      <failure type="${xml(first.code)}" message="${xml(first.summary)}">${xml(errors.map(told).join('\n'))}</failure>`,
        ]),
    ...(others.length === 0 ? [] : [`      <system-out>${xml(others.map(told).join('\n'))}</system-out>`]),
    '    </testcase>',
  ]
}

function told(found: Found): string {
  const place =
    found.at === undefined ? '' : `${printable(found.at.file)}:${found.at.line}:${found.at.column}: `
  return `${place}${found.severity}: ${messageOf(found)} [${found.code}]`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML 1.0 has no control characters, no lone surrogates and no U+FFFE or U+FFFF. */
function xml(text: string): string {
  return (
    printableLines(text)
      .replaceAll(/[\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD')
      .replaceAll(/[&<>"']/g, character => entities[character] ?? character)
      // A command to the agent of Azure DevOps wherever it stands in a log; the same text to who reads XML.
      .replaceAll(/##(vso)?\[/g, '##$1&#91;')
  )
}
