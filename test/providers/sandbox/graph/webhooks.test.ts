/** G9: events go, signed, to whoever registered, each with the activity record it came with. */
import { verify, X509Certificate } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Body, blu, codeOf, type Rig, tenants } from '../rig.ts'
import { active, aGraphRig, base, helpers, pending, readers, roles } from './graph-rig.ts'

const registration = '/webhooks/v1/registration'

interface Delivery {
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly body: Body
}

interface Receiver {
  readonly url: string
  readonly deliveries: readonly Delivery[]
}

/** Answers with these statuses in turn, and with 200 from then on. */
async function aReceiver(...statuses: number[]): Promise<Receiver> {
  const deliveries: Delivery[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const bytes = Buffer.concat(chunks)
      deliveries.push({ headers: request.headers, bytes, body: JSON.parse(bytes.toString()) })
      response.writeHead(statuses[deliveries.length - 1] ?? 200).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise(resolve => server.close(() => resolve())))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, deliveries }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn()
}

/** Registers central for the events, and answers its caller. */
async function registered(rig: Rig, url: string, ...events: readonly string[]) {
  const app = await rig.app('central')
  const answer = await app.post(registration, { WebhookUrl: url, WebhookEvents: events })
  if (answer.status !== 200) throw new Error(answer.text)
  return app
}

const relationshipEvents = ['approved', 'activated', 'terminated', 'expired'].map(
  word => `granular-admin-relationship-${word}`,
)
const assignmentEvents = ['created', 'activated', 'updated', 'deleted'].map(
  word => `granular-admin-access-assignment-${word}`,
)

describe('a registration', () => {
  it('is made, read and changed, one for each partner', async () => {
    const rig = await aGraphRig()
    const app = await rig.app('central')
    expect(codeOf(await app.get(registration))).toEqual([404, 1000])
    expect(codeOf(await app.put(registration, {}))).toEqual([404, 1000])
    const written = { WebhookUrl: 'https://hooks.example/a', WebhookEvents: ['subscription-updated'] }
    const made = await app.post(registration, written)
    expect([made.status, made.body]).toEqual([200, { SubscriberId: expect.any(String), ...written }])
    const changed = { WebhookUrl: 'https://hooks.example/b', WebhookEvents: ['invoice-ready'] }
    expect((await (await rig.user('central')).put(registration, changed)).body).toEqual({
      SubscriberId: made.body.SubscriberId,
      ...changed,
    })
    expect((await app.get(registration)).body).toEqual(changed)
    expect(codeOf(await (await rig.app('italy')).get(registration))).toEqual([404, 1000])
    expect((await app.get(`${registration}/events`)).body).toEqual(
      expect.arrayContaining([...relationshipEvents, ...assignmentEvents, 'test-created']),
    )
  })

  it.each([
    ['no address', { WebhookUrl: 'hooks.example', WebhookEvents: [] }],
    ['an event nobody has', { WebhookUrl: 'https://hooks.example', WebhookEvents: ['rain'] }],
    ['a property nobody knows', { WebhookUrl: 'https://hooks.example', Secret: 'x' }],
  ])('is refused with %s', async (_, body) => {
    const rig = await aGraphRig()
    expect(codeOf(await (await rig.app('central')).post(registration, body))).toEqual([400, 2000])
  })
})

describe('an event', () => {
  it('is delivered with the record it came with, and signed over its bytes', async () => {
    const rig = await aGraphRig()
    const receiver = await aReceiver()
    const id = await pending(rig)
    const app = await registered(rig, receiver.url, ...relationshipEvents)
    await rig.customer('approve', id)
    await until(() => receiver.deliveries.length === 1)
    const [{ headers, bytes, body }] = receiver.deliveries as [Delivery]
    const { origin } = new URL(rig.sandbox.url)
    expect(body).toEqual({
      EventName: 'granular-admin-relationship-approved',
      ResourceUri: `${origin}/v1/granularAdminRelationships/${id}`,
      ResourceName: 'GranularAdminRelationship',
      AuditUri: expect.stringContaining(`${origin}/auditactivity/v1/auditrecords/`),
      ResourceChangeUtcDate: '2026-12-07T06:00:10.000Z',
    })
    expect(headers).toMatchObject({
      'x-ms-signature-algorithm': 'rsa-sha256',
      'x-ms-certificate-url': `${origin}/sandbox/webhook-certificate`,
    })
    const record = await app.get(body.AuditUri.slice(origin.length))
    expect([record.status, record.body.operationType, JSON.parse(record.body.resourceNewValue).Id]).toEqual([
      200,
      'granular_admin_relationship_approved',
      id,
    ])
    const pem = (await rig.raw('GET', '/sandbox/webhook-certificate')).text
    const certificate = new X509Certificate(pem)
    expect([certificate.subject, certificate.verify(certificate.publicKey)]).toEqual([
      'O=Tenantform sandbox\nCN=webhooks',
      true,
    ])
    const signature = Buffer.from(/^Signature (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '', 'base64')
    expect(verify('sha256', bytes, certificate.publicKey, signature)).toBe(true)
    expect(verify('sha256', Buffer.concat([bytes, bytes]), certificate.publicKey, signature)).toBe(false)
  })

  it('has its signature in another header where that is asked for', async () => {
    const rig = await aGraphRig()
    const receiver = await aReceiver()
    const id = await pending(rig)
    await (await rig.app('central')).post(registration, {
      WebhookUrl: receiver.url,
      WebhookEvents: relationshipEvents,
      SignatureTokenToMsSignatureHeader: true,
    })
    await rig.customer('approve', id)
    await until(() => receiver.deliveries.length === 1)
    const { headers } = receiver.deliveries[0] as Delivery
    expect([headers.authorization, headers['x-ms-signature']]).toEqual([
      undefined,
      expect.stringMatching(/^Signature [A-Za-z0-9+/=]+$/),
    ])
  })

  it('tells each step of a relationship and of its groups, once, in their order', async () => {
    const rig = await aGraphRig()
    const receiver = await aReceiver()
    await registered(rig, receiver.url, ...relationshipEvents, ...assignmentEvents)
    const id = await active(rig)
    const graph = await rig.graphApp('central')
    const assignments = `${base}/${id}/accessAssignments`
    const { body } = await graph.post(assignments, {
      accessContainer: { accessContainerId: helpers, accessContainerType: 'securityGroup' },
      accessDetails: roles(readers),
    })
    await rig.advance('PT30S')
    await graph.remove(`${assignments}/${body.id}`)
    await rig.advance('PT30S')
    await graph.post(`${base}/${id}/requests`, { action: 'terminate' })
    await rig.advance('PT20S')
    await until(() => receiver.deliveries.length === 6)
    const uri = `/v1/granularAdminRelationships/${id}`
    expect(
      receiver.deliveries.map(({ body: told }) => [told.EventName, new URL(told.ResourceUri).pathname]),
    ).toEqual([
      ['granular-admin-relationship-approved', uri],
      ['granular-admin-relationship-activated', uri],
      ['granular-admin-access-assignment-created', `${uri}/accessAssignments/${body.id}`],
      ['granular-admin-access-assignment-activated', `${uri}/accessAssignments/${body.id}`],
      ['granular-admin-access-assignment-deleted', `${uri}/accessAssignments/${body.id}`],
      ['granular-admin-relationship-terminated', uri],
    ])
  })

  it('tells that a customer accepted the reseller link, under an id that says so', async () => {
    const rig = await aGraphRig()
    const receiver = await aReceiver()
    await registered(rig, receiver.url, 'reseller-relationship-accepted-by-customer')
    await rig.control('POST', 'accept', { partner: 'central', customer: blu })
    await until(() => receiver.deliveries.length === 1)
    const { body } = receiver.deliveries[0] as Delivery
    expect([new URL(body.ResourceUri).pathname, body.ResourceName, new URL(body.AuditUri).pathname]).toEqual([
      `/v1/customers/${blu}`,
      'Customer',
      expect.stringContaining('_resellerrelationshipacceptedbycustomer_'),
    ])
  })

  it('is not kept for who registers later, nor for who wants others', async () => {
    const rig = await aGraphRig()
    const receiver = await aReceiver()
    const id = await pending(rig)
    await registered(rig, receiver.url, 'granular-admin-relationship-activated')
    await rig.customer('approve', id)
    await rig.advance('PT20S')
    await until(() => receiver.deliveries.length > 0)
    expect(receiver.deliveries.map(({ body }) => body.EventName)).toEqual([
      'granular-admin-relationship-activated',
    ])
  })

  it('is sent ten times to who does not take it, a minute apart, and then no more', async () => {
    const rig = await aGraphRig()
    const receiver = await aReceiver(...Array.from({ length: 20 }, () => 500))
    const app = await registered(rig, receiver.url, 'test-created')
    const { correlationId } = (await app.post(`${registration}/validationEvents`)).body
    const result = async () => (await app.get(`${registration}/validationEvents/${correlationId}`)).body
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await until(() => receiver.deliveries.length === attempt)
      while ((await result()).results.length < attempt) await turn()
      await rig.advance('PT1M')
    }
    await rig.advance('PT30M')
    const { status, results } = await result()
    expect([status, results.length, receiver.deliveries.length]).toEqual(['failed', 10, 10])
    expect(results[0]).toEqual({
      responseCode: '500',
      responseMessage: '',
      systemError: false,
      dateTimeUtc: '2026-12-07T06:00:00.000Z',
    })
  })

  it('goes to programs on this machine only', async () => {
    const rig = await aGraphRig()
    const app = await registered(rig, 'https://hooks.example/a', 'test-created')
    const { correlationId } = (await app.post(`${registration}/validationEvents`)).body
    const result = async () => (await app.get(`${registration}/validationEvents/${correlationId}`)).body
    let body = await result()
    while (body.status === 'pending') {
      await turn()
      body = await result()
    }
    expect(body).toEqual({
      correlationId,
      partnerId: tenants.central,
      status: 'failed',
      callbackUrl: 'https://hooks.example/a',
      results: [
        {
          responseCode: '',
          responseMessage: '',
          systemError: true,
          dateTimeUtc: '2026-12-07T06:00:00.000Z',
        },
      ],
    })
  })

  it('can be tried out twice a minute by who registered for it', async () => {
    const rig = await aGraphRig()
    const receiver = await aReceiver()
    const app = await registered(rig, receiver.url, 'test-created')
    const tried = () => app.post(`${registration}/validationEvents`)
    const statuses = [await tried(), await tried(), await tried()].map(({ status }) => status)
    await rig.advance('PT1M')
    expect([statuses, (await tried()).status]).toEqual([[200, 200, 429], 200])
    await registered(rig, receiver.url, 'subscription-updated')
    expect(codeOf(await tried())).toEqual([400, 2000])
  })
})
