/** A snapshot in place of the accounts: for planning and the board without them. */
import { diagnose } from '../../engine/diagnostic.ts'
import { snapshotCodes } from '../../engine/inventory/codes.ts'
import { otherAccounts } from '../../engine/inventory/other-accounts.ts'
import { decodeSnapshot, type Snapshot } from '../../engine/inventory/snapshot.ts'
import type { DeclaredPartner } from '../../engine/model/desired.ts'
import type { MadeIn } from '../../engine/model/made-in.ts'
import { Bug } from '../../engine/result.ts'
import { Trouble } from '../../engine/trouble.ts'
import { clockOfSnapshot, readerOverSnapshot } from '../../providers/snapshot/index.ts'
import { readNamedText } from '../files/named-file.ts'
import type { Tenants } from './tenants-of-command.ts'

export async function readSnapshot(path: string, cwd: string): Promise<Snapshot> {
  const text = readNamedText(path, cwd)
  const snapshot = decodeSnapshot(text)
  if ('code' in snapshot) throw new Trouble({ ...snapshot, detail: `${path}: ${snapshot.detail ?? ''}` })
  return snapshot
}

function madeInOf({ takenAt, sandbox }: Snapshot): MadeIn {
  return { kind: 'snapshot', takenAt, ...(sandbox !== undefined && { sandbox }) }
}

export async function openSnapshot(
  path: string,
  cwd: string,
  partners: readonly DeclaredPartner[],
): Promise<Tenants> {
  const snapshot = await readSnapshot(path, cwd)
  const [other, ...others] = otherAccounts(snapshot, partners)
  if (other !== undefined) throw new Trouble(other, ...others)
  const reader = readerOverSnapshot(snapshot)
  return {
    clock: clockOfSnapshot(snapshot),
    reader,
    madeIn: madeInOf(snapshot),
    serviceTime: { skewMs: () => null, heard: () => 0 },
    warnings: [diagnose(snapshotCodes.OFFLINE, { detail: `${path} was taken at ${snapshot.takenAt}.` })],
    performers: () => {
      throw new Bug('nothing is written over a snapshot')
    },
    lacking: () => new Map(),
    examine: () => {
      throw new Bug('a snapshot has no credentials to examine')
    },
    close: async () => undefined,
  }
}
