/** Written → desired, of a Policy document. */
import type { Policy } from '../../../schemas/generated/policy.ts'
import type { Caps, Limit, PolicyRule } from '../../model/desired.ts'
import { currency, decimal } from '../../model/ids.ts'
import type { KindedDocument } from '../check-schema.ts'
import type { ResolveContext } from './resolve-context.ts'
import { resolveFreeze } from './resolve-freeze.ts'

export function resolvePolicy(
  document: KindedDocument,
  written: Policy,
  report: ResolveContext['report'],
): readonly PolicyRule[] {
  return written.rules.flatMap((rule, position) =>
    (['deny', 'needsApproval'] as const).flatMap(effect => {
      const limits = rule[effect]
      return limits === undefined
        ? []
        : [
            {
              policy: written.name,
              id: rule.id,
              scope: rule.scope,
              effect,
              limits: [
                ...resolveLimits(limits),
                ...(limits.freeze === undefined
                  ? []
                  : [
                      {
                        kind: 'freeze' as const,
                        windows: resolveFreeze(limits.freeze, ['rules', position, effect, 'freeze'], {
                          document,
                          report,
                        }),
                      },
                    ]),
              ],
              at: document.rangeOf(['rules', position]),
            },
          ]
    }),
  )
}

/** The schema holds it to a map of numbers. */
export function resolveCaps(written: unknown): Caps {
  return Object.entries(written as Readonly<Record<string, number>>).map(([code, amount]) => ({
    currency: currency(code),
    amount: decimal(String(amount)),
  }))
}

function resolveLimits(limits: NonNullable<Policy['rules'][number]['deny']>): readonly Limit[] {
  const found: Limit[] = []
  if (limits.overlapDaysOver !== undefined)
    found.push({ kind: 'overlapDaysOver', days: limits.overlapDaysOver })
  if (limits.moneyAtRiskOver !== undefined)
    found.push({ kind: 'moneyAtRiskOver', caps: resolveCaps(limits.moneyAtRiskOver) })
  if (limits.committedOver !== undefined)
    found.push({ kind: 'committedOver', caps: resolveCaps(limits.committedOver) })
  if (limits.increasePercentOver !== undefined)
    found.push({ kind: 'increasePercentOver', percent: limits.increasePercentOver })
  if (limits.decreasePercentOver !== undefined)
    found.push({ kind: 'decreasePercentOver', percent: limits.decreasePercentOver })
  if (limits.decreaseBelowConsumed === true) found.push({ kind: 'decreaseBelowConsumed' })
  if (limits.irreversibleOver !== undefined)
    found.push({ kind: 'irreversibleOver', count: limits.irreversibleOver })
  if (limits.customersOver !== undefined) found.push({ kind: 'customersOver', count: limits.customersOver })
  return found
}
