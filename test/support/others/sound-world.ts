import { movesTogether } from '../../../engine/load/resolve/moves-together.ts'
import type { Desired } from '../../../engine/model/desired.ts'
import { worldOfOthers } from './world-of-others.ts'

/** What `validate` refuses, because documents contradict each other (T26). */
export function contradictions(desired: Desired): readonly string[] {
  const codes: string[] = []
  movesTogether(desired, ({ code }) => codes.push(code))
  return codes
}

export const soundWorld = worldOfOthers.filter(({ desired }) => contradictions(desired).length === 0)
