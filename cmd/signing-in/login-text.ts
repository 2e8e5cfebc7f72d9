/** What `login` says: the code to type, who signed in, and what of a registration is missing. */

import type { CheckedKind, CheckedStep, Checklist } from '../../engine/doctor/checklist.ts'
import { counted } from '../../engine/plural.ts'
import type { Login } from '../../schemas/generated/answers/login.ts'
import { alignColumns } from '../report/columns.ts'
import { remedyText } from '../report/diagnostics.ts'
import type { ReportOptions } from '../report/options.ts'
import { paintOf } from '../report/paint.ts'
import { printable } from '../report/printable.ts'

export type LoginAnswer = Extract<Login, { kind: 'signed-in' }>

/** The code is the person's own, and no secret of the account: without a sign-in it opens nothing. */
export function codeText(
  {
    address,
    code,
    goodUntil,
  }: { readonly address: string; readonly code: string; readonly goodUntil: string },
  partner: string,
  { isRehearsal }: { readonly isRehearsal: boolean },
): string {
  const time = goodUntil.slice(11, 16)
  const lines = isRehearsal
    ? [`Rehearsal of ${partner}: the person types`, `  tenantform sandbox sign-in ${printable(code)}`]
    : [
        `Sign in to ${partner} as the person in whose name the runs act, with MFA:`,
        `  open   ${printable(address)}`,
        `  enter  ${printable(code)}   (good until ${time} UTC)`,
      ]
  return `${[...lines, 'Waiting for the sign-in; Ctrl+C ends it, and nothing is stored.'].join('\n')}\n`
}

export function loginText(answer: LoginAnswer, { columns }: ReportOptions): string {
  const known = (value: boolean | null, yes: string, no: string) =>
    value === null ? 'the token does not say' : value ? yes : no
  const rows = [
    ['user', printable(answer.user ?? 'the token does not say')],
    ['tenant', answer.tenant],
    ['company', printable(answer.company ?? 'the service does not say')],
    ['member', known(answer.member, 'yes', 'no, a guest')],
    ['second factor', known(answer.secondFactor, 'yes', 'no')],
    ...answer.rights.map(({ ability, weight, has }) => [
      'may',
      `${ability}: ${has === null ? 'not tried' : has ? 'yes' : `no (${weight})`}`,
    ]),
    ['stored', printable(answer.stored ?? 'nothing: this is a rehearsal')],
  ]
  return `${[`Signed in to ${answer.partner}`, ...alignColumns(rows, '  ', { columns })].join('\n')}\n`
}

const signs = { done: 'done', missing: 'MISSING', unknown: 'unknown' } as const
const titles = {
  app: 'app: the app on its own',
  user: 'user: a person who signed in with MFA (secure application model)',
} as const

export function checklistText(checklist: Checklist, options: ReportOptions): string {
  const paint = paintOf(options)
  const parts = checklist.kinds.flatMap(kind => [
    paint.bold(titles[kind.kind]),
    ...standing(kind),
    ...(kind.declared || kind.neededFor.length > 0
      ? kind.steps.flatMap(step => stepLines(step, options))
      : []),
  ])
  const unknown = checklist.kinds
    .filter(kind => kind.declared || kind.neededFor.length > 0)
    .flatMap(kind => kind.steps)
    .filter(step => step.state === 'unknown').length
  const total = [
    checklist.missing === 0
      ? 'nothing is known to be missing'
      : `${counted(checklist.missing, 'thing is', 'things are')} missing`,
    ...(unknown === 0 ? [] : [`${unknown} can be told only once there is a sign-in`]),
  ].join(', ')
  return `${[`${checklist.partner}  ${checklist.tenant}`, ...parts, total, 'docs/credentials.md of Tenantform says how to do each.'].join('\n')}\n`
}

function standing({ declared, neededFor, kind }: CheckedKind): readonly string[] {
  if (declared) return []
  return neededFor.length > 0
    ? [`  not declared, and needed to ${neededFor.join(', ')}: write \`${kind}:\` under \`credentials:\``]
    : ['  not declared, and not needed']
}

function stepLines(step: CheckedStep, { columns }: ReportOptions): readonly string[] {
  const rest = [
    ...(step.where === null ? [] : [['where', step.where]]),
    ...(step.command === null ? [] : [['run', step.command]]),
    ...(step.permissions.length === 0 ? [] : [['permissions', step.permissions.join(', ')]]),
    ...(step.consent === null ? [] : [['consent', `of an ${step.consent}`]]),
    ...step.findings.flatMap(found => [
      [
        'why',
        `${found.summary} [${found.code}]${found.detail === undefined ? '' : `: ${printable(found.detail)}`}`,
      ],
      ...(step.command === null ? found.remedies.map(remedy => ['next', remedyText(remedy)]) : []),
    ]),
  ]
  return [
    ...alignColumns([[signs[step.state], step.what]], '  ', { columns }),
    ...(step.state === 'done' ? [] : alignColumns(rest, '      ', { columns })),
  ]
}
