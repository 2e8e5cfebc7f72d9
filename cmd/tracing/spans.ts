/**
 * What happens, as spans of OpenTelemetry: one for the command, below it one for each stage and each action. Kinds, counts and outcomes only: no name,
 * no tenant, no text, so that whoever reads the traces learns nothing about customers.
 */
import type { Progress } from '../../engine/ports.ts'

/** As much of `@opentelemetry/api` as is used here. */
export interface TracingApi {
  readonly ROOT_CONTEXT: unknown
  readonly trace: {
    getTracer(name: string, version: string): Tracer
    setSpan(context: unknown, span: Span): unknown
    setSpanContext(context: unknown, parent: SpanParent & { readonly isRemote: boolean }): unknown
  }
}

interface Tracer {
  startSpan(name: string, options: { readonly attributes: Attributes }, context: unknown): Span
}

interface Span {
  setAttribute(name: string, value: string | number): unknown
  setStatus(status: { readonly code: number }): unknown
  addEvent(name: string, attributes: Attributes): unknown
  end(): void
}

type Attributes = Readonly<Record<string, string | number>>

interface SpanParent {
  readonly traceId: string
  readonly spanId: string
  readonly traceFlags: number
}

export interface Spans {
  readonly report: Progress
  /** null: the command ended by an error of its own. */
  end(exitCode: number | null): void
}

/** Of the specification: the command, a stage or an action did not come to a good end. */
const failed = { code: 2 }
const goodOutcomes = ['done', 'adopted']

export function startSpans(
  { trace, ROOT_CONTEXT }: TracingApi,
  about: { readonly command: string; readonly version: string; readonly traceparent: string | undefined },
): Spans {
  const tracer = trace.getTracer('tenantform', about.version)
  const parent = parentIn(about.traceparent)
  const outside =
    parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true })
  const root = tracer.startSpan(
    `tenantform ${about.command}`,
    { attributes: { 'tenantform.command': about.command } },
    outside,
  )
  const inside = trace.setSpan(ROOT_CONTEXT, root)
  const open = new Map<string, Span>()
  const begin = (key: string, name: string, attributes: Attributes) =>
    open.set(key, tracer.startSpan(name, { attributes }, inside))
  const end = (key: string, finish: (span: Span) => void = () => undefined) => {
    const span = open.get(key)
    if (span === undefined) return
    open.delete(key)
    finish(span)
    span.end()
  }
  return {
    report(event) {
      switch (event.kind) {
        case 'stage.began': {
          const total = event.total === null ? {} : { 'tenantform.total': event.total }
          begin(event.stage, `stage ${event.stage}`, { 'tenantform.stage': event.stage, ...total })
          return
        }
        case 'stage.ended':
          return end(event.stage)
        case 'action.began': {
          const [kind = ''] = event.action.split(':')
          begin(event.action, `action ${kind}`, {
            'tenantform.action': kind,
            'tenantform.attempt': event.attempt,
          })
          return
        }
        case 'action.ended':
          return end(event.action, span => {
            span.setAttribute('tenantform.outcome', event.outcome)
            if (!goodOutcomes.includes(event.outcome)) span.setStatus(failed)
          })
        case 'waiting':
          root.addEvent('waiting', { 'tenantform.why': event.why, 'tenantform.ms': event.ms })
          return
        case 'stage.advanced':
        case 'note':
          return // they hold names
      }
    },
    end(exitCode) {
      for (const key of open.keys()) end(key, span => span.setStatus(failed))
      if (exitCode !== null) root.setAttribute('tenantform.exit_code', exitCode)
      if (exitCode === null || exitCode === 1 || exitCode > 2) root.setStatus(failed)
      root.end()
    },
  }
}

/** By "Trace Context" of the W3C, version 00; null: there is none, or none that is right. */
function parentIn(traceparent: string | undefined): SpanParent | null {
  const [, traceId = '', spanId = '', flags = ''] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent?.trim() ?? '') ?? []
  if (/^0*$/.test(traceId) || /^0*$/.test(spanId)) return null
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) }
}
