/** Faults of a file, as `sandbox fault` takes them. */
import { diagnose } from '../../engine/diagnostic.ts'
import { diagnosticsOf, Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { readNamedText } from '../files/named-file.ts'

/** In the time of a copy nobody gives up waiting, so what never answers would never end. */
const endless: ReadonlySet<unknown> = new Set(['hold-before-commit', 'hold-after-commit', 'trickle'])

export function scriptedFaults(path: string, cwd: string): readonly unknown[] {
  const written = parsed(readNamedText(path, cwd))
  const faults = Array.isArray(written) ? (written as readonly unknown[]) : [written]
  const kind = faults.map(doesWhat).find(word => endless.has(word))
  if (kind !== undefined)
    throw bad(
      `${path} has \`${String(kind)}\`, which only the clock on the wall ends: a rehearsal takes no time of it.`,
    )
  return faults
}

/** What the copy says of faults that it does not take. */
export function refusedFaults(error: unknown): never {
  const [told] = diagnosticsOf(error)
  if (told === undefined) throw error
  throw bad(`the sandbox takes none of them. ${told.detail ?? told.summary}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw bad(
      'Faults are written as JSON, e.g. [{"match":{"method":"POST","path":"/checkout"},"do":"drop-after-commit"}].',
    )
  }
}

function doesWhat(fault: unknown): unknown {
  return typeof fault === 'object' && fault !== null ? Reflect.get(fault, 'do') : null
}

function bad(detail: string): Trouble {
  return new Trouble(diagnose(codes.BAD_VALUE, { detail: `--faults: ${detail}` }))
}
