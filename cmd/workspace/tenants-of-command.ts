/** The accounts a command works with, live, on a sandbox or from a snapshot. */
import type { AdminReader, AdminWriter } from '../../engine/admin/port.ts'
import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { Examination } from '../../engine/doctor/report.ts'
import type { RequestBudget } from '../../engine/doctor/request-budget.ts'
import type { Lacking } from '../../engine/doctor/shortfalls.ts'
import type { PartnerName } from '../../engine/model/ids.ts'
import type { MadeIn } from '../../engine/model/made-in.ts'
import type { BillingExports, Clock, Performers, Reader, ServiceTime } from '../../engine/ports.ts'
import type { Result } from '../../engine/result.ts'
import type { Person, SignedIn } from './sign-in.ts'

export interface Tenants {
  readonly clock: Clock
  readonly serviceTime: ServiceTime
  readonly reader: Reader
  /** Microsoft Graph; left out: nothing here signs in to it. */
  readonly graph?: {
    readonly reader: AdminReader
    readonly exports: BillingExports
    /** Only after somebody decided to write. */
    writer(): AdminWriter
  }
  /** Where everything that is read and written here lies. */
  readonly madeIn: MadeIn
  readonly warnings: readonly Diagnostic[]
  /** Only after somebody decided to write. */
  performers(): Performers
  /** What a partner cannot do by its cloud and the kinds of its credentials; nothing is asked for it. */
  lacking(partner: PartnerName): Lacking
  /** Tries a partner's credentials; for `doctor`. */
  examine(partner: PartnerName): Promise<Examination>
  /** A person signs in by device code, and what came of it is tried as the next run will; nothing is stored yet. Left out: nobody can here. */
  signIn?(partner: PartnerName, person: Person): Promise<Result<SignedIn>>
  /** How many requests the accounts take, as far as is kept for all processes; left out: nothing is kept here. */
  budgets?(): Promise<readonly RequestBudget[]>
  close(): Promise<void>
}
