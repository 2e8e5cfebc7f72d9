/** One customer of a consolidation told in a few words: five mail seats under italy, the same declared at central, unless said otherwise. */
import type { DeclaredConsolidation, PolicyException, PolicyRule } from '../../engine/model/desired.ts'
import type { CatalogueActual } from '../../engine/model/live.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPartner,
  aPlan,
  type CustomerActualFacts,
  type CustomerFacts,
  type DeclaredSubscriptionFacts,
  germany,
  italy,
  type LiveSubscriptionFacts,
  type PartnerFacts,
  type PlanFacts,
  type unknown,
} from './builders/index.ts'

export interface Story {
  readonly declared?: readonly DeclaredSubscriptionFacts[]
  readonly customer?: CustomerFacts
  readonly italy?: readonly LiveSubscriptionFacts[] | typeof unknown
  readonly germany?: readonly LiveSubscriptionFacts[]
  readonly target?: CustomerActualFacts
  /** Living under the target. */
  readonly living?: readonly LiveSubscriptionFacts[]
  readonly consolidation?: Partial<DeclaredConsolidation>
  readonly central?: PartnerFacts
  /** The account under which `italy` lives. */
  readonly source?: PartnerFacts
  readonly catalogue?: readonly CatalogueActual[]
  readonly policies?: readonly PolicyRule[]
  readonly exceptions?: readonly PolicyException[]
  readonly plan?: Pick<PlanFacts, 'on' | 'madeAt' | 'scope' | 'halfWay'>
}

export function planned(story: Story = {}): Plan {
  const seen = [
    aCustomerActual({ subscriptions: story.living ?? [], ...story.target }),
    aCustomerActual({ partner: italy, subscriptions: story.italy ?? [{}] }),
    ...(story.germany === undefined
      ? []
      : [aCustomerActual({ partner: germany, subscriptions: story.germany })]),
  ]
  const { partners, ...desired } = aDesired({
    customers: [
      aCustomer({ subscriptions: (story.declared ?? [{}]).map(aDeclaredSubscription), ...story.customer }),
    ],
    consolidations: [aConsolidation(story.consolidation)],
    ...(story.policies !== undefined && { policies: story.policies }),
    ...(story.exceptions !== undefined && { exceptions: story.exceptions }),
  })
  return aPlan({
    desired: {
      ...desired,
      partners: partners.map(entry => {
        if (entry.name === 'central') return aPartner(story.central)
        return entry.name === italy ? aPartner({ ...entry, ...story.source }) : entry
      }),
    },
    actual: anActual({
      customers: seen,
      ...(story.catalogue !== undefined && { catalogue: story.catalogue }),
    }),
    ...story.plan,
  })
}
