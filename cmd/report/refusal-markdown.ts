/** An apply or a resume that wrote nothing, for a comment on a pull request: why, and what to do. */
import type { Plan } from '../../engine/plan/plan.ts'
import { remedyText } from './diagnostics.ts'
import type { Refusal } from './pages/refusal-html.ts'
import { withinBudget } from './plan/markdown-budget.ts'
import { cell } from './plan/plan-markdown.ts'
import { bannerOf } from './world.ts'

/** `plan`: null where there was none to carry out. */
export function refusalMarkdown({ kind, diagnostics }: Refusal, plan: Plan | null): string {
  const banner = plan === null ? null : bannerOf(plan.madeIn)
  const rows = diagnostics.map(({ code, summary, detail, remedies }) => ({
    text: `| ${[code, detail ?? summary, remedies.map(remedyText).join('; ')].map(cell).join(' | ')} |`,
    kind: 'reason',
  }))
  return withinBudget(
    [
      `## Tenantform apply: ${kind}, nothing written`,
      '',
      ...(banner === null ? [] : [`> **${cell(banner)}**`, '']),
    ],
    [{ head: ['| code | why | what to do |', '|---|---|---|'], rows }],
    'The command says all of them.',
  )
}
