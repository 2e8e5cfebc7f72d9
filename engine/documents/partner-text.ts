/** A Partner document as text, from what is declared elsewhere or from the little an export shows. */
import type {
  AppCredential,
  Cloud,
  DeclaredPartner,
  DeclaredProof,
  SecretRef,
  UserCredential,
} from '../model/desired.ts'
import type { TenantId } from '../model/ids.ts'
import { yamlScalar } from './yaml-text.ts'

export interface PartnerDraft {
  readonly name: string
  readonly tenant: TenantId
  readonly cloud: Cloud
}

/** An account that was only seen in an export: without credentials, which nobody can guess. */
export function exportedPartnerText(draft: PartnerDraft): string {
  return textOf([
    '# Made from an export of the portal. To read and write this account, add `credentials:` with references to secrets,',
    '# for example { app: { clientId: env:APP_ID, clientSecret: env:APP_SECRET } }, the `markets:` it sells in and its `currency:`.',
    '# An export does not say the cloud: correct it where it is us-government or china.',
    ...headOf(draft),
  ])
}

/** The same account for another workspace. Prices stay behind: their path holds where they are declared. */
export function partnerText(partner: DeclaredPartner): string {
  const { app, user } = partner
  return textOf([
    ...headOf(partner),
    ...(partner.markets.length === 0 ? [] : [`markets: [${partner.markets.map(yamlScalar).join(', ')}]`]),
    ...(partner.currency === null ? [] : [`currency: ${yamlScalar(partner.currency)}`]),
    ...(partner.timeZone === 'UTC' ? [] : [`timeZone: ${yamlScalar(partner.timeZone)}`]),
    ...(partner.retired === null ? [] : [`retired: ${yamlScalar(partner.retired)}`]),
    ...(app === null && user === null
      ? []
      : ['credentials:', ...(app === null ? [] : appLines(app)), ...(user === null ? [] : userLines(user))]),
  ])
}

function headOf({ name, tenant, cloud }: PartnerDraft): readonly string[] {
  return [
    'apiVersion: tenantform/v1',
    'kind: Partner',
    `name: ${yamlScalar(name)}`,
    `tenantId: ${yamlScalar(tenant)}`,
    `cloud: ${cloud}`,
  ]
}

function appLines(app: AppCredential): readonly string[] {
  return ['  app:', `    clientId: ${reference(app.clientId)}`, ...proofLines(app.proof)]
}

function userLines(user: UserCredential): readonly string[] {
  return [
    '  user:',
    `    clientId: ${reference(user.clientId)}`,
    ...(user.proof === undefined ? [] : proofLines(user.proof)),
    `    refreshToken: ${reference(user.refreshToken)}`,
    ...(user.store === undefined ? [] : [`    store: ${reference(user.store)}`]),
  ]
}

function proofLines(proof: DeclaredProof): readonly string[] {
  switch (proof.kind) {
    case 'secret':
      return [`    clientSecret: ${reference(proof.secret)}`]
    case 'certificate':
      return [
        '    certificate:',
        `      certificate: ${reference(proof.certificate)}`,
        `      privateKey: ${reference(proof.privateKey)}`,
      ]
    case 'federated':
      return [
        `    federated: ${proof.token.kind === 'github-actions' ? 'github-actions' : reference(proof.token)}`,
      ]
  }
}

function reference(ref: SecretRef | { readonly kind: 'literal'; readonly value: string }): string {
  switch (ref.kind) {
    case 'env':
      return `env:${ref.name}`
    case 'file':
      return JSON.stringify(`file:${ref.path}`)
    case 'command':
      return `{ command: ${JSON.stringify(ref.argv)} }`
    case 'literal':
      return yamlScalar(ref.value)
  }
}

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
