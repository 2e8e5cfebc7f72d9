import { basename, resolve } from 'node:path'
import { type Diagnostic, diagnose } from '../../../engine/diagnostic.ts'
import { decodeSnapshot } from '../../../engine/inventory/snapshot.ts'
import { worldOfSnapshot } from '../../../engine/inventory/world-of-snapshot.ts'
import { jsonText } from '../../../engine/json-text.ts'
import type { SourceTexts } from '../../../engine/load/draw-source.ts'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'
import { startSandbox } from '../../../providers/sandbox/index.ts'
import type { World } from '../../../schemas/generated/world.ts'
import { complain, guarded, tell } from '../../answer.ts'
import { codes } from '../../codes.ts'
import { exitCodes } from '../../exit-codes.ts'
import { readNamedText } from '../../files/named-file.ts'
import type { FormatOf } from '../../formats.ts'
import type { GlobalOptions } from '../../program/global-options.ts'
import { startTrouble } from '../../sandbox/start-trouble.ts'
import type { Run } from '../../shell.ts'
import { hookedRandom } from '../../test-hooks.ts'
import { wholeNumber } from '../../whole-number.ts'

interface Options extends GlobalOptions {
  readonly seed: string
  readonly port?: string
  readonly state?: string
  readonly latency?: string
  readonly throttle?: string
  readonly clock: 'virtual' | 'live'
  readonly format: FormatOf<'sandbox start'>
  /** The short way to say so. */
  readonly json: boolean
}

/** A sandbox of its own, until SIGTERM or SIGINT. */
export const run: Run<Options> = ({ shell, options }) =>
  guarded(shell, options.format, async () => {
    const isJson = options.json || options.format === 'json'
    const text = readNamedText(options.seed, shell.cwd)
    const world = seedIn(basename(options.seed), text)
    if ('diagnostics' in world)
      return complain(shell, world.diagnostics, { format: options.format, sources: world.sources })
    const port = wholeNumber('--port', options.port, { most: mostPort })
    const latencyMs = wholeNumber('--latency', options.latency)
    const throttlePerMinute = wholeNumber('--throttle', options.throttle?.replace(/\/min$/, ''))
    const random = hookedRandom(shell.env)
    const started = await startSandbox({
      world,
      ...(random !== null && { random }),
      clock: options.clock,
      wallClock: () => Date.now(),
      ...(port !== undefined && { port }),
      ...(options.state !== undefined && { stateDir: resolve(shell.cwd, options.state) }),
      ...(latencyMs !== undefined && { latencyMs }),
      ...(throttlePerMinute !== undefined && { throttlePerMinute }),
    }).catch((error: unknown) => {
      throw startTrouble(error)
    })
    if (started.worldChanged) {
      const detail = `${options.seed} is left aside: ${options.state} goes on with the world it has.`
      tell(shell, [diagnose(codes.WORLD_CHANGED, { detail, remedies: [] })])
    }
    shell.streams.out(
      isJson
        ? jsonText({ format: 1, kind: 'started', url: started.url, worldId: started.worldId }, 0)
        : `Sandbox at ${started.url} (stop it with Ctrl-C)\n${options.clock === 'live' ? tickingText(started.url) : ''}`,
    )
    if (!shell.signal.aborted)
      await new Promise<void>(done => shell.signal.addEventListener('abort', () => done(), { once: true }))
    await started.close()
    return exitCodes.done
  })

/** What takes hours in the World takes hours by the wall, unless somebody advances it. */
function tickingText(url: string): string {
  return `Its clock ticks. What commands do not wait for themselves comes at once with \`tenantform sandbox advance PT2H --sandbox ${url}\`\n`
}

/** A World document, or a snapshot of real accounts. */
function seedIn(
  path: string,
  text: string,
): World | { readonly diagnostics: readonly Diagnostic[]; readonly sources: SourceTexts } {
  if (text.trimStart().startsWith('{') && !isWorld(text)) {
    const snapshot = decodeSnapshot(text)
    if (!('code' in snapshot)) return worldOfSnapshot(snapshot)
    return { diagnostics: [snapshot], sources: new Map() }
  }
  const loaded = loadWorkspace({ files: [{ path, text }], readAttachment: () => undefined })
  if (loaded.workspace === null) return loaded
  const { world } = loaded.workspace
  const detail = `${path} holds no World document.`
  return world ?? { diagnostics: [diagnose(codes.NO_WORLD, { detail })], sources: new Map() }
}

/** Programs write JSON, which is YAML too. */
function isWorld(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'World'
  } catch {
    return false
  }
}

const mostPort = 65_535
