/** A policy about what cannot be undone, and what the journal of an apply keeps of who answered for it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tenants } from './checked-out.ts'

/** Commits to main a rule `severe/undone` that wants approved, or denies, each step that cannot be undone. */
export function severe(tenants: Tenants, rule: 'needsApproval' | 'deny'): void {
  tenants.repository.write(
    'severe.yaml',
    `apiVersion: tenantform/v1\nkind: Policy\nname: severe\nrules:\n  - { id: undone, scope: apply, ${rule}: { irreversibleOver: 0 } }\n`,
  )
  tenants.repository.commit(`A policy: ${rule}`)
}

/** The first entry of the journal in this folder. Each line is an entry behind its digest. */
export function firstEntry(journal: string): unknown {
  const [name = ''] = readdirSync(journal).filter(file => file.endsWith('.jsonl'))
  const [began = ''] = readFileSync(join(journal, name), 'utf8').split('\n')
  return JSON.parse(began.slice(began.indexOf('{')))
}
