/** What is missing for each kind of credential of an account: the steps of its registration, each with what a sign-in told of it. */
import type { Diagnostic } from '../diagnostic.ts'
import type { DeclaredPartner, Desired } from '../model/desired.ts'
import type { PartnerName, TenantId } from '../model/ids.ts'
import { abilitiesOf } from './abilities.ts'
import { type RegistrationStep, type StepName, stepsOfApp, stepsOfUser } from './registration.ts'
import type { Examination } from './report.ts'

export interface CheckedStep extends RegistrationStep {
  /** `unknown`: nothing that can be asked tells. */
  readonly state: 'done' | 'missing' | 'unknown'
  /** Why it is known to be missing. */
  readonly findings: readonly Diagnostic[]
}

export interface CheckedKind {
  readonly kind: 'app' | 'user'
  readonly declared: boolean
  /** What the documents ask for and cannot be had without this kind. */
  readonly neededFor: readonly string[]
  readonly steps: readonly CheckedStep[]
}

export interface Checklist {
  readonly format: 1
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly kinds: readonly CheckedKind[]
  /** Steps known to be missing of the kinds that are declared, and kinds that are needed and not declared. */
  readonly missing: number
}

/** `needs`: abilities that cannot be had without a kind, whatever is declared. */
export function checklistOf(
  partner: DeclaredPartner,
  desired: Desired,
  examination: Examination,
  needs: (kind: 'app' | 'user') => ReadonlySet<string>,
): Checklist {
  const wanted = [...abilitiesOf(partner, desired).keys()]
  const kinds = (['app', 'user'] as const).map((kind): CheckedKind => {
    const declared = partner[kind] !== null
    const only = needs(kind)
    const steps = kind === 'app' ? stepsOfApp(partner, desired) : stepsOfUser(partner, desired)
    return {
      kind,
      declared,
      neededFor: wanted.filter(ability => only.has(ability)),
      steps: steps.map(step => ({ ...step, ...judged(step.name, kind, declared ? examination : null) })),
    }
  })
  const counted = kinds.filter(({ declared, neededFor }) => declared || neededFor.length > 0)
  const declaredSteps = counted.filter(({ declared }) => declared).flatMap(({ steps }) => steps)
  const missing = declaredSteps.filter(({ state }) => state === 'missing').length
  const undeclared = counted.filter(({ declared }) => !declared).length
  return { format: 1, partner: partner.name, tenant: partner.tenant, kinds, missing: missing + undeclared }
}

/** Codes that tell of a step that it is missing. */
const tellers: Readonly<Record<StepName, readonly string[]>> = {
  'app registration': ['AUTH.APP_NOT_IN_TENANT', 'AUTH.APP_DISABLED', 'AUTH.UNKNOWN_TENANT'],
  'proof of the app': [
    'AUTH.WRONG_SECRET',
    'AUTH.EXPIRED_SECRET',
    'AUTH.CERTIFICATE_UNUSABLE',
    'AUTH.CERTIFICATE_EXPIRED',
    'AUTH.CERTIFICATE_UNKNOWN',
    'AUTH.ISSUER_NOT_TRUSTED',
    'AUTH.PUBLIC_APP',
  ],
  'public client flows': ['AUTH.PUBLIC_FLOWS_OFF'],
  'permission for Partner Center': ['AUTH.ADMIN_CONSENT_MISSING', 'AUTH.WRONG_AUDIENCE'],
  'permission for Microsoft Graph': ['GRAPH.PERMISSION_MISSING'],
  'service principal for Microsoft Graph': ['GRAPH.SERVICE_PRINCIPAL'],
  'app known to Partner Center': ['PARTNER_CENTER.ROLE_MISSING'],
  'member with a role': [
    'PARTNER_CENTER.ROLE_MISSING',
    'AUTH.GUEST_USER',
    'AUTH.NOT_A_MEMBER',
    'AUTH.USER_DISABLED',
    'AUTH.USER_OF_OTHER_TENANT',
  ],
  'multi-factor authentication': ['AUTH.MFA_NEEDED'],
  'device code allowed by policy': ['AUTH.POLICY_BLOCKS'],
  'refresh token': [
    'AUTH.SECRET_MISSING',
    'AUTH.REFRESH_TOKEN_EXPIRED',
    'AUTH.REFRESH_TOKEN_REVOKED',
    'AUTH.REFRESH_TOKEN_INVALID',
    'AUTH.REFRESH_TOKEN_OF_OTHER_APP',
    'AUTH.CONSENT_NEEDED',
  ],
}

/** Steps that a token of the kind proves to be done; what a call needs besides is proven by the calls. */
const provenByToken: readonly StepName[] = [
  'app registration',
  'proof of the app',
  'permission for Partner Center',
  'multi-factor authentication',
  'refresh token',
]
const provenByCalls: readonly StepName[] = ['app known to Partner Center', 'member with a role']
const provenByGraph: readonly StepName[] = [
  'permission for Microsoft Graph',
  'service principal for Microsoft Graph',
]

function judged(
  step: StepName,
  kind: 'app' | 'user',
  examination: Examination | null,
): Pick<CheckedStep, 'state' | 'findings'> {
  if (examination === null) return { state: step === 'refresh token' ? 'missing' : 'unknown', findings: [] }
  const { signIns, api, missing } = examination
  const own = signIns.find(entry => entry.kind === kind)
  const hasOther = signIns.length > 1
  const ofSignIn = own?.trouble == null ? [] : [own.trouble]
  const inGraph = [...missing]
    .filter(([ability]) => ability.endsWith('delegated administration'))
    .flatMap(([, found]) => found)
  const ofCalls = [...(api?.troubles ?? []), ...[...missing.values()].flat()]
  // A call that either kind can make says nothing of the one that did not make it.
  const isOthers = kind === 'user' && hasOther && step === 'app known to Partner Center'
  const findings = [...ofSignIn, ...(isOthers ? [] : ofCalls)].filter(({ code }) =>
    tellers[step].includes(code),
  )
  if (findings.length > 0) return { state: 'missing', findings: findings.slice(0, 1) }
  const isIn = own !== undefined && own.trouble === null
  const isFine = isIn && api !== null && api.troubles.length === 0
  const isDone =
    (isIn && provenByToken.includes(step)) ||
    (isFine && provenByCalls.includes(step)) ||
    (isIn && provenByGraph.includes(step) && inGraph.length === 0)
  return { state: isDone ? 'done' : 'unknown', findings: [] }
}
