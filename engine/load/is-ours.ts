import { kinds } from './known-keys.ts'

const kind = new RegExp(`^["']?kind["']?\\s*:\\s*["']?(?:${kinds.join('|')})\\b`, 'm')

/**
 * Whether a YAML file is meant as documents of ours: it names our format, or a kind of ours at the beginning of a line. Half of
 * one is a mistake to be told; none of either is somebody else's file.
 */
export function isOurs(text: string): boolean {
  return /\btenantform\//i.test(text) || kind.test(text)
}
