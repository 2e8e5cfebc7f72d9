/** Reconciliation exports as plain rows. Instants are ISO text in UTC. */
import type { Instant } from '../time/calendar.ts'

/** A reconciliation export; its data are read off the books when somebody asks for them. */
export interface ExportRow {
  readonly id: string
  readonly manifest: string
  readonly partner: string
  readonly kind: 'billed' | 'unbilled' | 'usage'
  /** Of what is billed. */
  readonly invoice: string | null
  /** Of what is not. */
  readonly currency: string | null
  readonly period: string | null
  readonly attributeSet: 'full' | 'basic'
  readonly createdAt: Instant
  readonly readyAt: Instant
}
