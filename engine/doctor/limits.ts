import type { DeclaredPartner } from '../model/desired.ts'
import { counted } from '../plural.ts'
import { budgetSentence, type RequestBudget } from './request-budget.ts'

/** Microsoft tells neither what is left of its rate limit nor the credit limit of the account (facts 2.9, 4.7). */
export function limitsDetail(
  { creditLimit = [] }: Pick<DeclaredPartner, 'creditLimit'>,
  {
    requestsPerMinute: { first, most },
    budgets = [],
  }: {
    readonly requestsPerMinute: { readonly first: number; readonly most: number }
    readonly budgets?: readonly RequestBudget[]
  },
): string {
  const credit =
    creditLimit.length === 0
      ? 'the credit limit is not known: no call tells it, and no `creditLimit:` is written'
      : `credit limit ${creditLimit.map(({ currency, amount }) => `${currency} ${amount}`).join(', ')}, as the document says`
  const learned = first === most ? 'as the document says' : `then as many as are let through, up to ${most}`
  const now = budgets.length === 0 ? '' : `; by now ${budgetSentence(budgets)}`
  return `${counted(first, 'request')} a minute for each family of calls, ${learned}${now}; ${credit}`
}
