/** The kinds of documents, and every key that stands somewhere in each: for suggestions. */
import { documentKeys } from '../../schemas/generated/document-keys.ts'

export const kinds = [
  'Partner',
  'Customer',
  'Consolidation',
  'Policy',
  'Catalog',
  'Workspace',
  'World',
] as const

export type DocumentKind = (typeof kinds)[number]

export const allKeys: Readonly<Record<DocumentKind, readonly string[]>> = documentKeys
