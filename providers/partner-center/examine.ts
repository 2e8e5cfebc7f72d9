/**
 * Tries a partner's credentials and says what came of each: for `doctor`. Sends nothing but sign-ins and reads: who the account is,
 * and for each thing people want one small question that only somebody with the right to it gets answered.
 */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { Ability } from '../../engine/doctor/abilities.ts'
import type { Examination, SignIn } from '../../engine/doctor/report.ts'
import { codes as authCodes, type CredentialKind, readClaims, type TokenSource } from '../auth/index.ts'
import { capabilitiesOf } from './capabilities.ts'
import { type CallEntry, calls, type ReadCall } from './client/calls.ts'
import type { CallInput, ReadClient } from './client/client.ts'
import { isFailure } from './client/errors/failure.ts'
import { textAt } from './client/read-value.ts'
import { getLegalBusinessProfile, getOrganizationProfile } from './client/resources/profiles.ts'
import { listUsersWithoutSecondFactor } from './client/resources/second-factor.ts'
import { clouds } from './limits.ts'
import { type ConnectOptions, type PartnerAccess, partsOf } from './provider.ts'
import { hearing } from './service-time.ts'

export async function examine(access: PartnerAccess, options: ConnectOptions): Promise<Examination> {
  const heard = hearing(options.transport, options.clock)
  const { client, sources } = partsOf(access, { ...options, transport: heard.transport })
  const audience = access.audience ?? clouds[access.cloud].api
  const signIns: SignIn[] = []
  for (const kind of ['app', 'user'] as const) {
    const source = sources[kind]
    if (source !== undefined) signIns.push(await signIn(access, { kind, source, audience }))
  }
  const isIn = new Map(signIns.map(({ kind, trouble }) => [kind, trouble === null]))
  /** Whether the kind that the client will use for the call is signed in; otherwise its trouble has been told. */
  const mayAsk = (call: ReadCall) => {
    const { kinds }: CallEntry = calls[call]
    const used = kinds.find(kind => isIn.has(kind))
    return used !== undefined && isIn.get(used) === true
  }
  const api = await account(access, client, mayAsk)
  const missing = new Map<Ability, readonly Diagnostic[]>(
    capabilitiesOf(access).map(({ feature, missing: lacking }) => [feature, lacking]),
  )
  const probed = new Map<Ability, 'asked' | 'not signed in'>()
  const isOpen = api !== null && api.troubles.length === 0
  for (const { ability, call, input } of probes) {
    if (missing.get(ability)?.length !== 0) continue
    const isAsked = isOpen && mayAsk(call)
    probed.set(ability, isAsked ? 'asked' : 'not signed in')
    if (isAsked) missing.set(ability, (await ask(() => client.read(call, input))).troubles)
  }
  const secondFactor = await withoutSecondFactor(client, isOpen && mayAsk('security.without-second-factor'))
  return { signIns, api, skewMs: heard.serviceTime.skewMs(), missing, probes: probed, secondFactor }
}

/** One question each that needs the right, and brings one row at most. Reads that need a customer are not tried. */
const probes: readonly {
  readonly ability: Ability
  readonly call: ReadCall
  readonly input: CallInput
}[] = [
  { ability: 'read customers and subscriptions', call: 'customers.list', input: { query: { size: 1 } } },
  {
    ability: 'read customer agreements',
    call: 'agreements.metadata',
    input: { query: { agreementType: 'MicrosoftCustomerAgreement' } },
  },
  { ability: 'invite customers', call: 'customers.relationshiprequest', input: {} },
  { ability: 'read the activity log', call: 'audit.list', input: { query: { size: 1 } } },
  { ability: 'read invoices', call: 'invoices.list', input: { query: { size: 1, offset: 0 } } },
]

async function withoutSecondFactor(
  client: ReadClient,
  isAsked: boolean,
): Promise<Examination['secondFactor']> {
  if (!isAsked) return { kind: 'not asked' }
  const { troubles, value = [] } = await ask(() => listUsersWithoutSecondFactor(client))
  if (troubles.length > 0) return { kind: 'unknown', troubles }
  return {
    kind: 'known',
    users: value.map(row => ({
      name: textAt(row, 'upn') ?? textAt(row, 'objectId') ?? 'a user without a name',
      last: textAt(row, 'lastNonMfaCompliantRequestDateTime') ?? null,
    })),
  }
}

interface Way {
  readonly kind: CredentialKind
  readonly source: TokenSource
  readonly audience: string
}

async function signIn({ name }: PartnerAccess, { kind, source, audience }: Way): Promise<SignIn> {
  const token = await source.get(audience)
  if (!token.ok) return { kind, trouble: token.diagnostics[0] ?? null, goodUntil: null }
  const claims = readClaims(token.value)
  const trouble =
    kind === 'user' && claims?.secondFactor === false
      ? diagnose(authCodes.MFA_NEEDED, {
          detail: `${name}: the user signed in without a second factor, which has been demanded since 2026-04-01.`,
        })
      : null
  return { kind, trouble, goodUntil: claims?.goodUntil ?? null }
}

/** Both kinds say who they are; the profile that a user gets names the tenant besides (facts 1). */
async function account(
  { name, tenantId }: PartnerAccess,
  client: ReadClient,
  mayAsk: (call: ReadCall) => boolean,
): Promise<Examination['api']> {
  const answers: { readonly troubles: readonly Diagnostic[]; readonly value?: unknown }[] = []
  if (mayAsk('profiles.legalbusiness')) answers.push(await ask(() => getLegalBusinessProfile(client)))
  if (mayAsk('profiles.organization')) {
    const asked = await ask(() => getOrganizationProfile(client))
    const theirs = textAt(asked.value, 'tenantId')?.toLowerCase()
    const detail = `${name} is tenant ${tenantId}; the account that answers is ${theirs}.`
    const isOther = theirs !== undefined && theirs !== tenantId
    answers.push(isOther ? { troubles: [diagnose(authCodes.WRONG_TENANT, { detail })] } : asked)
  }
  if (answers.length === 0) return null
  const company = answers.map(({ value }) => textAt(value, 'companyName')).find(text => text)
  return { troubles: answers.flatMap(({ troubles }) => troubles), company: company ?? null }
}

async function ask<T>(
  read: () => Promise<T>,
): Promise<{ readonly troubles: readonly Diagnostic[]; readonly value?: T }> {
  try {
    return { troubles: [], value: await read() }
  } catch (error) {
    if (!isFailure(error)) throw error
    return { troubles: [error.error.diagnostic] }
  }
}
