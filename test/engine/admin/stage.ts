/** Applies and resumes plans of delegated administration against Graph in memory. */
import { adminPerformers } from '../../../engine/admin/performers.ts'
import type { AdminWriter } from '../../../engine/admin/port.ts'
import { applyPlan } from '../../../engine/execute/apply-plan.ts'
import { resumeApply } from '../../../engine/execute/resume-apply.ts'
import type { ApplyVerdict } from '../../../engine/execute/verdict.ts'
import type { AdminActual, AdminRelationship } from '../../../engine/model/admin.ts'
import type { DeclaredAdmin, Desired } from '../../../engine/model/desired.ts'
import { makeInvitationPlan } from '../../../engine/plan/admin/invitation-plan.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import type { JournalStore } from '../../../engine/ports.ts'
import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import {
  aGroup,
  anAdmin,
  anAdminActual,
  aRelationship,
  groupA,
  groupB,
  licences,
  readers,
} from '../../support/admin/builders.ts'
import { type GraphFacts, type SimulatedGraph, simulatedGraph } from '../../support/admin/simulated-graph.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDesired,
  anActual,
  aPartner,
  aPlace,
  aPlan,
  central,
  cutoverDay,
  italy,
  tenant,
} from '../../support/builders/index.ts'
import { Crash, simulatedTenants } from '../../support/simulated-tenants.ts'

export const customer = { tenant: tenant(), name: 'Panificio Rossi' }
const place = { partner: 'central', tenant: tenant() }

export const given = {
  nothing: anAdminActual([], {}, place),
  active: anAdminActual([aRelationship({ customer })], {}, place),
  held: anAdminActual(
    [aRelationship({ customer })],
    {
      'r-1': [
        { id: 'a-1', status: 'active', group: groupB, roles: [licences], createdAt: null, etag: 'W/"1"' },
      ],
    },
    place,
  ),
  old: anAdminActual(
    [aRelationship({ customer, partner: italy, id: 'old-1', name: 'italy 1' })],
    {},
    { partner: 'italy', tenant: tenant() },
  ),
}

export function declaring(admin: Partial<DeclaredAdmin> = {}): Desired {
  return aDesired({
    partners: [aPartner(), aPartner({ name: italy, tenant: tenant(99) })],
    customers: [
      aCustomer({
        subscriptions: [],
        admin: anAdmin({ groups: [aGroup(groupA, readers), aGroup(groupB, licences, readers)], ...admin }),
      }),
    ],
    consolidations: [aConsolidation({ from: [italy] })],
  })
}

const tenants = [
  aCustomerActual({ partner: central, subscriptions: [] }),
  aCustomerActual({ partner: italy, subscriptions: [] }),
]

export function planOf(desired: Desired, admin: readonly AdminActual[]): Plan {
  return aPlan({ desired, actual: { ...anActual({ customers: tenants }), admin } })
}

export function invitationOf(
  desired: Desired,
  admin: readonly AdminActual[],
  others: readonly AdminRelationship[] = [],
): Plan {
  const [partner] = desired.partners
  if (partner === undefined) throw new Error('nobody invites')
  return makeInvitationPlan({
    desired,
    partner,
    customers: desired.customers,
    admin,
    taken: [...relationshipsIn(admin), ...others],
    on: cutoverDay,
    madeAt: anActual({ customers: tenants }).readAt,
    madeIn: aPlace(desired),
    version: '0.0.0-test',
  })
}

export const relationshipsIn = (admin: readonly AdminActual[]): readonly AdminRelationship[] =>
  admin.flatMap(({ relationships }) => (relationships.kind === 'present' ? relationships.value : []))

export interface AdminStage {
  readonly graph: SimulatedGraph
  readonly store: JournalStore
  apply(plan: Plan): Promise<ApplyVerdict | 'died'>
  resume(): Promise<ApplyVerdict | 'died'>
}

export interface StageFacts extends GraphFacts {
  /** What stands between the performers and the service. */
  readonly through?: (graph: SimulatedGraph) => AdminWriter
}

export function adminStage(
  desired: Desired,
  { through = ({ writer }) => writer, ...facts }: StageFacts,
): AdminStage {
  const graph = simulatedGraph(facts)
  const store = createMemoryJournal()
  const { reader } = simulatedTenants({ actual: anActual({ customers: tenants }) })
  const mortal: JournalStore = {
    ...store,
    async open(apply) {
      const writer = await store.open(apply)
      return {
        async append(entry) {
          if (graph.isDead()) throw new Crash('the process is dead')
          await writer.append(entry)
        },
        close: () => writer.close(),
      }
    },
  }
  const ports = (plan: Pick<Plan, 'partners' | 'desired' | 'madeIn'>) => ({
    reader,
    performers: simulatedTenants({ actual: anActual() }).performers,
    admin: { reader: graph.reader, performers: adminPerformers({ ...graph, writer: through(graph) }) },
    store: mortal,
    clock: graph.clock,
    serviceTime: { skewMs: () => 0, heard: () => 1 },
    progress: () => undefined,
    signal: new AbortController().signal,
    who: 'ada',
    takeOver: false,
    consent: ['changes', 'irreversible'] as const,
    width: 3,
    partners: plan.partners,
    desiredDigest: plan.desired,
    declared: desired,
    madeIn: plan.madeIn,
  })
  let last: Plan | null = null
  return {
    graph,
    store,
    apply: plan => {
      last = plan
      return untilDeath(applyPlan({ ...ports(plan), plan, version: plan.tool.version, skipMoved: false }))
    },
    resume: () => {
      if (last === null) throw new Error('nothing was applied')
      return untilDeath(resumeApply({ ...ports(last), apply: null }))
    },
  }
}

async function untilDeath(work: Promise<ApplyVerdict>): Promise<ApplyVerdict | 'died'> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Crash) return 'died'
    throw error
  }
}
