/** Exceptions and approvals for a rule that no Policy has: they let nothing pass, and mostly the rule was renamed or misspelt. */
import type { PolicyException, PolicyRule } from '../model/desired.ts'
import { orMeant, suggest } from '../scope/suggest.ts'
import { codes } from './codes.ts'
import type { ResolveContext } from './resolve/resolve-context.ts'

/** A rule goes by `policy/rule` or by its id alone. */
export function rulesOfExceptions(
  exceptions: readonly (Pick<PolicyException, 'rule'> & { readonly ruleAt: PolicyException['at'] })[],
  policies: readonly PolicyRule[],
  report: ResolveContext['report'],
): void {
  const names = [...new Set(policies.map(rule => `${rule.policy}/${rule.id}`))]
  const ids = [...new Set(policies.map(rule => rule.id))]
  for (const { rule, ruleAt } of exceptions) {
    if (names.includes(rule) || ids.includes(rule)) continue
    const id = rule.split('/').at(-1) ?? rule
    const near = rule.includes('/')
      ? (suggest(rule, names) ?? names.find(name => name.endsWith(`/${id}`)) ?? null)
      : suggest(rule, ids)
    report(codes.UNKNOWN_RULE, ruleAt, `No Policy document has a rule \`${rule}\`${orMeant(near)}`)
  }
}
