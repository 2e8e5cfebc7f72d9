/**
 * The operator: types apply or resume, does what the answer says, and after a cut goes on until a run exits 0. A run that is to be
 * disturbed is a process of its own; the others are carried out in this one, which is the same program and faster.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApplyResult } from '../../engine/journal/result.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { commandWithout, hookedCommand } from '../support/built-command.ts'
import { builtVersion, runInProcess } from '../support/run-in-process.ts'
import type { SandboxProcess } from '../support/sandbox-process.ts'
import { meddleWith } from './meddling.ts'
import type { Between, Meddling, Scenario, Trouble, Turn } from './scenario.ts'
import type { Totals } from './totals.ts'

export interface Desk {
  readonly scenario: Scenario
  readonly sandbox: SandboxProcess
  /** Where commands are sent: the sandbox, or a gateway before it. */
  readonly url: string
  /** Plans that were made anew on the way, in their order. */
  readonly plans: Plan[]
  readonly totals: Totals
  /** The safety check that was taken out of the build, for telling whether this suite would notice. */
  readonly without: string | null
  /** The workspace; another one after the machine was lost. */
  folder: string
  hasLostJournal: boolean
  /** Somebody has the portal open while nobody types. */
  readonly meanwhile: (act: Between) => Promise<boolean>
  /** A run said that all is done. */
  hasEnded: boolean
  /** What was typed and what came of it, for whoever reads a failure. */
  readonly diary: string[]
}

interface Answer {
  /** null: a signal ended it. */
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const consent = ['--auto-approve', '--allow-irreversible'] as const
const savedPlan = ['apply', 'p.json', ...consent] as const
const resume = ['resume', '--allow-irreversible'] as const
/** A run that nothing disturbs any more ends after few turns; one that does not has found something. */
const quietTurns = 12
/** Faults are few, and each spoils one answer or two. */
const plansTried = 8
/** Whatever breaks around it, this is never the answer. */
const ourOwnFault = 'this is a bug in tenantform'
const quiet: Turn = { trouble: { kind: 'none' }, next: 'resume' }

export async function untilDone(desk: Desk, turns: readonly Turn[]): Promise<void> {
  let typed: readonly string[] = savedPlan
  let last = ''
  const after = Array.from({ length: desk.scenario.quietTurns ?? quietTurns }, () => quiet)
  for (const turn of [...turns, ...after]) {
    const result = join(desk.folder, 'r.json')
    rmSync(result, { force: true })
    const answer = await disturbed(desk, typed, turn.trouble)
    const codes = [...`${answer.err}${answer.out}`.matchAll(/\[([A-Z_]+\.[A-Z_]+)\]/g)].map(match => match[1])
    desk.diary.push(
      `${typed.slice(0, 2).join(' ')} (${troubleText(turn.trouble)}): ${answer.code ?? 'killed'} ${codes.join(' ')}`,
    )
    if (answer.err.includes(ourOwnFault)) throw new Error(answer.err)
    // `resume` of an apply that was over before: the plan that was killed before its first entry is still to be carried out.
    const isOther = typed[0] === 'resume' && codes.includes('APPLY.ALREADY_COMPLETE')
    if (answer.code === 0 && !isOther) {
      desk.hasEnded = true
      return
    }
    if (turn.waits !== undefined) {
      await desk.sandbox.advance(turn.waits)
      desk.totals.waits += 1
      for (const act of turn.meanwhile ?? [])
        if (await desk.meanwhile(act)) desk.diary.push(`by hand, ${turn.waits} later: ${act.act}`)
    }
    if (answer.code === 4) desk.diary.push(answer.err)
    last = `${answer.out}${answer.err}`
    const said = existsSync(result) ? (JSON.parse(readFileSync(result, 'utf8')) as ApplyResult).next : null
    typed = await nextFor(desk, turn, { answer, codes, said, typed })
  }
  if (desk.scenario.incidents === undefined) throw new Error(`it never came to an end; at last: ${last}`)
}

interface Came {
  readonly answer: Answer
  readonly codes: readonly (string | undefined)[]
  /** The one command that goes on, as the result says it. */
  readonly said: string | null
  readonly typed: readonly string[]
}

async function nextFor(
  desk: Desk,
  turn: Turn,
  { answer, codes, said, typed }: Came,
): Promise<readonly string[]> {
  const wasKilled = answer.code === null && turn.trouble.kind === 'kill'
  if (wasKilled) lose(desk, turn.trouble.loses)
  const hasJournal = journalsIn(desk).length > 0
  if (wasKilled && turn.next === 'plan anew') {
    // At the same instant it would be the same plan.
    await desk.sandbox.advance('PT1M')
    return planAnew(desk)
  }
  // A damaged journal: the plan that it was about is asked for once more, or, where there is another by now, it is put away.
  if (codes.includes('JOURNAL.CORRUPT') && desk.plans.length === 0) return savedPlan
  if (codes.includes('JOURNAL.CORRUPT')) {
    rmSync(join(desk.folder, '.tenantform', 'journal'), { recursive: true, force: true })
    desk.hasLostJournal = true
    return planAnew(desk)
  }
  if (said?.startsWith('tenantform plan') === true || answer.code === 4) return planAnew(desk)
  if (codes.includes('APPLY.NOTHING_TO_RESUME') || codes.includes('APPLY.ALREADY_COMPLETE')) return savedPlan
  if (codes.includes('APPLY.UNFINISHED')) return resume
  if (answer.code === null || answer.code === 5)
    return hasJournal && turn.next === 'resume' ? resume : savedPlan
  return typed
}

async function planAnew(desk: Desk): Promise<readonly string[]> {
  desk.totals.plansMadeAnew += 1
  // Nothing but the service knows of what was bought, and it shows late: as docs/reliability.md tells, a new plan waits.
  if (desk.hasLostJournal) await desk.sandbox.advance('PT30M')
  // A customer of whom something could not be read is blocked in the plan: whoever reads that plans once more.
  for (let tries = 1; ; tries += 1) {
    const { code, out, err } = await here(desk, ['plan', '--out', 'p.json', '--format', 'json'])
    desk.diary.push(`plan: ${code}`)
    // A day on which the policies decline everything: whoever sees that leaves it for another day.
    if (code === 3 && desk.scenario.incidents !== undefined) return resume
    const plan = code === 0 ? (JSON.parse(out) as Plan) : null
    const blocked = plan?.customers.filter(isBlocked) ?? []
    const isGood =
      plan !== null && (blocked.length === 0 || (desk.scenario.incidents !== undefined && tries > 2))
    if (isGood) {
      desk.plans.push(plan)
      return savedPlan
    }
    if (tries >= plansTried)
      throw new Error(`no plan: ${err}${JSON.stringify(blocked.map(customer => customer.blockedBy))}`)
  }
}

const isBlocked = ({ state }: Plan['customers'][number]) => state === 'blocked'

function lose(desk: Desk, what: Extract<Trouble, { kind: 'kill' }>['loses']): void {
  const journal = join(desk.folder, '.tenantform', 'journal')
  if (what === 'the journal') {
    rmSync(journal, { recursive: true, force: true })
    desk.totals.journalsLost += 1
    desk.hasLostJournal = true
  }
  if (what === 'the machine') {
    const other = mkdtempSync(join(tmpdir(), 'tenantform-other-machine-'))
    cpSync(desk.folder, other, { recursive: true, filter: path => !path.endsWith('locks') })
    rmSync(desk.folder, { recursive: true, force: true })
    desk.folder = other
    desk.totals.machinesLost += 1
  }
  const newest = journalsIn(desk).at(-1)
  if (isMeddling(what) && newest !== undefined && meddleWith(join(journal, newest), what))
    desk.totals.journalsMeddledWith += 1
  // As a disc leaves it when the power goes in the middle of an append that nobody was promised.
  if (what === 'half an entry' && newest !== undefined)
    appendFileSync(join(journal, newest), '0123456789abcdef {"kind":"act')
}

function isMeddling(what: Extract<Trouble, { kind: 'kill' }>['loses']): what is Meddling {
  return what === 'a character of the journal' || what.startsWith('its word: ')
}

function journalsIn({ folder }: Desk): readonly string[] {
  const journal = join(folder, '.tenantform', 'journal')
  return existsSync(journal)
    ? readdirSync(journal)
        .filter(name => name.endsWith('.jsonl'))
        .sort()
    : []
}

async function disturbed(desk: Desk, typed: readonly string[], trouble: Trouble): Promise<Answer> {
  const { totals } = desk
  if (typed[0] === 'resume') totals.resumes += 1
  else totals.applies += 1
  const args = [...typed, '--out', 'r.json']
  if (trouble.kind === 'none') return desk.without === null ? here(desk, args) : aside(desk, args, {})
  if (trouble.kind === 'full disc') {
    totals.fullDiscs += 1
    return aside(desk, args, {}, trouble.kib)
  }
  const signal = trouble.kind === 'kill' ? 'SIGKILL' : trouble.signal
  const answer = await aside(desk, args, { TENANTFORM_KILL_AT: trouble.at, TENANTFORM_KILL_WITH: signal })
  if (answer.code === null) totals.kills += 1
  if (trouble.kind === 'stop' && `${answer.out}${answer.err}`.includes('[APPLY.STOPPED]')) totals.stops += 1
  return answer
}

/** Runs a command in this process. */
export function here(desk: Desk, typed: readonly string[]): Promise<Answer> {
  return runInProcess([...typed, '--sandbox', desk.url, '-q'], desk.folder, {
    env: { TENANTFORM_WIDTH: String(desk.scenario.width) },
    version: builtVersion,
  })
}

/** Runs a command as a process of its own; `largestKib` is what its disc takes in one file. */
async function aside(
  desk: Desk,
  typed: readonly string[],
  env: Readonly<Record<string, string>>,
  largestKib?: number,
): Promise<Answer> {
  const command = desk.without === null ? hookedCommand : commandWithout(desk.without)
  const line = [process.execPath, command, ...typed, '--sandbox', desk.url, '-q']
  const limited = ['bash', '-c', `ulimit -f ${largestKib}; exec "$@"`, 'bash', ...line]
  const [program = '', ...args] = largestKib === undefined ? line : limited
  const child = spawn(program, args, {
    cwd: desk.folder,
    env: { ...process.env, NO_COLOR: '1', TENANTFORM_WIDTH: String(desk.scenario.width), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => {
    out += String(chunk)
  })
  child.stderr.on('data', chunk => {
    err += String(chunk)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

function troubleText(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'none':
      return 'undisturbed'
    case 'full disc':
      return `a disc of ${trouble.kib} KiB`
    case 'stop':
      return `${trouble.signal} at ${trouble.at}`
    case 'kill':
      return `killed at ${trouble.at}${trouble.loses === 'nothing' ? '' : `, ${trouble.loses} lost`}`
  }
}
