/** `--target`: a tenant id, a domain or a name, optionally with `/key` for one subscription of that customer. */
import type { DeclaredCustomer } from '../model/desired.ts'

export interface TargetMatch {
  readonly isSelected: boolean
  /** Keys of the only subscriptions asked for; null: all of the customer. */
  readonly keys: ReadonlySet<string> | null
}

export function matchTargets(customer: DeclaredCustomer, targets: readonly string[]): TargetMatch {
  if (targets.length === 0) return { isSelected: true, keys: null }
  const keys = new Set<string>()
  let isSelected = false
  let isWhole = false
  for (const target of targets) {
    if (!matchesTarget(customer, target)) continue
    isSelected = true
    const key = keyOf(target)
    if (key === null) isWhole = true
    else keys.add(key)
  }
  return { isSelected, keys: isSelected && !isWhole ? keys : null }
}

export function matchesTarget(customer: DeclaredCustomer, target: string): boolean {
  const who = target.split('/', 1)[0]?.toLowerCase() ?? ''
  const key = keyOf(target)
  const isCustomer =
    who === customer.tenant || who === customer.domain?.toLowerCase() || who === customer.name.toLowerCase()
  return isCustomer && (key === null || customer.subscriptions.some(entry => entry.key === key))
}

function keyOf(target: string): string | null {
  const slash = target.indexOf('/')
  return slash < 0 ? null : target.slice(slash + 1)
}
