/** A name of other people's making in a finding, read as GitHub's, Azure DevOps' and GitLab's own programs read the file. */
import { XmlDocument, XmlElement } from 'libxml2-wasm'
import { expect, it } from 'vitest'
import { azureAnnotations, githubAnnotations } from '../../cmd/report/findings/annotations.ts'
import { codeQualityText } from '../../cmd/report/findings/code-quality.ts'
import type { Findings } from '../../cmd/report/findings/findings.ts'
import { junitText } from '../../cmd/report/findings/junit.ts'
import { sarifText } from '../../cmd/report/findings/sarif.ts'
import { printable } from '../../cmd/report/printable.ts'
import { instant } from '../../engine/model/ids.ts'
import { hostile } from './hostile.ts'
import { names } from './names.ts'

/** A finding about a document of this name, which says it, beside one that does not. */
function about(name: string): Findings {
  const at = { file: `customers/${name}.yaml`, line: 7, column: 3, endLine: 7, endColumn: 9 }
  const found = { code: 'DOCUMENT.X', severity: 'error', summary: 's', remedies: [], at } as const
  return {
    version: '1.2.3',
    command: 'validate',
    at: instant('2026-12-07T06:00:00.000Z'),
    prefix: 'tenants/',
    checked: [{ kind: 'document', name: at.file }],
    findings: [
      { ...found, detail: name, remedies: [{ kind: 'edit', what: name }] },
      { ...found, severity: 'warning', rule: name },
    ],
  }
}

/** Half a surrogate pair has no bytes. */
const wellFormed = (text: string) => Buffer.from(text).toString()
const message = (name: string) => printable(`s: ${name} → ${name}`)
const count = (text: string, what: RegExp) => text.match(what)?.length ?? 0

it('in JUnit it is text of one test case', async () => {
  const shape = (text: string) => {
    using document = XmlDocument.fromString(text)
    return document.root.find('//*').map(node => (node instanceof XmlElement ? node.name : ''))
  }
  const expected = shape(junitText(about('x')))
  await hostile('name in findings: JUnit', names, name => {
    const text = junitText(about(name))
    expect(shape(text)).toEqual(expected)
    return [text]
  })
})

it('in SARIF it is a message and a path, and no other member', async () => {
  await hostile('name in findings: SARIF', names, name => {
    const text = sarifText(about(name))
    const [run] = JSON.parse(text).runs
    expect(run.results[0].message.text).toBe(message(name))
    const { uri } = run.results[0].locations[0].physicalLocation.artifactLocation
    expect(uri).toMatch(/^tenants\/customers\/[!-~]*\.yaml$/)
    return [text]
  })
})

it("in GitLab's report it is a description and a path", async () => {
  await hostile('name in findings: GitLab', names, name => {
    const text = codeQualityText(about(name))
    const [first, second, ...others] = JSON.parse(text)
    expect([first.description, second.description, others.length]).toEqual([message(name), 's', 0])
    return [text]
  })
})

it('for GitHub each finding is one command, with the properties that it was given', async () => {
  await hostile('name in findings: GitHub', names, name => {
    const text = githubAnnotations(about(name))
    const lines = text.split(/\r\n|[\n\r\u2028\u2029\u0085]/).slice(0, -1)
    const read = lines.map(githubCommand)
    expect(read.map(entry => [entry?.command, Object.keys(entry?.properties ?? {})])).toEqual([
      ['error', ['file', 'line', 'endLine', 'col', 'title']],
      ['warning', ['file', 'line', 'endLine', 'col', 'title']],
    ])
    expect(read[0]?.data).toBe(message(name))
    return [text]
  })
})

it('for Azure DevOps each finding is one command, with the properties that it was given', async () => {
  await hostile('name in findings: Azure DevOps', names, name => {
    const text = azureAnnotations(about(name))
    const lines = text.split(/\r\n|[\n\r\u2028\u2029\u0085]/).slice(0, -1)
    const read = lines.map(azureCommand)
    expect(read.map(entry => [entry?.command, Object.keys(entry?.properties ?? {})])).toEqual([
      ['task.logissue', ['type', 'sourcepath', 'linenumber', 'columnnumber', 'code']],
      ['task.logissue', ['type', 'sourcepath', 'linenumber', 'columnnumber', 'code']],
    ])
    expect(count(text, /##vso\[/g)).toBe(2)
    expect(wellFormed(read[1]?.data ?? '')).toBe('s')
    return [text]
  })
})

interface Command {
  readonly command: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** As the runner's ActionCommand.TryParseV2 does (actions/runner, read 2026-11). */
function githubCommand(line: string): Command | null {
  const text = line.trimStart()
  const end = text.indexOf('::', 2)
  if (!text.startsWith('::') || end < 0) return null
  const [command = '', ...rest] = text.slice(2, end).trim().split(' ')
  return {
    command,
    properties: propertiesIn(rest.join(' '), ',', part =>
      part
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%25', '%'),
    ),
    data: text
      .slice(end + 2)
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%25', '%'),
  }
}

/** As the agent's Command.TryParse does (microsoft/azure-pipelines-agent, read 2026-11): anywhere in a line. */
function azureCommand(line: string): Command | null {
  const from = line.indexOf('##vso[')
  const end = line.indexOf(']', from)
  if (from < 0 || end < 0) return null
  const [command = '', ...rest] = line.slice(from + 6, end).split(' ')
  return {
    command,
    properties: propertiesIn(rest.join(' '), ';', part =>
      part
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replaceAll('%3B', ';')
        .replaceAll('%5D', ']')
        .replaceAll('%AZP25', '%'),
    ),
    data: line
      .slice(end + 1)
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%AZP25', '%'),
  }
}

function propertiesIn(
  text: string,
  mark: string,
  unescaped: (part: string) => string,
): Command['properties'] {
  const pairs = text
    .split(mark)
    .filter(part => part !== '')
    .map(part => {
      const at = part.indexOf('=')
      return [part.slice(0, at), unescaped(part.slice(at + 1))] as const
    })
  return Object.fromEntries(pairs)
}
