/** What an apply that was cut off, and its resume, print as the next step, and the states in which they do. */
import type { Rows } from './row.ts'
import { apply, plan, resume, setStatus } from './states.ts'

export const interruptedRows: Rows = {
  'APPLY.UNDONE': {
    wish: {
      customers: [
        {
          name: 'alpha',
          sources: [
            { offer: 'mail', seats: 5 },
            { offer: 'e1', seats: 10 },
          ],
        },
      ],
    },
    state: async stage => {
      const match = { method: 'PATCH', path: '/subscriptions/' }
      await plan(stage)
      // The first source is switched off, and of the second nothing comes.
      await stage.fault(
        { match, do: 'delay', ms: 1, times: 1 },
        { match, do: 'status', code: 503, times: 99 },
      )
      await apply(stage)
      await stage.noFaults()
      await stage.sandbox.advance('PT5H')
      const off = (await stage.sandbox.subscriptions()).find(
        ({ partner, status }) => partner === 'italy' && status === 'suspended',
      )
      await setStatus(stage, off?.family ?? '', 'active')
      return resume(stage)
    },
    leadsTo: [0],
    says: /- suspend +Exchange Online/,
  },
}
