/** Every code there is, from where each is declared; a test compares the list with the files. */
import { codes as activity } from '../../engine/activity/codes.ts'
import { writeCodes as adminWrites } from '../../engine/admin/codes.ts'
import type { CodeEntry } from '../../engine/diagnostic.ts'
import { codes as doctor } from '../../engine/doctor/codes.ts'
import { codes as apply } from '../../engine/execute/codes.ts'
import { codes as imports, snapshotCodes } from '../../engine/inventory/codes.ts'
import { codes as invite } from '../../engine/invite/codes.ts'
import { codes as documents } from '../../engine/load/codes.ts'
import { adminCodes as adminDocuments } from '../../engine/load/resolve/admin-codes.ts'
import { trustCodes } from '../../engine/load/trust-codes.ts'
import { readCodes } from '../../engine/model/read-codes.ts'
import { adminCodes } from '../../engine/plan/admin/codes.ts'
import { bindCodes } from '../../engine/plan/bind/codes.ts'
import { codes as plan } from '../../engine/plan/codes.ts'
import { deadlineCodes } from '../../engine/plan/deadlines/codes.ts'
import { policyCodes } from '../../engine/plan/guards/codes.ts'
import { moveCodes } from '../../engine/plan/move/codes.ts'
import { permitCodes } from '../../engine/plan/permit/codes.ts'
import { purchaseCodes } from '../../engine/plan/permit/purchase-codes.ts'
import { fileCodes } from '../../engine/plan/saved/codes.ts'
import { codes as reconcile } from '../../engine/reconcile/codes.ts'
import { codes as auth } from '../../providers/auth/codes.ts'
import { personCodes } from '../../providers/auth/person-codes.ts'
import { codes as state } from '../../providers/files/codes.ts'
import { codes as graph } from '../../providers/graph/codes.ts'
import { codes as http } from '../../providers/http/codes.ts'
import { codes as journal } from '../../providers/journal/codes.ts'
import { codes as partnerCenter } from '../../providers/partner-center/codes.ts'
import { codes as command } from '../codes.ts'
import { pipelineCodes } from '../pipeline/codes.ts'
import { codes as login } from '../signing-in/codes.ts'
import { codes as explain } from './codes.ts'

const declared: readonly Readonly<Record<string, CodeEntry>>[] = [
  activity,
  adminCodes,
  adminDocuments,
  adminWrites,
  apply,
  auth,
  bindCodes,
  command,
  deadlineCodes,
  doctor,
  documents,
  explain,
  fileCodes,
  graph,
  http,
  imports,
  invite,
  journal,
  login,
  moveCodes,
  partnerCenter,
  permitCodes,
  personCodes,
  pipelineCodes,
  plan,
  policyCodes,
  purchaseCodes,
  readCodes,
  reconcile,
  snapshotCodes,
  state,
  trustCodes,
]

/** By code. */
export const allCodes: ReadonlyMap<string, CodeEntry> = new Map(
  declared
    .flatMap(codes => Object.values(codes))
    .sort((left, right) => (left.code < right.code ? -1 : 1))
    .map(entry => [entry.code, entry]),
)

/** The page that tells more of an area; of every other, the list of codes alone does. */
const pages: Readonly<Record<string, string>> = {
  ADMIN: 'docs/delegated-administration.md',
  APPLY: 'docs/reliability.md',
  AUTH: 'docs/credentials.md',
  DOCTOR: 'docs/credentials.md',
  GIT: 'docs/ci.md',
  GRAPH: 'docs/delegated-administration.md',
  JOURNAL: 'docs/reliability.md',
  LOGIN: 'docs/credentials.md',
  PARTNER_CENTER: 'docs/partner-center.md',
  PLAN: 'docs/planning.md',
  TRUST: 'docs/security.md',
}

/** First the entry of the list, then what tells more. */
export function pagesOf({ code }: CodeEntry): readonly string[] {
  const area = code.split('.')[0] ?? ''
  const more = pages[area]
  return [`docs/errors.md#${area.toLowerCase()}`, ...(more === undefined ? [] : [more])]
}
