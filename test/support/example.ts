/** The workspaces of examples/, as a command would read them: every *.yaml outside dot-folders, and attachments by path. */
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WorkspaceFile } from '../../engine/load/load-workspace.ts'
import type { Attachment } from '../../engine/load/prices/attach-prices.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const exampleNames = [
  'consolidation',
  'delegated-administration',
  'new-commerce',
  'steady-state',
] as const
export type ExampleName = (typeof exampleNames)[number]

export function exampleFolder(name: ExampleName): string {
  return join(root, 'examples', name)
}

/** Without what commands left in it. */
export function copyExample(name: ExampleName, folder: string): void {
  cpSync(exampleFolder(name), folder, { recursive: true, filter: path => !path.includes('.tenantform') })
}

export function exampleFiles(name: ExampleName): readonly WorkspaceFile[] {
  const folder = exampleFolder(name)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path.endsWith('.yaml') && !path.split('/').some(part => part.startsWith('.')))
    .sort()
    .map(path => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}

export function readExampleAttachment(name: ExampleName): (path: string) => Attachment | undefined {
  return path => {
    const file = join(exampleFolder(name), path)
    return existsSync(file) ? { read: () => readFileSync(file, 'utf8') } : undefined
  }
}
