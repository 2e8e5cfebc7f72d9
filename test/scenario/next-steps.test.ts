/**
 * Each command that is printed as the next step leads somewhere, from the state that printed it. A code whose words hold a command and that has
 * no row here fails, so a new one cannot be added without trying it. These led nowhere: `rm -r .tenantform/sandbox`, `git status` and `git rm` in
 * the wrong folder; `resume` of a rehearsal's torn journal in the real accounts; `resume` for a window that opens after the day of the plan; `--target
 * TENANT` and `COMMAND --help` as they stand; what `plan FILE` and `plan --strict` were to say, and did not.
 */
import { describe, expect, it } from 'vitest'
import { declaredCodes } from '../docs/error-page.ts'
import { adminRows } from '../support/next-steps/admin-rows.ts'
import { applyRows } from '../support/next-steps/apply-rows.ts'
import { commandRows } from '../support/next-steps/command-rows.ts'
import { graphRows } from '../support/next-steps/graph-rows.ts'
import { interruptedRows } from '../support/next-steps/interrupted-rows.ts'
import { planRows } from '../support/next-steps/plan-rows.ts'
import type { Row, StateRow } from '../support/next-steps/row.ts'
import { savedRows } from '../support/next-steps/saved-rows.ts'
import { serviceRows } from '../support/next-steps/service-rows.ts'
import { signInRows } from '../support/next-steps/sign-in-rows.ts'
import { aStage, printedFor, stageOn, verbOf } from '../support/next-steps/stage.ts'
import { anAdminWorkspace } from '../support/workspaces/an-admin-workspace.ts'

const rows: Readonly<Record<string, Row>> = {
  ...adminRows,
  ...applyRows,
  ...commandRows,
  ...graphRows,
  ...interruptedRows,
  ...planRows,
  ...savedRows,
  ...serviceRows,
  ...signInRows,
}

/** Commands in the fixed words of every code. */
async function commandsByCode(): Promise<ReadonlyMap<string, readonly string[]>> {
  const declared = await declaredCodes()
  return new Map(
    declared.flatMap(({ code, remedies }) => {
      const commands = remedies.flatMap(remedy => (remedy.kind === 'run' ? [remedy.command] : []))
      return commands.length === 0 ? [] : [[code, commands] as const]
    }),
  )
}

it('has a row for every code that prints a command, and no other', async () => {
  expect(Object.keys(rows).sort()).toEqual([...(await commandsByCode()).keys()].sort())
})

it('sends what has no state of its own to a row with the same command', async () => {
  const commands = await commandsByCode()
  const wrong = Object.entries(rows).flatMap(([code, row]) => {
    if (!('like' in row)) return []
    const other = rows[row.like]
    const verbs = (name: string) => (commands.get(name) ?? []).map(verbOf)
    const isSame = verbs(code).every(verb => verbs(row.like).includes(verb))
    return other !== undefined && 'state' in other && isSame ? [] : [`${code} like ${row.like}`]
  })
  expect(wrong).toEqual([])
})

const states = Object.entries(rows).filter((entry): entry is [string, StateRow] => 'state' in entry[1])

describe('the next step printed for', () => {
  it.each(states)('%s leads on', async (code, row) => {
    const stage =
      row.admin === undefined ? await aStage(row.wish) : await stageOn(anAdminWorkspace(row.admin))
    try {
      const told = await row.state(stage)
      const verbs = ((await commandsByCode()).get(code) ?? []).map(verbOf)
      const printed = printedFor(code, told, verbs)
      expect([printed.length, printed], `${told.err}\n${told.out.slice(0, 2000)}`).toEqual([
        row.leadsTo.length,
        printed,
      ])
      await row.meanwhile?.(stage)
      for (const [at, command] of printed.entries()) {
        const ran = await stage.follow(filled(command, row, stage.here))
        expect([command, ran.code, ran.err]).toEqual([command, row.leadsTo[at], expect.any(String)])
        expect(`${ran.out}${ran.err}`).not.toMatch(
          /COMMAND\.(UNEXPECTED_ARGUMENT|BAD_VALUE|OPTION_WITHOUT_EFFECT)|unknown option|too many arguments/,
        )
        if (at === printed.length - 1 && row.says !== undefined)
          expect(`${ran.out}${ran.err}`).toMatch(row.says)
      }
    } finally {
      await stage.close()
    }
  })
})

/** Placeholders as a person fills them in; what cannot be undone is allowed, which no remedy does by itself. */
function filled(command: string, { fill = {} }: StateRow, here: string): string {
  let text = command
  for (const [word, value] of Object.entries({ FILE: `${here}/new.json`, ...fill }))
    text = text.replace(new RegExp(`(?<= )${word}(?= |$)`), value)
  if (!/^tenantform (apply|resume)/.test(text)) return text
  return ['--allow-irreversible', ...(text.startsWith('tenantform apply') ? ['--auto-approve'] : [])]
    .filter(option => !text.includes(option))
    .reduce((all, option) => `${all} ${option}`, text)
}
