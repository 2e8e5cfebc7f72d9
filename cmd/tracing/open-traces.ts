/**
 * Traces, where a variable of OpenTelemetry asks for them and its library is installed beside this program; else nothing is loaded. Never from a
 * workspace: what lies there may be a stranger's, and loading it would run it.
 */
import { createRequire } from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import type { Shell } from '../shell.ts'
import { type Spans, startSpans, type TracingApi } from './spans.ts'

export interface Traces extends Pick<Spans, 'report'> {
  /** Hands over what was gathered; a collector that does not answer holds nobody up for long. */
  end(exitCode: number | null): Promise<void>
}

interface Sdk {
  start(): void
  shutdown(): Promise<void>
}

/** For the last spans; ms. */
const longestFlushMs = 3_000

/** null: nobody asks, or there is no library. */
export function openTraces(
  shell: Pick<Shell, 'env' | 'streams' | 'version' | 'followUp' | 'untrusted'>,
): Traces | null {
  const { env, streams, version, followUp } = shell
  if (shell.untrusted !== null || !isAsked(env)) return null
  try {
    const load = createRequire(import.meta.url)
    const api = loaded<TracingApi>(load, '@opentelemetry/api')
    if (api === null) return null
    const sdk = loaded<{ readonly NodeSDK: new () => Sdk }>(load, '@opentelemetry/sdk-node')
    const running = sdk === null ? null : new sdk.NodeSDK()
    running?.start()
    const spans = startSpans(api, { command: followUp.path, version, traceparent: env['TRACEPARENT'] })
    return {
      report: spans.report,
      async end(exitCode) {
        spans.end(exitCode)
        const given = new AbortController()
        await Promise.race([
          running?.shutdown().catch(() => undefined),
          wait(longestFlushMs, undefined, { signal: given.signal }).catch(() => undefined),
        ])
        given.abort()
      },
    }
  } catch (error) {
    streams.err(`Traces are off: the library of OpenTelemetry does not start (${nameOf(error)}).\n`)
    return null
  }
}

/** By the variables of its specification; a trace of a pipeline alone is enough. */
function isAsked(env: Shell['env']): boolean {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none')
    return false
  const asking = [
    'TRACEPARENT',
    'OTEL_TRACES_EXPORTER',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  ]
  return asking.some(name => (env[name] ?? '') !== '')
}

/** null: it is not installed. What it throws while it is loaded is its own trouble. */
function loaded<T>(load: NodeJS.Require, name: string): T | null {
  try {
    load.resolve(name)
  } catch {
    return null
  }
  return load(name) as T // the library by its name; a test holds the part that is used
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'no error'
}
