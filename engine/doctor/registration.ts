/**
 * What has to be set up in Microsoft's portals before an account can be used, step by step for each kind of credential, with where to
 * click. docs/credentials.md leads through the same steps, and a test compares the two. Portals are those of 2026-11.
 */
import type { DeclaredPartner, Desired } from '../model/desired.ts'
import { isAdministered } from './abilities.ts'

export type StepName =
  | 'app registration'
  | 'proof of the app'
  | 'public client flows'
  | 'permission for Partner Center'
  | 'permission for Microsoft Graph'
  | 'service principal for Microsoft Graph'
  | 'app known to Partner Center'
  | 'member with a role'
  | 'multi-factor authentication'
  | 'device code allowed by policy'
  | 'refresh token'

export interface RegistrationStep {
  readonly name: StepName
  /** A sentence without an end: what is to be there afterwards. */
  readonly what: string
  /** The clicks, from the portal's address on; null: a command does it. */
  readonly where: string | null
  /** What does it, where that is a command of ours. */
  readonly command: string | null
  /** As the portal writes them. */
  readonly permissions: readonly string[]
  /** Whose consent the permissions need; null: no permission is asked for. */
  readonly consent: 'administrator of the partner tenant' | null
}

const app = 'entra.microsoft.com > Entra ID > App registrations > the app'
const administrator = 'administrator of the partner tenant'
const graphPermission = 'DelegatedAdminRelationship.ReadWrite.All'
const invoices = 'PartnerBilling.Read.All'

const plainStep = (name: StepName, what: string, where: string | null): RegistrationStep => ({
  name,
  what,
  where,
  command: null,
  permissions: [],
  consent: null,
})

const registered = plainStep(
  'app registration',
  'an app is registered in the partner tenant, for accounts of this directory only',
  'entra.microsoft.com > Entra ID > App registrations > New registration',
)

const known = plainStep(
  'app known to Partner Center',
  'Partner Center knows the app',
  'partner.microsoft.com > Settings (gear) > Account settings > App management > Web app > Register existing app',
)

const partnerCenter: RegistrationStep = {
  name: 'permission for Partner Center',
  what: 'the app may use Partner Center for the person who signs in',
  where: `${app} > API permissions > Add a permission > APIs my organization uses > Microsoft Partner Center (fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd) > Delegated permissions; then Grant admin consent`,
  command: null,
  permissions: ['user_impersonation (delegated)'],
  consent: administrator,
}

function graphStep(kind: 'application' | 'delegated', names: readonly string[]): RegistrationStep {
  const group = kind === 'application' ? 'Application permissions' : 'Delegated permissions'
  return {
    name: 'permission for Microsoft Graph',
    what: 'the app may read and change delegated administration, and read invoices as Microsoft exports them',
    where: `${app} > API permissions > Add a permission > Microsoft Graph > ${group}; then Grant admin consent`,
    command: null,
    permissions: names.map(name => `${name} (${kind})`),
    consent: administrator,
  }
}

function proofStep(kind: 'secret' | 'certificate' | 'federated'): RegistrationStep {
  const names = {
    secret: ['a client secret that has not ended', 'Client secrets > New client secret'],
    certificate: ['the public part of the certificate', 'Certificates > Upload certificate'],
    federated: [
      'a federated credential for this pipeline, audience api://AzureADTokenExchange',
      'Federated credentials > Add credential',
    ],
  } as const
  const [what, where] = names[kind]
  return plainStep(
    'proof of the app',
    `the registration has ${what}`,
    `${app} > Certificates & secrets > ${where}`,
  )
}

/** For the app on its own. `proof`: as the document has it; a secret where it has none yet. */
export function stepsOfApp(partner: DeclaredPartner, desired: Desired): readonly RegistrationStep[] {
  const usesGraph = partner.user === null && isAdministered(partner, desired)
  return [
    registered,
    proofStep(partner.app?.proof.kind ?? 'secret'),
    known,
    ...(usesGraph
      ? [
          graphStep('application', [graphPermission, invoices]),
          plainStep(
            'service principal for Microsoft Graph',
            'the service principal of 2832473f-ec63-45fb-976f-5d45a7d4bb91 is in the partner tenant',
            'developer.microsoft.com/graph/graph-explorer > POST https://graph.microsoft.com/v1.0/servicePrincipals with { "appId": "2832473f-ec63-45fb-976f-5d45a7d4bb91" }',
          ),
        ]
      : []),
  ]
}

/** For a person who signed in with MFA (secure application model). */
export function stepsOfUser(partner: DeclaredPartner, desired: Desired): readonly RegistrationStep[] {
  const proof = partner.user?.proof
  return [
    registered,
    plainStep(
      'public client flows',
      'the app signs people in by device code',
      `${app} > Authentication > Settings > Allow public client flows: Yes`,
    ),
    ...(proof === undefined ? [] : [proofStep(proof.kind)]),
    partnerCenter,
    ...(isAdministered(partner, desired) ? [graphStep('delegated', [graphPermission, invoices])] : []),
    plainStep(
      'member with a role',
      'the person is a member of the partner tenant (no guest) and an Admin agent',
      'partner.microsoft.com > Settings (gear) > Account settings > User management > the person > Assists your customers as: Admin agent',
    ),
    plainStep(
      'multi-factor authentication',
      'the person has to use a second factor',
      'entra.microsoft.com > Entra ID > Conditional Access > Policies > New policy: Grant > Require multifactor authentication',
    ),
    plainStep(
      'device code allowed by policy',
      'no policy blocks the device code flow for this person and app',
      'entra.microsoft.com > Entra ID > Conditional Access > Policies > each with Conditions > Authentication flows > Device code flow: exclude the person',
    ),
    {
      ...plainStep('refresh token', 'the person signed in, and the token is stored', null),
      command: `tenantform login ${partner.name}`,
    },
  ]
}
