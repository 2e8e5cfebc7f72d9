/** Tries a partner's credentials and says what came of each: for `doctor`. Sends nothing but sign-ins and one read. */
import type { Ability } from '../../engine/doctor/abilities.ts'
import type { Examination } from '../../engine/doctor/report.ts'
import type { Instant } from '../../engine/model/ids.ts'
import type { Transport } from '../http/transport.ts'
import { capabilitiesOf } from './capabilities.ts'
import { isFailure } from './client/failure.ts'
import { getLegalBusinessProfile } from './client/profiles.ts'
import { clouds } from './limits.ts'
import { type ConnectOptions, type PartnerAccess, partsOf } from './provider.ts'

export async function examine(access: PartnerAccess, options: ConnectOptions): Promise<Examination> {
  const heard = hearing(options)
  const { client, sources } = partsOf(access, { ...options, transport: heard.transport })
  const audience = access.audience ?? clouds[access.cloud].api
  const signIns: Examination['signIns'][number][] = []
  for (const kind of ['app', 'user'] as const) {
    const source = sources[kind]
    if (source === undefined) continue
    const token = await source.get(audience)
    signIns.push({ kind, trouble: token.ok ? null : (token.diagnostics[0] ?? null) })
  }
  const isIn = signIns.some(entry => entry.trouble === null)
  const api = isIn ? await ask(() => getLegalBusinessProfile(client)) : null
  return {
    signIns,
    api,
    skewMs: heard.skewMs(),
    missing: new Map<
      Ability,
      Examination['missing'] extends ReadonlyMap<Ability, infer Found> ? Found : never
    >(capabilitiesOf(access).map(({ feature, missing }) => [feature, missing])),
  }
}

async function ask(read: () => Promise<unknown>): Promise<Examination['api']> {
  try {
    await read()
    return { trouble: null }
  } catch (error) {
    if (!isFailure(error)) throw error
    return { trouble: error.error.diagnostic }
  }
}

/** Compares the service's `Date` with our clock, answer by answer; the last one counts. */
function hearing({ transport, clock }: ConnectOptions): {
  readonly transport: Transport
  skewMs(): number | null
} {
  let skewMs: number | null = null
  const between = (theirs: string, ours: Instant) => Date.parse(theirs) - Date.parse(ours)
  return {
    skewMs: () => skewMs,
    transport: {
      ...transport,
      async send(request) {
        const answer = await transport.send(request)
        const date = answer.kind === 'response' ? answer.headers['date'] : undefined
        if (date !== undefined && !Number.isNaN(Date.parse(date))) skewMs = between(date, clock.now())
        return answer
      },
    },
  }
}
