/** What docs/errors.md should say, from the codes as they are declared. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CodeEntry, Remedy } from '../../engine/diagnostic.ts'
import { root } from '../support/example.ts'

const opening = `# Errors and findings

Everything Tenantform can say has a code, the only thing programs should match on. The summary is fixed per code, so that eyes learn
it; the detail beside it names who and what, and where more is known than here the remedy is more exact. Severity \`error\` stops
the job, \`warning\` stops or limits a part of it, \`note\` informs.

This page is compared with the codes declared in the source by a test; \`npx vitest run test/docs -u\` writes it anew.
`

export function codeFiles(): readonly string[] {
  return ['schemas', 'engine', 'providers', 'cmd'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map(path => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter(path => /(^|[/-])codes\.ts$/.test(path) && !path.endsWith('/exit-codes.ts'))
      .sort(),
  )
}

/** Everything declared by `defineCodes` in any `codes.ts`, by code. */
export async function declaredCodes(): Promise<readonly CodeEntry[]> {
  const found: CodeEntry[] = []
  for (const path of codeFiles()) {
    const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(root, path)).href)
    for (const value of Object.values(module)) found.push(...entriesOf(value))
  }
  return found.sort((a, b) => (a.code < b.code ? -1 : 1))
}

export function pageOf(declared: readonly CodeEntry[]): string {
  const areas = [...new Set(declared.map(areaOf))]
  const sections = areas.map(area => {
    const rows = declared.filter(entry => areaOf(entry) === area).map(rowOf)
    return `## ${area}\n\n| code | severity | means | what to do |\n|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return [opening, ...sections].join('\n')
}

function areaOf(entry: CodeEntry): string {
  return entry.code.split('.')[0] ?? ''
}

function rowOf(entry: CodeEntry): string {
  const words = entry.remedies.map(remedyWords).join('; ')
  return `| \`${entry.code}\` | ${entry.severity} | ${cell(entry.summary)} | ${cell(words)} |`
}

function remedyWords(remedy: Remedy): string {
  switch (remedy.kind) {
    case 'run':
      return `run \`${remedy.command}\`${remedy.why === undefined ? '' : ` (${remedy.why})`}`
    case 'edit':
      return `edit: ${remedy.what}`
    case 'ask':
      return `ask ${remedy.whom} ${remedy.what}`
    case 'wait':
      return `wait until ${remedy.until}`
  }
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

function entriesOf(value: unknown): readonly CodeEntry[] {
  return typeof value === 'object' && value !== null ? Object.values(value).filter(isEntry) : []
}

function isEntry(value: unknown): value is CodeEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    'summary' in value &&
    'remedies' in value &&
    'severity' in value
  )
}
