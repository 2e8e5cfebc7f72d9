/** What is said when something nobody expected came up: that it is our fault, and how to report it. No stack trace unless asked. */
import { diagnosticsOf } from '../engine/trouble.ts'
import { diagnosticsText } from './report/diagnostics.ts'

export function describeCrash(error: unknown, debug: boolean): string {
  const diagnostics = diagnosticsOf(error)
  if (diagnostics.length > 0) return diagnosticsText(diagnostics, new Map())
  const message = error instanceof Error ? error.message : String(error)
  const trace = debug && error instanceof Error ? `\n${error.stack ?? ''}` : ''
  return `tenantform: this is a bug in tenantform, not in your documents: ${message}\nPlease report it with the command you ran; TENANTFORM_DEBUG=1 adds the details.${trace}\n`
}
