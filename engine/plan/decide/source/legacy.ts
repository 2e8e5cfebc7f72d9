/** An active legacy licence: suspended once what is declared on the target has taken its place. */
import type { LiveSubscription } from '../../../model/live.ts'
import { codes } from '../../codes.ts'
import { blocked, decision, labelOf, type SourceContext, type SourceDecision } from './source-decision.ts'

export function legacy(
  subscription: LiveSubscription,
  { consolidation, declaredProducts, nameOf }: SourceContext,
): SourceDecision {
  if (declaredProducts.has(subscription.product))
    return decision('reprovision', { replacement: subscription.product })
  const mappings = consolidation.map.filter(entry => entry.from === subscription.product)
  const mapping = mappings.find(entry => declaredProducts.has(entry.to))
  if (mapping === undefined) {
    const wanted = mappings.map(entry => nameOf(entry.to)).join(' or ')
    const hint = wanted === '' ? '' : ` It is mapped to ${wanted}, which is not declared either.`
    return blocked(
      codes.DECLARED_NOWHERE,
      `${labelOf(subscription)} is active and no declared subscription of the target customer replaces it.${hint}`,
    )
  }
  if (!mapping.licenceReassignmentAcknowledged) {
    return blocked(
      codes.REASSIGNMENT_NOT_ACKNOWLEDGED,
      `${labelOf(subscription)} would become ${nameOf(mapping.to)}: users keep working only after they are given its licences.`,
      { replacement: mapping.to },
    )
  }
  return decision('reprovision', {
    replacement: mapping.to,
    note: `becomes ${nameOf(mapping.to)}; licences are assigned anew`,
  })
}
