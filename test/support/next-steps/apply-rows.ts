/** What apply and resume print as the next step, and the states in which they do. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { hookedCommand, tenantform } from '../built-command.ts'
import { italy, offers } from '../workspaces/a-workspace.ts'
import type { Rows } from './row.ts'
import {
  apply,
  begun,
  consent,
  forgePlan,
  halfway,
  json,
  nameOfApply,
  one,
  plan,
  resume,
  saved,
  setQuantity,
  setStatus,
  slow,
  two,
  unreadable,
} from './states.ts'

const elsewhere = '7d3a0c5e-0000-4000-8000-0000000000f1'

export const applyRows: Rows = {
  'APPLY.ALREADY_COMPLETE': {
    state: async stage => {
      await plan(stage)
      await apply(stage)
      return resume(stage, nameOfApply(stage))
    },
    leadsTo: [0],
    says: /nothing to do|moved/,
  },
  'APPLY.CLOCK_OFF': {
    state: async stage => {
      await plan(stage)
      await stage.fault({ match: { path: '/v1/' }, do: 'skew', skew: 'PT3H', times: 'always' })
      return apply(stage)
    },
    leadsTo: [1],
    says: /NTP/,
  },
  'APPLY.DAY_IS_OVER': {
    state: async stage => {
      await begun(stage)
      await stage.sandbox.post('clock', { now: '2026-12-08T06:00:00Z' })
      return resume(stage)
    },
    leadsTo: [0],
    says: /\+ create/,
  },
  'APPLY.DEADLINE_TOO_NEAR': {
    state: async stage => {
      await plan(stage)
      await stage.sandbox.post('clock', { now: '2026-12-07T23:50:00Z' })
      return apply(stage)
    },
    leadsTo: [0],
    says: /--on/,
  },
  'APPLY.DOCUMENTS_CHANGED': {
    state: async stage => {
      await plan(stage)
      stage.edit('customers/alpha.yaml', 'invited: 2026-12-01', 'invited: "2026-12-02"\nlabels: [late]')
      return apply(stage)
    },
    leadsTo: [0],
    says: /\+ create/,
  },
  'APPLY.GATE_CLOSED': {
    wish: {
      customers: [
        {
          name: 'alpha',
          sources: [
            { offer: 'mail', seats: 5 },
            { offer: 'e1', seats: 1, status: 'suspended' },
          ],
          declared: [{ offer: 'mail', seats: 5 }],
        },
      ],
    },
    state: async stage => {
      await halfway(stage)
      await setStatus(stage, 'office-e1', 'active')
      return resume(stage)
    },
    meanwhile: stage => setStatus(stage, 'office-e1', 'suspended'),
    leadsTo: [0],
  },
  'APPLY.LEFT_OUT': {
    wish: two,
    state: async stage => {
      await plan(stage)
      await setQuantity(stage, 'alpha', 4)
      return apply(stage, '--skip-moved')
    },
    leadsTo: [0],
    says: /alpha/,
  },
  'APPLY.MOVED': {
    wish: two,
    state: async stage => {
      await plan(stage)
      await setQuantity(stage, 'alpha', 4)
      return apply(stage)
    },
    leadsTo: [0, 0],
    says: /Done/,
  },
  'APPLY.MOVED_UNKNOWN': {
    state: async stage => {
      await plan(stage)
      await stage.fault({
        match: { method: 'GET', path: '/subscriptions' },
        do: 'status',
        code: 500,
        times: 'always',
      })
      return apply(stage)
    },
    meanwhile: stage => stage.noFaults(),
    leadsTo: [0],
    says: /Done: 2/,
  },
  'APPLY.NOTHING_TO_RESUME': { state: stage => stage.run('resume'), leadsTo: [0] },
  'APPLY.NOT_AS_EXPECTED': {
    state: async stage => {
      await halfway(stage)
      await setQuantity(stage, 'alpha', 4)
      return resume(stage)
    },
    leadsTo: [0],
    says: /suspend/,
  },
  'APPLY.NOT_CONSENTED': {
    state: async stage => {
      await plan(stage)
      return stage.run('apply', saved(stage), '--auto-approve', ...json)
    },
    leadsTo: [0],
    says: /Done: 2/,
  },
  'APPLY.NOT_DECLARED': {
    state: async stage => {
      await plan(stage)
      forgePlan(stage, value => {
        const [create] = value['actions'] as Record<string, unknown>[]
        if (create !== undefined) create['product'] = offers.e3.id.toLowerCase()
      })
      return apply(stage)
    },
    leadsTo: [0],
    says: /\+ create/,
  },
  'APPLY.NOT_WHOLE': {
    state: async stage => {
      await plan(stage)
      forgePlan(stage, value => {
        value['expiresAt'] = '2026-12-20T00:00:00Z'
      })
      return apply(stage)
    },
    leadsTo: [0],
    says: /\+ create/,
  },
  'APPLY.NOT_VERIFIED': {
    wish: { customers: [slow], settings: { provisioningDelay: 'PT1H' } },
    state: async stage => {
      await plan(stage)
      return apply(stage)
    },
    meanwhile: stage => stage.sandbox.advance('PT1H'),
    leadsTo: [0],
    says: /Done: 1/,
  },
  'APPLY.ORDER_HIDDEN': {
    wish: { customers: [slow], settings: { provisioningDelay: 'PT2H' } },
    state: async stage => {
      await plan(stage)
      await apply(stage)
      rmSync(join(stage.workspace.folder, '.tenantform', 'journal'), { recursive: true })
      await stage.sandbox.advance('PT20M')
      await plan(stage)
      return apply(stage)
    },
    meanwhile: stage => stage.sandbox.advance('PT2H'),
    leadsTo: [0],
    says: /Done: 1/,
  },
  'APPLY.OTHER_DAY': {
    state: async stage => {
      await plan(stage)
      await stage.sandbox.post('clock', { now: '2026-12-08T06:00:00Z' })
      return apply(stage)
    },
    leadsTo: [0],
    says: /2026-12-08 UTC/,
  },
  'APPLY.OTHER_TENANT': {
    state: async stage => {
      await plan(stage)
      stage.edit('partners.yaml', italy.tenantId, elsewhere)
      return apply(stage)
    },
    meanwhile: stage => stage.edit('partners.yaml', elsewhere, italy.tenantId),
    leadsTo: [0],
    says: /\+ create/,
  },
  'APPLY.OTHER_VERSION': {
    state: async stage => {
      await plan(stage)
      forgePlan(stage, value => {
        value['tool'] = { name: 'tenantform', version: '0.0.1' }
      })
      return apply(stage)
    },
    leadsTo: [0],
    says: /\+ create/,
  },
  'APPLY.OTHER_WORLD': {
    state: async stage => {
      await plan(stage)
      return stage.raw('apply', saved(stage), ...consent, '-C', stage.workspace.folder, '--sandbox')
    },
    leadsTo: [0],
    says: /\+ create/,
  },
  // The policy's own finding says what to do, and it is no command.
  'APPLY.POLICY': {
    wish: { ...two, policies: [{ id: 'blast', scope: 'apply', deny: { customersOver: 1 } }] },
    state: async stage => {
      await plan(stage)
      return apply(stage)
    },
    leadsTo: [0],
    says: /\+ create/,
  },
  'APPLY.STOPPED': {
    wish: two,
    state: async stage => {
      await plan(stage)
      const { folder } = stage.workspace
      return tenantform(
        ['apply', saved(stage), ...consent, '-C', folder, '--sandbox', stage.sandbox.url, '-q'],
        {
          cwd: stage.here,
          command: hookedCommand,
          env: { TENANTFORM_KILL_AT: 'after-answer:1', TENANTFORM_KILL_WITH: 'SIGINT' },
        },
      )
    },
    leadsTo: [0],
    says: /Done: 4/,
  },
  'APPLY.UNFINISHED': {
    wish: { ...one, settings: { orderListDelay: 'PT1H', provisioningDelay: 'PT1H' } },
    state: async stage => {
      await plan(stage)
      await stage.fault(
        { match: { method: 'POST', path: '/checkout' }, do: 'drop-after-commit' },
        ...unreadable.filter(({ match }) => match.path === '/carts/'),
      )
      await apply(stage)
      await stage.noFaults()
      const other = join(stage.here, 'other.json')
      await stage.run('plan', '--out', other)
      const told = await stage.run('apply', other, ...consent)
      await stage.sandbox.post('clock', { now: '2026-12-07T09:00:00Z' })
      return told
    },
    leadsTo: [0],
    says: /Done: 2/,
  },
  'APPLY.WINDOW_CLOSED_MEANWHILE': {
    wish: { ...two, window: { from: '2026-12-07', to: '2026-12-11', utcHours: '05:00-08:00' } },
    state: async stage => {
      await begun(stage)
      await stage.sandbox.post('clock', { now: '2026-12-07T09:00:00Z' })
      return resume(stage)
    },
    leadsTo: [0],
    says: /2026-12-08 UTC/,
  },
}
