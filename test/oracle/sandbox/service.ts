/** A sandbox of one world, spoken to by each partner over HTTP as any client would: no part of the product's own client stands between. */
import { startSandbox } from '../../../providers/sandbox/index.ts'
import type { World } from '../../../schemas/generated/world.ts'

// biome-ignore lint/suspicious/noExplicitAny: an answer of the service is looked into as it is.
export type Body = any

export interface Answer {
  readonly status: number
  readonly body: Body
}

export interface Service {
  readonly url: string
  call(partner: string, method: string, path: string, body?: unknown): Promise<Answer>
  /** Of a modern invoice, as Microsoft's reports export it: compressed JSON lines. */
  exported(partner: string, invoice: string): Promise<readonly Buffer[]>
  control(method: 'GET' | 'POST', route: string, body?: unknown): Promise<Body>
  until(instant: string): Promise<void>
  close(): Promise<void>
}

const scope = 'https://api.partnercenter.microsoft.com/.default'
const graphScope = 'https://graph.microsoft.com/.default'

const billedExport = '/v1.0/reports/partners/billing/reconciliation/billed/export'

export async function serviceOf(world: World): Promise<Service> {
  const sandbox = await startSandbox({ world, wallClock: () => 0 })
  const tokens = new Map<string, { readonly text: string; readonly hour: string }>()
  let now = world.clock

  async function send(method: string, path: string, init: RequestInit): Promise<Answer> {
    const response = await sandbox.fetch(new Request(`${sandbox.url}${path}`, { ...init, method }))
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }

  async function tokenOf(name: string): Promise<string> {
    const hour = now.slice(0, 13)
    const kept = tokens.get(name)
    if (kept?.hour === hour) return kept.text
    const partner = world.partners.find(entry => entry.name === name)
    const user = partner?.users?.[0]
    if (partner === undefined || user === undefined) throw new Error(`nobody signs in for ${name}`)
    const form = { grant_type: 'refresh_token', client_id: user.clientId, scope }
    const answer = await send('POST', `/${partner.tenantId}/oauth2/v2.0/token`, {
      body: new URLSearchParams({ ...form, refresh_token: user.refreshToken }).toString(),
    })
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    tokens.set(name, { text: answer.body.access_token, hour })
    return answer.body.access_token
  }

  async function graphToken(name: string): Promise<string> {
    const partner = world.partners.find(entry => entry.name === name)
    const app = partner?.apps?.[0]
    if (partner === undefined || app?.clientSecret === undefined)
      throw new Error(`no app of ${name} has a secret`)
    const form = {
      grant_type: 'client_credentials',
      client_id: app.clientId,
      client_secret: app.clientSecret,
      scope: graphScope,
    }
    const answer = await send('POST', `/${partner.tenantId}/oauth2/v2.0/token`, {
      body: new URLSearchParams(form).toString(),
    })
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    return answer.body.access_token
  }

  async function exported(name: string, invoiceId: string): Promise<readonly Buffer[]> {
    const headers = { Authorization: `Bearer ${await graphToken(name)}`, 'Content-Type': 'application/json' }
    const asked = await sandbox.fetch(
      new Request(`${sandbox.url}${billedExport}`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ invoiceId }),
      }),
    )
    const operation = await sandbox.fetch(new Request(asked.headers.get('location') ?? '', { headers }))
    const { resourceLocation: manifest }: Body = await operation.json()
    return Promise.all(
      manifest.blobs.map(async (blob: Body) => {
        const url = `${manifest.rootDirectory}/${blob.name}?${manifest.sasToken}`
        return Buffer.from(await (await sandbox.fetch(new Request(url))).arrayBuffer())
      }),
    )
  }

  async function control(method: 'GET' | 'POST', route: string, body?: unknown): Promise<Body> {
    const answer = await send(method, `/sandbox/${route}`, {
      headers: { 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (answer.status !== 200) throw new Error(`${route}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  return {
    url: sandbox.url,
    async call(partner, method, path, body) {
      return send(method, `/v1/${path}`, {
        headers: { Authorization: `Bearer ${await tokenOf(partner)}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    },
    exported,
    control,
    async until(instant) {
      await control('POST', 'clock', { now: instant })
      now = instant
    },
    close: () => sandbox.close(),
  }
}
