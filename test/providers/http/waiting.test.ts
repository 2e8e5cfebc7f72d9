import { expect, it } from 'vitest'
import { waited } from '../../../providers/http/waiting.ts'
import { jumpingClock } from '../../support/jumping-clock.ts'

// Was red: Node's warning of too many listeners came to stderr of a rehearsal of 500 customers.
it('lets any number of requests wait until one stop ends them, and says nothing of it', async () => {
  const { signal } = new AbortController()
  const warned: string[] = []
  const told = ({ name }: Error) => warned.push(name)
  process.on('warning', told)
  const clock = jumpingClock()
  const waits = await Promise.all(Array.from({ length: 12 }, () => waited(clock, 5, signal)))
  // A warning comes with the next tick.
  await new Promise(resolve => setImmediate(resolve))
  process.off('warning', told)
  expect([waits, warned]).toEqual([Array(12).fill(true), []])
})
