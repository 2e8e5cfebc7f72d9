/** Shows a plan and asks whether it is carried out. What was typed by mistake is said, and asked for again: it is no answer. */
import { diagnose } from '../../engine/diagnostic.ts'
import type { Consent } from '../../engine/journal/entry.ts'
import { consolidationOf } from '../../engine/plan/consolidation-of.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { counted } from '../../engine/plural.ts'
import { complain, conversationOptions } from '../answer.ts'
import { codes } from '../codes.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { FormatOf } from '../formats.ts'
import { planText } from '../report/plan/plan-text.ts'
import { printable } from '../report/printable.ts'
import type { Shell } from '../shell.ts'
import { type Ask, askOnTerminal } from '../terminal/ask.ts'

export interface Given {
  readonly format: FormatOf<'apply'>
  readonly autoApprove: boolean
  readonly allowIrreversible: boolean
  readonly skipMoved: boolean
  readonly verbose: boolean
}

export type Consented = { readonly consent: readonly Consent[] } | { readonly refusal: ExitCode }

export async function askForConsent(
  plan: Plan,
  given: Given,
  { shell, ask = askOnTerminal }: { readonly shell: Shell; readonly ask?: Ask },
): Promise<Consented> {
  const consent: Consent[] = []
  if (given.skipMoved) consent.push('skip-moved')
  if (given.allowIrreversible) consent.push('irreversible')
  if (given.autoApprove) return { consent: [...consent, 'changes'] }
  shell.streams.err(planText(plan, { ...conversationOptions(shell), all: given.verbose }))
  if (!shell.streams.inIsTerminal || !shell.streams.errIsTerminal)
    return {
      refusal: complain(
        shell,
        [diagnose(codes.NOT_A_TERMINAL, { detail: 'Carrying a plan out needs a yes: give --auto-approve.' })],
        { format: given.format, code: exitCodes.declined },
      ),
    }
  const asking = { ask: (question: string) => ask(question, shell.signal), shell }
  if (!(await saysYes(asking))) return notConfirmed(shell, given)
  const name = consolidationOf(plan)
  if (plan.summary.irreversible > 0 && !given.allowIrreversible && name !== null) {
    if (!(await typesName(name, plan.summary.irreversible, asking))) return notConfirmed(shell, given)
    consent.push('irreversible')
  }
  return { consent: [...consent, 'changes'] }
}

interface Asking {
  readonly ask: (question: string) => Promise<string | null>
  readonly shell: Shell
}

async function saysYes({ ask, shell }: Asking): Promise<boolean> {
  for (;;) {
    const typed = await ask('Carry this out? (yes or no)')
    if (typed === null || /^(no?)?$/i.test(typed)) return false
    if (/^y(es)?$/i.test(typed)) return true
    shell.streams.err(`You typed \`${printable(typed)}\`. Type \`yes\` or \`no\`.\n`)
  }
}

async function typesName(name: string, count: number, { ask, shell }: Asking): Promise<boolean> {
  const cannot = `${counted(count, 'action')} cannot be undone.`
  for (;;) {
    const typed = await ask(
      `${cannot} Type the name of the consolidation, ${name}, to allow them; nothing to stop:`,
    )
    if (typed === null || typed === '') return false
    if (typed === name) return true
    shell.streams.err(`You typed \`${printable(typed)}\`. The consolidation is \`${name}\`.\n`)
  }
}

function notConfirmed(shell: Shell, { format }: Given): Consented {
  return {
    refusal: complain(shell, [diagnose(codes.NOT_CONFIRMED, { detail: 'Nothing was written.' })], {
      format,
      code: exitCodes.declined,
    }),
  }
}
