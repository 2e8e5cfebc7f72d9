/**
 * Findings as commands of a CI runner, to be printed by a later line of the step (`cat FILE`): the runner marks the changed line in review.
 * Escapes: docs.github.com "Workflow commands"; learn.microsoft.com "Logging commands", `task.logissue` (read 2026-11). Whatever a document says
 * stays text: no command of its own begins in it.
 */
import { printable } from '../printable.ts'
import { type Findings, type Found, messageOf } from './findings.ts'

const githubKinds = { error: 'error', warning: 'warning', note: 'notice' } as const

export function githubAnnotations({ prefix, findings }: Findings): string {
  return findings
    .map(found => {
      const place: readonly (readonly [string, string | number])[] =
        found.at === undefined
          ? []
          : [
              ['file', `${prefix}${found.at.file}`],
              ['line', found.at.line],
              ['endLine', found.at.endLine],
              ['col', found.at.column],
            ]
      const properties = [...place, ['title', `${found.code}`] as const]
        .map(([name, value]) => `${name}=${githubProperty(String(value))}`)
        .join(',')
      return `::${githubKinds[found.severity]} ${properties}::${githubData(messageOf(found))}\n`
    })
    .join('')
}

function githubData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** A file's name may hold what ends a line somewhere. */
function githubProperty(text: string): string {
  return githubData(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** Azure DevOps knows errors and warnings. */
export function azureAnnotations({ prefix, findings }: Findings): string {
  return findings
    .map(found => {
      const place = (name: string, value: string | number) => `${name}=${azureProperty(String(value))};`
      const where =
        found.at === undefined
          ? ''
          : `${place('sourcepath', `${prefix}${found.at.file}`)}${place('linenumber', found.at.line)}${place('columnnumber', found.at.column)}`
      return `##vso[task.logissue type=${azureKind(found)};${where}${place('code', found.code)}]${azureData(messageOf(found))}\n`
    })
    .join('')
}

function azureKind({ severity }: Found): 'error' | 'warning' {
  return severity === 'error' ? 'error' : 'warning'
}

function azureData(text: string): string {
  return text
    .replaceAll('%', '%AZP25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll(/##(vso)?\[/g, '##$1\\[')
}

function azureProperty(text: string): string {
  return azureData(printable(text)).replaceAll(';', '%3B').replaceAll(']', '%5D')
}
