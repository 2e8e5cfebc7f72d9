/** Billing exports: asked for once, polled as the service says, files read without a token. */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { aGraph, central, type GraphApi, graphError } from '../../support/graph/api.ts'
import type { Scripted } from '../../support/scripted-server.ts'

const billing = '/v1.0/reports/partners/billing'
const rows = '{"SubscriptionId":"a","Subtotal":4165.00}\n{"SubscriptionId":"b","Subtotal":-1}\n'
const running = {
  id: 'op-1',
  '@odata.type': '#microsoft.graph.partners.billing.runningOperation',
  status: 'running',
}

/** Where the service keeps its files: for a stand-in, with itself. */
function manifest(graph: GraphApi, facts: object = {}) {
  return {
    id: 'm-1',
    dataFormat: 'compressedJSONLines',
    rootDirectory: `${graph.server.url}/files`,
    sasToken: 'sig=first',
    blobCount: 1,
    blobs: [{ name: 'part-0.json.gz' }],
    ...facts,
  }
}

interface Story {
  /** Answers of the operation, the last one again and again. */
  readonly states: readonly ((graph: GraphApi) => object)[]
  readonly begin?: Scripted
  /** Statuses of the file. */
  readonly file?: readonly number[]
}

async function billed({ states, begin, file = [200] }: Story) {
  const [ahead, statuses] = [[...states], [...file]]
  const graph: GraphApi = await aGraph(({ method, url }) => {
    if (method === 'POST')
      return (
        begin ?? {
          status: 202,
          headers: { location: `${graph.server.url}${billing}/operations/op-1` },
          text: '',
        }
      )
    if (url.includes('/files/')) return { status: statuses.shift() ?? 200, bytes: gzipSync(rows) }
    if (url.includes('/manifests/')) return { json: manifest(graph) }
    const state = ahead.length > 1 ? ahead.shift() : ahead[0]
    return { headers: { 'retry-after': '30' }, json: state?.(graph) ?? {} }
  })
  const began = Date.parse(graph.clock.now())
  const read = await graph.connection.exports.billed(central, 'G001')
  const asked = graph.server.asked.map(({ method, url, headers }) =>
    [method, url, headers['authorization'] === undefined ? 'without a token' : 'with a token'].join(' '),
  )
  const why = read.kind === 'unknown' ? `${read.because.code} ${read.because.detail}` : null
  return { read, asked, why, waited: (Date.parse(graph.clock.now()) - began) / 1000 }
}

const ended = (graph: GraphApi, facts: object = {}) => ({
  ...running,
  status: 'succeeded',
  resourceLocation: manifest(graph, facts),
})

describe('an export of an invoice', () => {
  it('is waited for, and its files are read without the token', async () => {
    const { read, asked, waited } = await billed({
      states: [() => running, () => running, graph => ended(graph)],
    })
    expect(read).toEqual({ kind: 'present', value: [rows] })
    expect(asked).toEqual([
      `POST ${billing}/reconciliation/billed/export with a token`,
      ...Array.from({ length: 3 }, () => `GET ${billing}/operations/op-1 with a token`),
      'GET /files/part-0.json.gz?sig=first without a token',
    ])
    expect(waited).toBe(60)
  })

  it('may lead to its manifest by a link', async () => {
    const link = {
      'resourceLocation@odata.navigationLink': `https://graph.microsoft.com${billing}/manifests/m-1`,
    }
    const { read, asked } = await billed({ states: [() => ({ ...running, status: 'Succeeded', ...link })] })
    expect(read).toEqual({ kind: 'present', value: [rows] })
    expect(asked[2]).toBe(`GET ${billing}/manifests/m-1 with a token`)
  })

  it('is asked again for a signature that has ended, once', async () => {
    expect((await billed({ states: [graph => ended(graph)], file: [403, 200] })).read.kind).toBe('present')
    expect((await billed({ states: [graph => ended(graph)], file: [403, 403] })).why).toMatch(
      /^GRAPH.EXPORT_UNREADABLE /,
    )
  })

  it('of what was not billed is absent, which is no fault', async () => {
    const failed = (code: string | number) => () => ({
      ...running,
      status: 'failed',
      error: { code, message: 'No data.' },
    })
    expect((await billed({ states: [failed('5000')] })).read).toEqual({ kind: 'absent' })
    expect((await billed({ states: [failed(5000)] })).read).toEqual({ kind: 'absent' })
    expect((await billed({ states: [failed('2000')] })).why).toMatch(/^GRAPH.EXPORT_FAILED /)
  })

  it('that never ends, lies elsewhere, lacks a file or is of another form is unknown', async () => {
    expect((await billed({ states: [() => running] })).why).toContain('is not ready after half an hour')
    const facts = async (odd: object) => (await billed({ states: [graph => ended(graph, odd)] })).why
    expect(await facts({ rootDirectory: 'https://files.example/x' })).toMatch(/^GRAPH.FOREIGN_LINK /)
    expect(await facts({ rootDirectory: 'file:///etc' })).toMatch(/^GRAPH.FOREIGN_LINK /)
    expect(await facts({ blobCount: 2 })).toMatch(/^GRAPH.EXPORT_UNREADABLE /)
    expect(await facts({ dataFormat: 'parquet' })).toMatch(/^GRAPH.EXPORT_UNREADABLE /)
    expect((await billed({ states: [graph => ended(graph)], file: [404] })).why).toMatch(
      /^GRAPH.EXPORT_UNREADABLE /,
    )
  })

  it('that is not allowed says so', async () => {
    const { why } = await billed({ states: [() => running], begin: graphError(403, 'Forbidden') })
    expect(why).toMatch(/^GRAPH.NOT_ALLOWED /)
  })
})
