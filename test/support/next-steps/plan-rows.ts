/** What findings of a plan print as the next step. */
import { productKeyOf } from '../workspaces/a-workspace.ts'
import type { Rows } from './row.ts'
import type { Stage } from './stage.ts'

const planned = (stage: Stage, ...more: readonly string[]) => stage.run('plan', ...more)
const product = productKeyOf('premium')
const id = '5f000000-0000-4000-8000-000000000001'
const office = {
  id,
  partner: 'italy',
  product: 'premium',
  name: 'office',
  seats: 20,
  started: '2026-03-15',
} as const
const line = { key: 'office', product, term: 'P1Y', billing: 'monthly', seats: 20 } as const
const moving = (facts: object = {}) => ({
  customers: [{ name: 'alpha', sources: [], living: [{ ...office, ...facts }], lines: [line] }],
})

export const planRows: Rows = {
  'PLAN.LAPSES': {
    wish: { ...moving({ started: '2025-12-20' }), methods: [{ when: { commerce: 'nce' }, do: 'lapse' }] },
    state: stage => planned(stage),
    meanwhile: async stage => {
      await stage.run('apply', '--auto-approve')
      await stage.sandbox.post('clock', { now: '2026-12-20T06:00:00Z' })
    },
    leadsTo: [0],
    says: /done .*\+ create/,
  },
  'PLAN.WAVE_NOT_DONE': {
    wish: {
      customers: [
        {
          name: 'alpha',
          sources: [
            { offer: 'mail', seats: 5 },
            { offer: 'e1', seats: 1 },
          ],
          declared: [{ offer: 'mail', seats: 5 }],
        },
        { name: 'beta', sources: [{ partner: 'germany', offer: 'e1', seats: 10 }] },
      ],
      consolidation: {
        waves: [
          { name: 'pilot', customers: { partner: 'italy' } },
          { name: 'rest-of-it', customers: { partner: 'germany' }, needs: 'pilot' },
        ],
      },
    },
    state: stage => planned(stage),
    leadsTo: [0],
    says: /alpha/,
  },
  'PLAN.RENEWAL_LOCKED': {
    wish: {
      customers: [
        {
          name: 'alpha',
          sources: [],
          living: [{ ...office, partner: 'central', started: '2025-12-08' }],
          lines: [{ ...line, endOfTerm: 'cancel' }],
        },
      ],
    },
    state: async stage => {
      await stage.sandbox.post('clock', { now: '2026-12-07T12:00:00Z' })
      return planned(stage)
    },
    meanwhile: stage => stage.sandbox.post('clock', { now: '2026-12-09T06:00:00Z' }),
    leadsTo: [0],
    says: /cancel at the end of the term 2027/,
  },
  'PLAN.TARGET_TOO_NARROW': {
    state: stage => planned(stage, '--target', 'alpha.example/mail'),
    leadsTo: [0],
    says: /\+ create[\s\S]*- suspend/,
  },
  'PLAN.TOO_LARGE': {
    like: 'PLAN.TARGET_TOO_NARROW',
    because:
      'it takes a plan of over a gigabyte; the same command plans one wave of it: test/engine/plan/saved-plan.test.ts',
  },
  'PLAN.TRANSFER_OPEN': {
    wish: {
      customers: [
        {
          name: 'alpha',
          sources: [{ partner: 'germany', offer: 'e1', seats: 1, status: 'suspended' }],
          declared: [],
          living: [office],
          lines: [line],
        },
      ],
    },
    state: async stage => {
      const token = await stage.sandbox.token(
        '7d3a0c5e-0000-4000-8000-0000000000c1',
        '11111111-0000-4000-8000-0000000000c1',
        'sandbox-central',
      )
      const customer = stage.workspace.tenantOf('alpha')
      const answer = await fetch(`${stage.sandbox.url}/v1/customers/${customer}/transfers`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({
          sourcePartnerTenantId: '7d3a0c5e-0000-4000-8000-0000000000d1',
          targetPartnerTenantId: '7d3a0c5e-0000-4000-8000-0000000000c1',
          transferType: '5',
          sourcePartnerName: 'Germany',
          targetPartnerEmailId: 'ops@central.example',
          sourcePartnerEmailId: 'ops@germany.example',
          customerEmailId: 'it@alpha.example',
          customerName: 'alpha',
          targetProductTypes: ['OnlineServicesNCE'],
        }),
      })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
      return planned(stage)
    },
    // It ends by itself after thirty days, or with whoever asked for it.
    meanwhile: stage => stage.sandbox.advance('P31D'),
    leadsTo: [0],
    says: /> transfer/,
  },
  'PLAN.UNREADABLE_PRODUCT': {
    state: async stage => {
      const items = [{ id: '5f000000-0000-4000-8000-0000000000aa', status: 'active', quantity: 3 }]
      await stage.fault({
        match: { method: 'GET', path: '/subscriptions' },
        do: 'replace-before-commit',
        status: 200,
        body: { totalCount: 1, items, attributes: { objectType: 'Collection' } },
        times: 'always',
      })
      return planned(stage)
    },
    meanwhile: stage => stage.noFaults(),
    leadsTo: [0],
    says: /\+ create/,
  },
}
