/**
 * Whether our clock may be believed: the UTC day, the window and the expiry of a plan are judged by it. One answer with another
 * time is no evidence (it may have been on its way while this machine slept), so a second one is asked for before a run ends; where
 * none comes, no run ends of it.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { Plan } from '../../plan/plan.ts'
import { readSubjects } from '../../read/read-subjects.ts'
import { isBearable, skewText } from '../../time/clock-skew.ts'
import { codes } from '../codes.ts'
import type { RunPorts } from '../run.ts'

/** Between an answer that says another time and the next; in ms. */
const againAfterMs = 1_000

/** How often a second answer is asked for. */
const asks = 3

/** Null: it is right, or nobody has said what time it is, or the run is to stop anyway. */
export async function clockTrouble(
  plan: Plan,
  ports: RunPorts & { readonly signal: AbortSignal },
): Promise<Diagnostic | null> {
  const { serviceTime, clock, signal } = ports
  if (isBearable(serviceTime.skewMs())) return null
  const heardBefore = serviceTime.heard()
  for (let asked = 0; asked < asks && serviceTime.heard() === heardBefore; asked += 1) {
    try {
      await clock.sleep(againAfterMs, signal)
    } catch (error) {
      if (signal.aborted) return null
      throw error
    }
    await readSubjects(
      plan.facts.slice(0, 1).map(fact => fact.subject),
      ports,
    )
  }
  const skewMs = serviceTime.skewMs()
  return skewMs === null || isBearable(skewMs) || serviceTime.heard() === heardBefore
    ? null
    : diagnose(codes.CLOCK_OFF, { detail: `This machine is ${skewText(skewMs)}: it is ${clock.now()} here.` })
}
