/** The partners of a workspace over one transport: what is read and written through it, whoever answers. */
import type { Diagnostic } from '../../engine/diagnostic.ts'
import { isAdministered } from '../../engine/doctor/abilities.ts'
import type { Desired } from '../../engine/model/desired.ts'
import type { PartnerName } from '../../engine/model/ids.ts'
import type { MadeIn } from '../../engine/model/made-in.ts'
import type { Clock, Progress } from '../../engine/ports.ts'
import { Bug } from '../../engine/result.ts'
import { connect as connectGraph, lackingInGraph } from '../../providers/graph/index.ts'
import type { SharedBudgets } from '../../providers/http/budget/store.ts'
import type { Transport } from '../../providers/http/transport.ts'
import { capabilitiesOf, connect, type PartnerAccess } from '../../providers/partner-center/index.ts'
import { examineBoth } from './examine-both.ts'
import { signIn } from './sign-in.ts'
import { requestBudgets } from './store/budgets.ts'
import type { Tenants } from './tenants-of-command.ts'

interface TenantsParts {
  readonly partners: readonly PartnerAccess[]
  readonly clock: Clock
  readonly transport: Transport
  readonly random: () => number
  readonly progress: Progress
  readonly requestsUntil: AbortSignal
  readonly desired: Desired
  readonly madeIn: MadeIn
  readonly warnings: readonly Diagnostic[]
  readonly closing: () => Promise<void>
  /** Whom the request budget is shared with; left out: with nobody. */
  readonly budgets?: SharedBudgets | null
}

export function tenantsOver({
  partners,
  clock,
  transport,
  random,
  progress,
  requestsUntil,
  desired,
  madeIn,
  warnings,
  closing,
  budgets = null,
}: TenantsParts): Tenants {
  const options = {
    partners,
    clock,
    transport,
    progress,
    random,
    requestsPerMinute: desired.workspace.requestsPerMinute,
    signal: requestsUntil,
    ...(budgets !== null && { budgets }),
  }
  const connection = connect(options)
  const administered = partners.map(({ name, cloud, endpoints }) => ({
    name,
    cloud,
    endpoints,
    sources: connection.tokensOf(name) ?? {},
  }))
  const graph = connectGraph({ ...options, partners: administered })
  const graphAccessTo = (partner: PartnerName) => {
    const access = administered.find(entry => entry.name === partner)
    if (access === undefined) throw new Bug(`${partner} was never opened`)
    return access
  }
  const accessTo = (partner: PartnerName) => {
    const access = partners.find(entry => entry.name === partner)
    if (access === undefined) throw new Bug(`${partner} was never opened`)
    return access
  }
  return {
    clock,
    reader: connection.reader,
    graph: { reader: graph.reader, exports: graph.exports, writer: graph.writer },
    serviceTime: connection.serviceTime,
    madeIn,
    warnings,
    performers: () => connection.performers(),
    lacking: partner =>
      new Map([
        ...capabilitiesOf(accessTo(partner)).map(({ feature, missing }) => [feature, missing] as const),
        ...lackingInGraph(graphAccessTo(partner)),
      ]),
    examine: partner =>
      examineBoth(accessTo(partner), options, {
        graph: isAdministered({ name: partner }, desired) ? { access: graphAccessTo(partner), graph } : null,
      }),
    signIn: (partner, person) => signIn(accessTo(partner), { ...person, desired }, options),
    ...(budgets !== null && { budgets: () => requestBudgets(budgets, desired) }),
    async close() {
      await budgets?.close()
      await closing()
    },
  }
}
