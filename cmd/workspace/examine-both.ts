/** Tries a partner's credentials at both services: Partner Center, and Graph where delegated administration is declared. */
import type { Examination } from '../../engine/doctor/report.ts'
import { examineGraph, type GraphAccess, type GraphConnection } from '../../providers/graph/index.ts'
import { type ConnectOptions, examine, type PartnerAccess } from '../../providers/partner-center/index.ts'

export async function examineBoth(
  access: PartnerAccess,
  options: ConnectOptions,
  /** null: nothing is asked of Graph. */
  { graph }: { readonly graph: { readonly access: GraphAccess; readonly graph: GraphConnection } | null },
): Promise<Examination> {
  const examination = await examine(access, options)
  if (graph === null) return examination
  const inGraph = await examineGraph(graph.access, graph.graph)
  const isIn = examination.signIns.some(({ trouble }) => trouble === null)
  const asked = [...inGraph.keys()].map(ability => [ability, isIn ? 'asked' : 'not signed in'] as const)
  return {
    ...examination,
    missing: new Map([...examination.missing, ...inGraph]),
    probes: new Map([...examination.probes, ...asked]),
  }
}
