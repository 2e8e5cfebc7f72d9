import { afterEach, describe, expect, it } from 'vitest'
import { performersOver } from '../../../../providers/partner-center/actions/performers.ts'
import { anAttempt, aTransfer } from '../../../support/actions.ts'
import { type Api, anApi } from '../../../support/api.ts'
import type { Asked, Scripted } from '../../../support/scripted-server.ts'

let api: Api | null = null
afterEach(() => api?.close())

const list = '/v1/customers/c-1/transfers'
const customer = { id: 'c-1', billingProfile: { email: 'a@b.example' } }
const request = {
  id: 't-1',
  status: 'Pending',
  transferType: 5,
  customerTenantId: 'c-1',
  sourcePartnerTenantId: 'T-GERMANY',
  sourcePartnerName: 'germany',
  targetProductTypes: ['OnlineServicesNCE'],
}
const complete = { ...request, status: 'Complete' }

async function transferring(answers: (asked: Asked) => Scripted) {
  api = await anApi(answers)
  const { client } = api
  return performersOver(() => client)['subscription.transfer']
}

const steps = () =>
  api?.server.asked.map(({ method, url }) => `${method} ${url.replace('/v1/customers/c-1', '')}`)

/** Everything as it should be, with these requests open at the beginning. */
function service(open: readonly object[]) {
  let isAccepted = false
  return ({ method, url }: Asked): Scripted => {
    if (method === 'PATCH') isAccepted = true
    if (url === list && method === 'GET') return { json: open }
    if (url === list) return { status: 201, json: request }
    if (url.startsWith(list)) return { json: isAccepted ? complete : request }
    return { json: customer }
  }
}

describe('a transfer', () => {
  it('is asked for where none is open, noted, and accepted', async () => {
    const attempt = anAttempt()
    const { perform } = await transferring(service([]))
    expect(await perform(aTransfer(), attempt)).toMatchObject({ kind: 'done' })
    expect(attempt.noted).toEqual([['transfer', { id: 't-1' }]])
    expect(steps()).toEqual([
      'GET /transfers',
      'GET ',
      'POST /transfers',
      'GET /transfers/t-1',
      'PATCH /transfers/t-1',
      'GET /transfers/t-1',
    ])
  })

  // Red once: without its journal it was asked for again, and refused each time, for ever (T36).
  it('that is open already, by a request of ours, is gone on with', async () => {
    const attempt = anAttempt()
    const { perform, look } = await transferring(
      service([{ ...request, id: 'old', status: 'Expired' }, request]),
    )
    expect(await look(aTransfer(), attempt)).toEqual({ kind: 'did not happen' })
    expect(await perform(aTransfer(), attempt)).toMatchObject({ kind: 'done' })
    expect(attempt.noted).toEqual([['transfer', { id: 't-1' }]])
    expect(steps()?.filter(step => !step.startsWith('GET'))).toEqual(['PATCH /transfers/t-1'])
  })

  it.each([
    ['from another account', { sourcePartnerTenantId: 'T-SPAIN' }],
    ['for other products', { targetProductTypes: ['AzureSubscription'] }],
    ['for everything', { targetProductTypes: null }],
    ['under another name', { sourcePartnerName: 'Germany by hand' }],
  ])('is not taken for one that somebody asked for %s', async (_, other) => {
    const { perform } = await transferring(service([{ ...request, ...other, id: 'theirs' }]))
    expect(await perform(aTransfer(), anAttempt())).toMatchObject({ kind: 'done' })
    expect(steps()).toContain('POST /transfers')
  })

  it('that nobody can list is not asked for', async () => {
    const { perform } = await transferring(() => ({ status: 404, text: '<h1>Not found</h1>' }))
    expect(await perform(aTransfer(), anAttempt())).toMatchObject({
      kind: 'unknown',
      because: { code: 'PARTNER_CENTER.FOREIGN_ANSWER' },
    })
    expect(steps()).toEqual(['GET /transfers'])
  })

  it('whose acceptance was taken and that is still pending is unknown, not refused', async () => {
    const { perform } = await transferring(asked =>
      asked.method === 'PATCH' || asked.url.endsWith('/t-1') ? { json: request } : service([request])(asked),
    )
    expect(await perform(aTransfer(), anAttempt())).toMatchObject({
      kind: 'unknown',
      because: { code: 'PARTNER_CENTER.TRANSFER_NOT_DONE' },
    })
  })
})
