import { holdsKind } from './holds-kind.ts'
import { kinds } from './known-keys.ts'
import type { WorkspaceFile } from './parse.ts'

/**
 * Whether a YAML file is meant as documents of ours: it names our format, or holds a kind of ours. Half of one is a mistake to be told; none of
 * either is somebody else's file.
 */
export function isOurs(file: WorkspaceFile): boolean {
  return /\btenantform\//i.test(file.text) || holdsKind(file, kinds)
}
