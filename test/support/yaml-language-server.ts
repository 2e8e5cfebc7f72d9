/** A YAML language server as an editor runs it, spoken to over its standard streams (Language Server Protocol 3.17, base protocol). */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './example.ts'

export interface Diagnosed {
  /** From 1. */
  readonly line: number
  readonly message: string
}

export interface LanguageServer {
  /** What it finds wrong in a file with this text. */
  diagnose(path: string, text: string): Promise<readonly Diagnosed[]>
  /** Labels offered at a place; line and column from 1. */
  complete(path: string, line: number, column: number): Promise<readonly string[]>
  hover(path: string, line: number, column: number): Promise<string>
  stop(): Promise<void>
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

export async function startLanguageServer(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<LanguageServer> {
  const bin = join(root, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server')
  const child = spawn(process.execPath, [bin, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const answers = new Map<number, (result: unknown) => void>()
  const awaited = new Map<string, (found: readonly Diagnosed[]) => void>()
  let ids = 0
  const send = (message: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    child.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
  const ask = <T>(method: string, params: object) =>
    new Promise<T>(resolve => {
      ids += 1
      answers.set(ids, result => resolve(result as T)) // as the protocol has it for this method
      send({ id: ids, method, params })
    })
  const yaml = { validate: true, completion: true, hover: true, schemaStore: { enable: false }, ...settings }
  listen(child, message => {
    if (message.method === 'workspace/configuration') {
      const { items } = message.params as { readonly items: readonly { readonly section: string }[] }
      send({ id: message.id, result: items.map(({ section }) => (section === 'yaml' ? yaml : {})) })
    } else if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params as Published
      awaited.get(uri)?.(
        diagnostics.map(({ range, message: said }) => ({ line: range.start.line + 1, message: said })),
      )
    } else if (message.method !== undefined && message.id !== undefined)
      send({ id: message.id, result: null })
    else if (message.id !== undefined) answers.get(message.id)?.(message.result)
  })
  await ask('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: { hover: { contentFormat: ['markdown'] } },
    },
  })
  send({ method: 'initialized', params: {} })
  send({ method: 'workspace/didChangeConfiguration', params: { settings: { yaml } } })
  const at = (path: string, line: number, column: number) => ({
    textDocument: { uri: pathToFileURL(path).href },
    position: { line: line - 1, character: column - 1 },
  })
  return {
    diagnose: (path, text) =>
      new Promise(resolve => {
        const uri = pathToFileURL(path).href
        awaited.set(uri, resolve)
        send({
          method: 'textDocument/didOpen',
          params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
        })
      }),
    async complete(path, line, column) {
      const list = await ask<{ readonly items: readonly { readonly label: string }[] }>(
        'textDocument/completion',
        at(path, line, column),
      )
      return list.items.map(item => item.label).sort()
    },
    async hover(path, line, column) {
      const found = await ask<{ readonly contents: { readonly value: string } } | null>(
        'textDocument/hover',
        at(path, line, column),
      )
      return found?.contents.value ?? ''
    },
    stop: () =>
      new Promise(resolve => {
        child.once('exit', () => resolve())
        child.kill()
      }),
  }
}

interface Published {
  readonly uri: string
  readonly diagnostics: readonly {
    readonly message: string
    readonly range: { readonly start: { readonly line: number } }
  }[]
}

function listen(child: ChildProcess, take: (message: Message) => void): void {
  let pending = Buffer.alloc(0)
  child.stdout?.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    for (;;) {
      const headEnd = pending.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(pending.toString('latin1', 0, headEnd))?.[1] ?? 0)
      const end = headEnd + 4 + length
      if (pending.length < end) return
      const message = JSON.parse(pending.toString('utf8', headEnd + 4, end)) as Message
      pending = pending.subarray(end)
      take(message)
    }
  })
}
