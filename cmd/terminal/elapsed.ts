/**
 * Time that has passed, by whichever clock of this machine says more: one stands still while the machine sleeps, the other can be set. It never
 * goes back, so a lease that is over stays over. In ms, since this file was loaded.
 */
import { performance } from 'node:perf_hooks'

let steady = performance.now()
let wall = Date.now()
let total = 0

export function elapsedMs(): number {
  const [nowSteady, nowWall] = [performance.now(), Date.now()]
  total += Math.max(nowSteady - steady, nowWall - wall, 0)
  steady = nowSteady
  wall = nowWall
  return total
}
