/**
 * Every command that any command can print as the next step is one that the program takes, with its options. Each code's command is made whole for
 * each verb that could print it, and parsed by the program itself. Was red: `resume --skip-moved`, and `resume` without the consent that was given.
 */
import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { type FollowUp, wholeCommand } from '../../cmd/follow-up.ts'
import { shellOf } from '../../cmd/library/site.ts'
import { commandTree } from '../../cmd/program/program.ts'
import { declaredCodes } from '../docs/error-page.ts'
import { shellWords } from '../support/next-steps/stage.ts'

/** null: the program takes it. */
function refusalOf(command: string): string | null {
  const base = shellOf({ directory: '.', env: {}, signal: new AbortController().signal })
  const shell = { ...base, streams: { ...base.streams, out: () => undefined, err: () => undefined } }
  const program = commandTree(shell, called => called.action(() => undefined))
  try {
    program.parse(shellWords(command).slice(1), { from: 'user' })
    return null
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? null : error.message
  }
}

const calledAs = (verb: string, rest: Partial<FollowUp> = {}): FollowUp => ({
  verb,
  path: verb,
  directory: '/somewhere/else',
  sandbox: 'http://127.0.0.1:8080',
  file: null,
  apply: null,
  given: [],
  ...rest,
})
const allowed = [{ option: '--allow-irreversible', values: [] }]
const called: readonly FollowUp[] = [
  calledAs('plan', { given: [{ option: '--wave', values: ['pilot'] }] }),
  calledAs('apply', {
    file: 'all.json',
    given: [{ option: '--auto-approve', values: [] }, ...allowed, { option: '--skip-moved', values: [] }],
  }),
  calledAs('apply', { given: [{ option: '--wave', values: ['pilot'] }, ...allowed] }),
  calledAs('resume', { apply: '20261207T060000Z-fe169d1d', given: allowed }),
  calledAs('resume'),
  calledAs('status'),
  calledAs('import', { given: [{ option: '--partner', values: ['italy'] }] }),
  calledAs('invite'),
  calledAs('doctor'),
]

async function commands(): Promise<readonly string[]> {
  const declared = await declaredCodes()
  const texts = declared.flatMap(({ remedies }) =>
    remedies.flatMap(remedy =>
      remedy.kind === 'run'
        ? [remedy.command]
        : [...JSON.stringify(remedy).matchAll(/`(tenantform [^`]+)`/g)].map(([, one = '']) => one),
    ),
  )
  return [...new Set(texts)].filter(text => text.startsWith('tenantform ')).sort()
}

describe('a command that is printed as the next step', () => {
  it('is known to this law in more than twenty forms', async () => {
    expect((await commands()).length).toBeGreaterThan(20)
  })

  it.each(called)('by $verb $file $apply is taken by the program', async followUp => {
    const refused = (await commands()).flatMap(command => {
      const whole = wholeCommand(command, followUp)
      const refusal = refusalOf(whole)
      return refusal === null ? [] : [[whole, refusal]]
    })
    expect(refused).toEqual([])
  })
})

describe('consent', () => {
  it('that was given to apply goes with the resume it prints', () => {
    const followUp = calledAs('apply', { file: 'all.json', directory: null, sandbox: null, given: allowed })
    expect(wholeCommand('tenantform resume 20261207T060000Z-1865d4f6', followUp)).toBe(
      'tenantform resume 20261207T060000Z-1865d4f6 --allow-irreversible',
    )
  })

  it('is asked for by resume itself where apply is named for it', () => {
    expect(
      wholeCommand(
        'tenantform apply FILE --allow-irreversible',
        calledAs('resume', { directory: null, sandbox: null }),
      ),
    ).toBe('tenantform resume --allow-irreversible')
  })
})
