/** A person signs in by device code; what was given is tried at once, in the way of the next run, and kept only when somebody says so. */
import { diagnose } from '../../engine/diagnostic.ts'
import { isAdministered } from '../../engine/doctor/abilities.ts'
import type { Examination } from '../../engine/doctor/report.ts'
import type { Desired } from '../../engine/model/desired.ts'
import { fail, type Result, succeed } from '../../engine/result.ts'
import { codes as authCodes, type DevicePrompt, personCodes, readClaims } from '../../providers/auth/index.ts'
import { connect as connectGraph } from '../../providers/graph/index.ts'
import {
  type ConnectOptions,
  connect,
  type PartnerAccess,
  signInAsPerson,
} from '../../providers/partner-center/index.ts'
import { examineBoth } from './examine-both.ts'

export interface Person {
  /** Tells the person where to go and what to type. */
  readonly show: (prompt: DevicePrompt) => void
  /** In ms; rejects when the command was stopped. */
  readonly pause: (ms: number) => Promise<void>
}

export interface SignedIn {
  /** As it signs in; null: the token does not say. These three are read from the first token. */
  readonly user: string | null
  readonly isGuest: boolean | null
  readonly secondFactor: boolean | null
  /** What came of trying the new token as the next run will. */
  readonly examination: Examination
  /** Hands the newest refresh token to where the document says; null: a rehearsal, which keeps none. */
  readonly store: (() => Promise<Result<null>>) | null
}

export async function signIn(
  access: PartnerAccess,
  { show, pause, desired }: Person & { readonly desired: Desired },
  options: ConnectOptions,
): Promise<Result<SignedIn>> {
  const granted = await signInAsPerson(access, options, { show, pause })
  if (!granted.ok) return granted
  const { accessToken, refreshToken } = granted.value
  const { user } = access.credentials
  if (refreshToken === null || user === undefined)
    return fail(
      diagnose(personCodes.NO_REFRESH_TOKEN, { detail: `${access.name}: only an access token was given.` }),
    )
  let newest = refreshToken.reveal()
  const tried: PartnerAccess = {
    ...access,
    credentials: {
      user: {
        clientId: user.clientId,
        ...(user.proof !== undefined && { proof: user.proof }),
        refreshToken: async () => newest,
        store: async token => {
          newest = token
        },
      },
    },
  }
  const claims = readClaims(accessToken)
  const { store } = user
  return succeed({
    user: claims?.user ?? null,
    isGuest: claims?.isGuest ?? null,
    secondFactor: claims?.secondFactor ?? null,
    examination: await examineTried(tried, desired, options),
    store: store === undefined ? null : () => keep(() => store(newest), access.name),
  })
}

function examineTried(
  access: PartnerAccess,
  desired: Desired,
  options: ConnectOptions,
): Promise<Examination> {
  const own = { ...options, partners: [access] }
  const { name, cloud, endpoints } = access
  const graphAccess = { name, cloud, endpoints, sources: connect(own).tokensOf(name) ?? {} }
  const graph = isAdministered({ name }, desired)
    ? { access: graphAccess, graph: connectGraph({ ...own, partners: [graphAccess] }) }
    : null
  return examineBoth(access, own, { graph })
}

async function keep(store: () => Promise<void>, partner: string): Promise<Result<null>> {
  try {
    await store()
    return succeed(null)
  } catch {
    // The reason may quote the token, so it is not repeated.
    return fail(diagnose(authCodes.NOT_STORED, { detail: `${partner}: \`store:\` failed.` }))
  }
}
