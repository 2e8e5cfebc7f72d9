import { type CodeEntry, type DiagnosticFacts, diagnose } from '../diagnostic.ts'
import type { Finding } from './plan.ts'

/** A finding is a diagnostic with a reach: what it stops. */
export function finding(
  entry: CodeEntry,
  blocks: Finding['blocks'],
  subject: Finding['subject'],
  facts: DiagnosticFacts = {},
): Finding {
  return { ...diagnose(entry, facts), blocks, subject }
}
