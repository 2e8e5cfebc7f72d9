/** Traces of a real run, by a library that stands for OpenTelemetry's and writes what it is told into a file. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtCommand, tenantform } from '../../support/built-command.ts'
import { copyExample } from '../../support/example.ts'

const api = `
const { appendFileSync } = require('node:fs')
const say = value => appendFileSync(process.env.STUB_FILE, JSON.stringify(value) + '\\n')
let count = 0
exports.say = say
exports.ROOT_CONTEXT = { root: true }
exports.trace = {
  getTracer: (name, version) => ({
    startSpan(spanName, { attributes }, context) {
      const id = count++
      const told = { id, name: spanName, attributes: { ...attributes }, events: [], parent: context.parent ?? context.remote ?? null, status: 0 }
      return {
        id,
        setAttribute(key, value) { told.attributes[key] = value },
        setStatus({ code }) { told.status = code },
        addEvent(event, more) { told.events.push([event, Object.keys(more)]) },
        end() { say(told) },
      }
    },
  }),
  setSpan: (context, span) => ({ ...context, parent: span.id }),
  setSpanContext: (context, parent) => ({ ...context, remote: parent.traceId + '/' + parent.spanId }),
}
`
const sdk = `
const { say } = require('@opentelemetry/api')
exports.NodeSDK = class {
  start() { say('started') }
  shutdown() { say('shut down'); return process.env.STUB_HANGS ? new Promise(() => undefined) : Promise.resolve() }
}
`

interface Told {
  readonly name: string
  readonly parent: string | number | null
  readonly status: number
  readonly attributes: Readonly<Record<string, string | number>>
}

let folder = ''
let told = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-traces-'))
  told = join(folder, 'told.jsonl')
  copyExample('consolidation', join(folder, 'tenants'))
  // As npm installs it: the library beside the program.
  const program = join(folder, 'node_modules', 'tenantform')
  cpSync(dirname(builtCommand), program, {
    recursive: true,
    filter: path => !/(test|bench|without)$/.test(path),
  })
  writeFileSync(join(program, 'package.json'), '{ "type": "module" }\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function install(modules: string) {
  for (const [name, text] of [
    ['api', api],
    ['sdk-node', sdk],
  ] as const) {
    mkdirSync(join(modules, '@opentelemetry', name), { recursive: true })
    writeFileSync(join(modules, '@opentelemetry', name, 'index.js'), text)
  }
}

const run = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  tenantform([...args, '--target', 'panificiorossi.example', '--sandbox', '-q'], {
    cwd: join(folder, 'tenants'),
    env: { STUB_FILE: told, ...env },
    command: join(folder, 'node_modules', 'tenantform', 'tenantform.js'),
  })
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

describe('traces', () => {
  it('of an apply are spans of the command, its stages and its actions, with no name and no id of a customer', async () => {
    install(join(folder, 'node_modules'))
    const applied = await run({ TRACEPARENT: traceparent }, 'apply', '--auto-approve', '--allow-irreversible')
    expect({ code: applied.code, err: applied.err }).toEqual({ code: 0, err: '' })
    const text = readFileSync(told, 'utf8')
    const lines = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Told | string)
    expect([lines[0], lines.at(-1)]).toEqual(['started', 'shut down'])
    const spans = lines.filter(line => typeof line !== 'string')
    const root = spans.at(-1)
    expect(root).toMatchObject({
      name: 'tenantform apply',
      parent: '4bf92f3577b34da6a3ce929d0e0e4736/00f067aa0ba902b7',
      status: 0,
      attributes: { 'tenantform.command': 'apply', 'tenantform.exit_code': 0 },
    })
    expect(new Set(spans.slice(0, -1).map(span => span.parent))).toEqual(new Set([0]))
    expect(
      spans.filter(span => span.name.startsWith('action ')).map(({ name, attributes }) => [name, attributes]),
    ).toEqual([
      [
        'action subscription.create',
        { 'tenantform.action': 'subscription.create', 'tenantform.attempt': 1, 'tenantform.outcome': 'done' },
      ],
      [
        'action subscription.suspend',
        {
          'tenantform.action': 'subscription.suspend',
          'tenantform.attempt': 1,
          'tenantform.outcome': 'done',
        },
      ],
    ])
    expect(spans.map(span => span.name)).toEqual(expect.arrayContaining(['stage read', 'stage apply']))
    expect(text).not.toMatch(/rossi|3d6f0c5e|italy|central|sandbox-|secret/i)
  })

  it('end with a refusal as failed, and a collector that hangs holds nobody up', async () => {
    install(join(folder, 'node_modules'))
    const declined = await run({ OTEL_TRACES_EXPORTER: 'otlp', STUB_HANGS: '1' }, 'plan', '--wave', 'nowhere')
    expect(declined.code).toBe(3)
    const spans = readFileSync(told, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Told | string)
    expect(spans.find(span => typeof span !== 'string' && span.name === 'tenantform plan')).toMatchObject({
      parent: null,
      status: 2,
      attributes: { 'tenantform.exit_code': 3 },
    })
  })

  it.each([
    ['nothing asks for them', {}],
    ['they are disabled', { TRACEPARENT: traceparent, OTEL_SDK_DISABLED: 'true' }],
    ['their exporter is none', { TRACEPARENT: traceparent, OTEL_TRACES_EXPORTER: 'none' }],
    ['the documents are a stranger’s', { TRACEPARENT: traceparent, TENANTFORM_UNTRUSTED: '1' }],
    ['the library lies nowhere but in the workspace', { TRACEPARENT: traceparent }],
  ])('are off, and nothing is loaded, where %s', async (name, env) => {
    const isBeside = name !== 'the library lies nowhere but in the workspace'
    install(isBeside ? join(folder, 'node_modules') : join(folder, 'tenants', 'node_modules'))
    expect((await run(env, 'plan')).err).not.toContain('Traces')
    expect(existsSync(told)).toBe(false)
  })
})
