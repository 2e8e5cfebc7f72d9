/** Whatever the service answers, a read is present, absent or unknown: it never throws, and never goes on for ever. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diagnosticsText } from '../../cmd/report/diagnostics.ts'
import {
  type PartnerName,
  partnerName,
  productKey,
  subscriptionId,
  tenantId,
  utcDate,
} from '../../engine/model/ids.ts'
import type { Read } from '../../engine/model/live.ts'
import { canonicalJson } from '../../engine/plan/digest.ts'
import type { Reader } from '../../engine/ports.ts'
import { parseJsonBody } from '../../providers/http/json-body.ts'
import type { HttpOutcome, HttpRequest, Send } from '../../providers/http/request.ts'
import { examine } from '../../providers/partner-center/index.ts'
import { readerOver } from '../../providers/partner-center/reader.ts'
import type { World } from '../../schemas/generated/world.ts'
import { aWorld, mail, rossi } from '../providers/sandbox/rig.ts'
import { clientsOnSandbox } from '../support/clients-on-sandbox.ts'
import { jumpingClock } from '../support/jumping-clock.ts'
import { aToken, italyTenant } from '../support/tokens.ts'
import { hostile, plantedSecret } from './hostile.ts'
import { type Change, changes, hostileValue, mangled } from './hostile-values.ts'

const italy = partnerName('italy')
const customer = tenantId(rossi)
const azurePlan = subscriptionId('5f000000-0000-4000-8000-0000000000a2')
const days = { from: utcDate('2026-10-01'), to: utcDate('2026-12-07') }

const reads: Readonly<Record<string, (reader: Reader, partner: PartnerName) => Promise<Read<unknown>>>> = {
  customers: (reader, partner) => reader.customers(partner),
  customer: (reader, partner) => reader.customer(partner, customer),
  subscriptions: (reader, partner) => reader.subscriptions(partner, customer),
  agreement: (reader, partner) => reader.agreement(partner, customer),
  'the Azure subscriptions below a plan': (reader, partner) =>
    reader.azureSubscriptions(partner, customer, azurePlan),
  'the review of an account': (reader, partner) => reader.account(partner, customer),
  'open transfers': (reader, partner) => reader.transfers(partner, customer),
  entitlements: (reader, partner) => reader.entitlements(partner, customer),
  qualifications: (reader, partner) => reader.qualifications(partner, customer),
  licences: (reader, partner) => reader.licences(partner, customer, [productKey(mail)]),
  'activity records': (reader, partner) => reader.auditRecords(partner, days),
  'invoice lines': (reader, partner) => reader.invoiceLines(partner, days),
  'the company name': (reader, partner) => reader.companyName(partner),
  'the invitation link': (reader, partner) => reader.relationshipLink(partner),
  'a legacy offer': (reader, partner) => reader.catalogueItem(partner, 'IT', productKey(mail)),
  'a new-commerce item': (reader, partner) =>
    reader.catalogueItem(partner, 'IT', productKey('CFQ7TTC0LCHC:0002')),
}

/** With an Azure plan, and accounts that were reviewed. */
function theWorld(): World {
  const world = aWorld()
  const plan = { id: azurePlan, partner: 'italy', customer, seats: 1, started: '2025-01-01' }
  const product = { id: 'DZH318Z0BPS6', title: 'Azure plan', productType: 'Azure' }
  return aWorld({
    catalogue: {
      ...world.catalogue,
      products: [
        ...(world.catalogue?.products ?? []),
        { ...product, skus: [{ id: '0001', family: 'azure' }] },
      ],
    },
    customers: (world.customers ?? []).map(row => ({ ...row, account: 'Allowed' as const })),
    subscriptions: [...(world.subscriptions ?? []), { ...plan, product: 'DZH318Z0BPS6:0001' }],
  })
}

/** The real client on the real answers of a sandbox, changed on the way. */
async function site() {
  let change: (body: unknown) => unknown = body => body
  const through =
    (send: Send): Send =>
    async request => {
      const outcome: HttpOutcome = await send(request)
      if (outcome.kind !== 'response') return outcome
      const body = change(outcome.body)
      return { ...outcome, body, source: body === undefined ? null : JSON.stringify(body) }
    }
  const sandbox = await clientsOnSandbox(theWorld(), through)
  const reader = readerOver(partner => sandbox.client(partner))
  return {
    reader,
    given(to: (body: unknown) => unknown) {
      change = to
    },
  }
}

const settled = (read: Read<unknown>) => ['present', 'absent', 'unknown'].includes(read.kind)

describe('a read of', () => {
  it.each(Object.entries(reads))('%s is settled whatever stands in the answer', async (_, ask) => {
    const { reader, given } = await site()
    // The answers are what they should be before they are changed.
    expect((await ask(reader, italy)).kind).toBe('present')
    await hostile(
      'answers to reads',
      fc.oneof(
        changes,
        hostileValue.map(value => ({ value })),
      ),
      async to => {
        given(body =>
          Array.isArray(to) ? mangled(body, to as readonly Change[]) : (to as { value: unknown }).value,
        )
        const read = await ask(reader, italy)
        expect(settled(read)).toBe(true)
        // What a plan would be made of can be written down and read back.
        expect(typeof canonicalJson(read)).toBe('string')
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
        return read.kind === 'unknown' ? [diagnosticsText([read.because], new Map())] : []
      },
    )
  })
})

describe('an account', () => {
  it('is examined to the end, whatever stands in its answers', async () => {
    const token = { token_type: 'Bearer', expires_in: 3599, access_token: aToken({ amr: ['pwd', 'mfa'] }) }
    const api = {
      id: 'a',
      companyName: 'Italy SpA',
      tenantId: italyTenant,
      items: [{ id: 'b' }],
      totalCount: 1,
    }
    await hostile(
      'answers to doctor',
      fc.tuple(changes, hostileValue, fc.boolean()),
      async ([to, value, isWhole]) => {
        const send = async ({ url }: HttpRequest): Promise<HttpOutcome> => {
          const sound = url.includes('/token') ? token : api
          const body = isWhole && sound === api ? value : mangled(sound, to)
          const text = JSON.stringify(body) ?? null
          return { kind: 'response', status: 200, headers: {}, body, source: text, text: null }
        }
        const found = await examine(
          {
            name: italy,
            tenantId: tenantId(italyTenant),
            cloud: 'global',
            endpoints: null,
            credentials: { user: { clientId: async () => 'app-1', refreshToken: async () => plantedSecret } },
          },
          {
            clock: jumpingClock(),
            transport: { send, close: () => undefined },
            progress: () => undefined,
            random: () => 0.5,
            partners: [],
          },
        )
        expect(found.signIns.map(({ kind }) => kind)).toEqual(['user'])
        expect(typeof canonicalJson([...found.missing])).toBe('string')
        return [
          diagnosticsText(
            found.signIns.flatMap(({ trouble }) => trouble ?? []),
            new Map(),
          ),
        ]
      },
    )
  })
})

describe('a body', () => {
  it('of any bytes is JSON, garbled or empty', async () => {
    await hostile(
      'answers, as text',
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.json().map(text => text.slice(0, -1)),
        fc.tuple(fc.string(), fc.json()).map(parts => parts.join('')),
      ),
      text => {
        expect(['json', 'garbled', 'empty']).toContain(parseJsonBody(text).kind)
        return []
      },
    )
  })

  // Walking such a value takes a stack frame per level.
  it('nested deeper than anything the service says is garbled', () => {
    expect(parseJsonBody('['.repeat(1_000_000)).kind).toBe('garbled')
    expect(parseJsonBody(`${'['.repeat(201)}${']'.repeat(201)}`).kind).toBe('garbled')
    expect(parseJsonBody(`${'['.repeat(200)}"[[\\"["${']'.repeat(200)}`).kind).toBe('json')
  })
})
