/** Asks customers for delegated administration, through a journal like every write, and finds the links at which they approve it. */

import { diagnose } from '../../engine/diagnostic.ts'
import { applyPlan } from '../../engine/execute/apply-plan.ts'
import type { DeclaredCustomer, DeclaredPartner } from '../../engine/model/desired.ts'
import { dayOf, type TenantId } from '../../engine/model/ids.ts'
import { adminCodes } from '../../engine/plan/admin/codes.ts'
import { makeInvitationPlan } from '../../engine/plan/admin/invitation-plan.ts'
import { counted } from '../../engine/plural.ts'
import { readAdmin } from '../../engine/read/read-admin.ts'
import { tell } from '../answer.ts'
import { exitOf } from '../answer-apply.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { findOrigin } from '../pipeline/origin.ts'
import type { Shell } from '../shell.ts'
import { portsOf } from '../workspace/apply-ports.ts'
import { width } from '../workspace/planning.ts'
import type { Site } from '../workspace/with-workspace.ts'

export interface Asked {
  /** Of those that have not approved, asked now or before. */
  readonly links: ReadonlyMap<TenantId, string>
  /** Not done, too, where somebody could not be asked because Graph could not be read. */
  readonly code: ExitCode
}

export interface AskFacts {
  readonly shell: Shell
  readonly site: Site
  readonly partner: DeclaredPartner
  readonly customers: readonly DeclaredCustomer[]
}

/** A customer that could not be asked is told, and is no reason not to invite the others. */
export async function askForAdmin(facts: AskFacts): Promise<Asked> {
  const { shell, site, partner } = facts
  const declaring = facts.customers.filter(entry => entry.admin !== undefined)
  const nobody: Asked = { links: new Map(), code: exitCodes.done }
  if (declaring.length === 0) return nobody
  const { graph, clock, madeIn } = site.tenants
  if (graph === undefined) {
    const detail = `${counted(declaring.length, 'customer is', 'customers are')} not asked for delegated administration.`
    tell(shell, [diagnose(adminCodes.NO_ACCESS, { detail })])
    return { ...nobody, code: exitCodes.failed }
  }
  const from = await findOrigin(site.loaded, site.workspace, shell)
  const planNow = async () => {
    const scopes = declaring.map(({ tenant }) => ({ partner: partner.name, tenant, withGroups: true }))
    const madeAt = clock.now()
    // The whole list: a name can be taken by a relationship that is nobody's yet, or another customer's.
    const list = await graph.reader.relationships(partner.name, null)
    return makeInvitationPlan({
      desired: site.loaded.desired,
      partner,
      customers: declaring,
      admin: await readAdmin(scopes, { reader: graph.reader, width, lists: new Map([[partner.name, list]]) }),
      taken: list.kind === 'present' ? list.value : [],
      on: dayOf(madeAt),
      madeAt,
      madeIn,
      version: shell.version,
      origin: from.origin,
    })
  }
  const plan = await planNow()
  tell(shell, plan.findings, site.loaded.sources)
  const isRead = !plan.findings.some(found => found.code === adminCodes.UNKNOWN.code)
  if (plan.actions.length === 0)
    return { links: linksOf(plan), code: isRead ? exitCodes.done : exitCodes.failed }
  const verdict = await applyPlan({
    ...portsOf(site, shell, from.origin),
    plan,
    version: shell.version,
    skipMoved: false,
    takeOver: false,
    consent: ['changes'],
  })
  tell(shell, verdict.diagnostics, site.loaded.sources)
  const code = exitOf(verdict)
  return {
    links: linksOf(await planNow()),
    code: code === exitCodes.done && !isRead ? exitCodes.partial : code,
  }
}

function linksOf({ customers }: Awaited<ReturnType<typeof makeInvitationPlan>>): Asked['links'] {
  return new Map(
    customers.flatMap(({ tenant, admin }) =>
      admin?.asked == null ? [] : [[tenant, admin.asked.link] as const],
    ),
  )
}
