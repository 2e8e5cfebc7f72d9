/** Stands for the services of Azure DevOps and GitLab that our pipelines call: pull requests, comments, builds, work items, issues. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Call {
  readonly method: string
  readonly path: string
  readonly authorised: boolean
  readonly body: unknown
}

/** Answers with JSON, or with a Buffer as it is; undefined: 404. */
export type Route = (call: Call, match: RegExpExecArray) => unknown

export interface ApiHost {
  readonly url: string
  readonly calls: readonly Call[]
  stop(): Promise<void>
}

/** Routes by `METHOD path` with the query; the first that fits answers. */
export async function startApiHost(routes: readonly (readonly [RegExp, Route])[]): Promise<ApiHost> {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    void bodyOf(request).then(body => {
      const path = decodeURIComponent(request.url ?? '')
      const { authorization, 'private-token': privateToken } = request.headers
      const authorised = (authorization ?? privateToken ?? '').length > 'Bearer '.length
      const call = { method: request.method ?? 'GET', path, authorised, body }
      calls.push(call)
      const answer = authorised ? answerTo(call, routes) : undefined
      response.statusCode = answer === undefined ? 404 : 200
      response.end(answer instanceof Buffer ? answer : JSON.stringify(answer ?? { message: 'not found' }))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}/`,
    calls,
    stop: () => new Promise(resolve => server.close(() => resolve())),
  }
}

function answerTo(call: Call, routes: readonly (readonly [RegExp, Route])[]): unknown {
  for (const [pattern, route] of routes) {
    const match = pattern.exec(`${call.method} ${call.path}`)
    if (match !== null) return route(call, match)
  }
  return undefined
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer) // a request without an encoding gives buffers
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? null : JSON.parse(text)
}
