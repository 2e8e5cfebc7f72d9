import type { RunningApply } from '../../engine/execute/workers/port.ts'
import { counted } from '../../engine/plural.ts'

/** How far workers are with an apply, in one line without its end. */
export function workersText({ apply, customers, failed, workers, state }: RunningApply): string {
  const { waiting, ready, running, closed, left } = customers
  const total = waiting + ready + running + closed + left
  const parts = [
    `${closed} of ${counted(total, 'customer')} finished`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(running > 0 ? [`${running} with ${counted(workers, 'worker')}`] : []),
    ...(waiting > 0 ? [`${waiting} behind a wave`] : []),
    ...(left > 0 ? [`${left} not begun`] : []),
    ...(state === 'stopping' ? ['stopping'] : []),
  ]
  return `${apply}: ${parts.join(', ')}`
}
