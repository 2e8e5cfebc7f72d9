/**
 * Whether a file holds a document of a kind. Most say so at the beginning of a line, which is looked at first: whatever a document says in a text stands
 * further in. Where the word stands anywhere else (in braces, behind a tag or an anchor), the file is read as YAML.
 */
import type { DocumentKind } from './known-keys.ts'
import { parseFile, type WorkspaceFile } from './parse.ts'

export function holdsKind(file: WorkspaceFile, kinds: readonly DocumentKind[]): boolean {
  const { text } = file
  const words = kinds.join('|')
  if (new RegExp(`^["']?kind["']?\\s*:\\s*["']?(?:${words})\\b`, 'm').test(text)) return true
  if (!/\bkind\b/.test(text) || !new RegExp(`\\b(?:${words})\\b`).test(text)) return false
  const wanted = new Set<unknown>(kinds)
  return parseFile(file).documents.some(({ value }) => wanted.has(value['kind']))
}
