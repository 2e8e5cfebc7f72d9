/** Where a real account's secrets come from; a rehearsal has rehearsal-access.ts. */
import type { AppCredential, DeclaredPartner, DeclaredProof, SecretRef } from '../../engine/model/desired.ts'
import type { Clock } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { githubActionsToken, type Proof } from '../../providers/auth/index.ts'
import type { Send } from '../../providers/http/request.ts'
import type { PartnerAccess } from '../../providers/partner-center/index.ts'
import { resolveSecret, type SecretContext, storeSecret } from './resolve-secret.ts'

export interface SignInContext extends SecretContext {
  readonly clock: Clock
  /** For a token that the pipeline hands out over HTTP. */
  readonly send: Send
}

export function accessOf(
  partner: DeclaredPartner,
  context: SignInContext,
  endpoints: PartnerAccess['endpoints'],
): PartnerAccess {
  const { app, user, tokenEndpoint } = partner
  const facts = { partner: partner.name, context }
  return {
    name: partner.name,
    tenantId: partner.tenant,
    cloud: partner.cloud,
    endpoints,
    tokenEndpoint,
    ...(partner.audience !== null && { audience: partner.audience }),
    credentials: {
      ...(app !== null && {
        app: { clientId: identity(app.clientId, context), proof: proofOf(app.proof, facts) },
      }),
      ...(user !== null && {
        user: {
          clientId: identity(user.clientId, context),
          refreshToken: () => resolveSecret(user.refreshToken, context),
          ...(user.proof !== undefined && { proof: proofOf(user.proof, facts) }),
          ...(user.store !== undefined && { store: storing(user.store, context) }),
        },
      }),
    },
  }
}

function identity(reference: AppCredential['clientId'], context: SignInContext): () => Promise<string> {
  return () =>
    reference.kind === 'literal' ? Promise.resolve(reference.value) : resolveSecret(reference, context)
}

interface ProofFacts {
  readonly partner: string
  readonly context: SignInContext
}

function proofOf(proof: DeclaredProof, { partner, context }: ProofFacts): Proof {
  switch (proof.kind) {
    case 'secret':
      return { kind: 'secret', secret: () => resolveSecret(proof.secret, context) }
    case 'certificate':
      return {
        kind: 'certificate',
        certificate: () => resolveSecret(proof.certificate, context),
        privateKey: () => resolveSecret(proof.privateKey, context),
      }
    case 'federated': {
      const { token } = proof
      if (token.kind !== 'github-actions')
        return { kind: 'federated', token: () => resolveSecret(token, context) }
      return { kind: 'federated', token: () => fromGithub(partner, context) }
    }
  }
}

async function fromGithub(partner: string, { env, send }: SignInContext): Promise<string> {
  const { randomUUID } = await import('node:crypto')
  const token = await githubActionsToken({ partner, env, send, newId: () => randomUUID() })
  if (token.ok) return token.value
  const [first, ...others] = token.diagnostics
  throw first === undefined ? new Error('no token') : new Trouble(first, ...others)
}

function storing(reference: SecretRef, context: SignInContext): (token: string) => Promise<void> {
  return token => storeSecret(reference, token, context)
}
