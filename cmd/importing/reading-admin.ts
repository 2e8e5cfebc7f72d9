/** Delegated administration of the customers of an account, for import. What gives no answer is told, and leaves the documents as they are. */
import { diagnose } from '../../engine/diagnostic.ts'
import type { AdminActual } from '../../engine/model/admin.ts'
import type { PartnerName } from '../../engine/model/ids.ts'
import type { CustomerRow } from '../../engine/model/live.ts'
import { adminCodes as codes } from '../../engine/plan/admin/codes.ts'
import { readAdmin } from '../../engine/read/read-admin.ts'
import { tell } from '../answer.ts'
import type { Shell } from '../shell.ts'
import { width } from '../workspace/planning.ts'
import type { Tenants } from '../workspace/tenants-of-command.ts'

export function readingAdmin({ graph }: Pick<Tenants, 'graph'>, shell: Shell) {
  return async (partner: PartnerName, rows: readonly CustomerRow[]): Promise<readonly AdminActual[]> => {
    const scopes = rows.map(({ tenant }) => ({ partner, tenant, withGroups: true }))
    const read = await readAdmin(scopes, { reader: graph?.reader, width })
    const because = read.find(entry => entry.relationships.kind === 'unknown')?.relationships
    if (graph === undefined)
      tell(shell, [diagnose(codes.NO_ACCESS, { detail: `Nothing is read of ${partner}.` })])
    else if (because?.kind === 'unknown')
      tell(shell, [
        diagnose(codes.UNKNOWN, {
          detail: `The relationships of ${partner}: ${because.because.detail ?? because.because.summary}`,
        }),
      ])
    return read
  }
}
