/** Carries one scenario through: plan, faults, an operator who is cut off again and again, and the judgement at the end. */
import type { Plan } from '../../engine/plan/plan.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace } from '../support/workspaces/a-workspace.ts'
import { halfwayTo } from './halfway.ts'
import { judge, usableSeats } from './judge.ts'
import { judgeHalfway } from './judge-halfway.ts'
import { type Desk, here, untilDone } from './operator.ts'
import type { Scenario } from './scenario.ts'
import { count, type Totals, type Wrong } from './totals.ts'

/** Throws when a run does not come to an end, or when something that must not be was found; the message holds the diary. */
export async function carryThrough(
  scenario: Scenario,
  totals: Totals,
  without: string | null = null,
): Promise<void> {
  const workspace = aWorkspace(scenario.wish)
  const sandbox = await startSandboxHere(workspace.seed)
  const halfway = scenario.incidents === undefined ? null : await halfwayTo(sandbox, scenario.incidents)
  const desk: Desk = {
    scenario,
    sandbox,
    url: halfway?.url ?? sandbox.url,
    plans: [],
    totals,
    without,
    folder: workspace.folder,
    hasLostJournal: false,
    hasEnded: false,
    meanwhile: async act => {
      const isDone = (await halfway?.person.doesBetween(act)) === true
      if (isDone && halfway !== null) halfway.happened.between += 1
      return isDone
    },
    diary: [],
  }
  try {
    const seats = usableSeats(await sandbox.subscriptions(), scenario.wish)
    const plans = [await planned(desk)]
    await sandbox.post('faults', scenario.faults)
    for (const fault of scenario.faults) count(totals.faults, fault.do, fault.times)
    await untilDone(desk, scenario.turns)
    if (scenario.later !== undefined && halfway === null) {
      await sandbox.post('clock', { now: scenario.later })
      plans.push(await planned(desk))
      await untilDone(desk, scenario.turns)
    }
    for (const plan of plans) for (const action of plan.actions) count(totals.actions, action.kind)
    if (await wasReplaced(sandbox, scenario)) totals.runsWith.answerReplaced += 1
    if (halfway !== null && halfway.happened.clock > 0) totals.runsWith.deadlinePassed += 1
    if (halfway !== null && halfway.happened.person > 0) totals.runsWith.personChanged += 1
    if (halfway !== null && halfway.happened.between > 0) totals.runsWith.personBetween += 1
    const judged =
      halfway === null
        ? judge(desk, { plans, seats })
        : judgeHalfway(desk, { plans: [...plans, ...desk.plans], seats }, halfway)
    const found = await judged
    const wrong = (Object.entries(found) as [Wrong, number][]).filter(([, number]) => number > 0)
    for (const [name, number] of wrong) totals.wrong[name] += number
    if (wrong.length > 0) throw new Error(wrong.map(([name, number]) => `${name}: ${number}`).join(', '))
  } catch (error) {
    throw new Error([error instanceof Error ? error.message : String(error), ...desk.diary].join('\n  '), {
      cause: error,
    })
  } finally {
    await halfway?.close()
    await sandbox.stop()
    workspace.remove()
  }
}

/** Whether a fault that answers in the service's place found a request. */
async function wasReplaced(sandbox: SandboxProcess, { faults }: Scenario): Promise<boolean> {
  const left = (await sandbox.faults()).filter(fault => fault.kind === replacement)
  const scripted = faults.filter(fault => fault.do === replacement)
  return (
    left.reduce((sum, fault) => sum + fault.left, 0) < scripted.reduce((sum, fault) => sum + fault.times, 0)
  )
}

const replacement = 'replace-after-commit'

async function planned(desk: Desk): Promise<Plan> {
  const answer = await here(desk, ['plan', '--out', 'p.json', '--format', 'json'])
  if (answer.code !== 0) throw new Error(`no plan: ${answer.err}${answer.out}`)
  const plan = JSON.parse(answer.out) as Plan
  const blocked = plan.customers.filter(customer => customer.state === 'blocked')
  if (blocked.length > 0)
    throw new Error(
      `the made-up world is blocked: ${JSON.stringify(blocked.map(customer => customer.blockedBy))}`,
    )
  return plan
}
