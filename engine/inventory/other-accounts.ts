/** Whether a snapshot was taken of the accounts that the documents declare: a name alone says nothing of whose customers it has. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { DeclaredPartner } from '../model/desired.ts'
import { snapshotCodes } from './codes.ts'
import type { Snapshot } from './snapshot.ts'

/** One error for each declared partner whose name stood for another tenant or cloud when the snapshot was taken. */
export function otherAccounts(
  { takenAt, partners: taken }: Snapshot,
  partners: readonly DeclaredPartner[],
): readonly Diagnostic[] {
  return partners.flatMap(({ name, tenant, cloud, at }) =>
    taken
      .filter(entry => entry.partner === name)
      .filter(entry => entry.tenantId.toLowerCase() !== tenant.toLowerCase() || entry.cloud !== cloud)
      .map(entry =>
        diagnose(snapshotCodes.OTHER_ACCOUNT, {
          detail: `At ${takenAt} ${name} was tenant ${entry.tenantId} (cloud ${entry.cloud}); the document says ${tenant} (cloud ${cloud}).`,
          at,
        }),
      ),
  )
}
