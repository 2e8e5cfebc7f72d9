/** What of a scope matches nothing, in sentences with the nearest name. Strict in every command: nothing looked at is not nothing wrong. */
import type { DeclaredCustomer, Desired } from '../model/desired.ts'
import type { PlanScope } from './plan-scope.ts'
import { orMeant, suggest } from './suggest.ts'
import { matchesTarget } from './targets.ts'

/** `customers`: those in the scope, declared or only seen in a source. Empty: everything named is there. */
export function unmatchedScope(
  desired: Desired,
  { consolidation, wave, targets }: PlanScope,
  customers: readonly DeclaredCustomer[],
): readonly string[] {
  const names = desired.consolidations.map(entry => entry.name)
  if (consolidation !== null && !names.includes(consolidation))
    return [`No Consolidation document is named ${consolidation}${nearest(consolidation, names)}`]
  const waves = [
    ...new Set(desired.consolidations.flatMap(entry => [...entry.waves.map(one => one.name), 'rest'])),
  ]
  if (wave !== null && !waves.includes(wave)) return [`No wave is named ${wave}${nearest(wave, waves)}`]
  return [...targets]
    .sort()
    .filter(target => !customers.some(customer => matchesTarget(customer, target)))
    .map(
      target =>
        `No customer or subscription in this scope is ${target}${nearest(target, spellings(desired, target))}`,
    )
}

function nearest(word: string, known: readonly string[]): string {
  return orMeant(suggest(word, known), '')
}

/** How a target could have been written: with the key where one was typed. */
function spellings(desired: Desired, target: string): readonly string[] {
  return desired.customers.flatMap(({ tenant, domain, name, subscriptions }) => {
    const customers = [...(domain === null ? [] : [domain]), name, tenant]
    if (!target.includes('/')) return customers
    return customers.flatMap(customer => subscriptions.map(({ key }) => `${customer}/${key}`))
  })
}
