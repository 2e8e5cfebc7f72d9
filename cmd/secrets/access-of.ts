/** Where a partner's secrets come from. With a World, what does not resolve is taken from the World (product.md, section 6). */
import type { AppCredential, DeclaredPartner, DeclaredProof, SecretRef } from '../../engine/model/desired.ts'
import type { Clock } from '../../engine/ports.ts'
import { githubActionsToken, type Proof } from '../../providers/auth/index.ts'
import type { Send } from '../../providers/http/request.ts'
import type { PartnerAccess } from '../../providers/partner-center/index.ts'
import type { World } from '../../schemas/generated/world.ts'
import { Trouble } from '../trouble.ts'
import { resolveSecret, type SecretContext, storeSecret } from './resolve-secret.ts'

export interface SignInContext extends SecretContext {
  readonly clock: Clock
  /** For a token that the pipeline hands out over HTTP. */
  readonly send: Send
}

export interface SignInFacts {
  readonly world: Pick<World, 'partners'> | null
  readonly endpoints: PartnerAccess['endpoints']
}

export function accessOf(
  partner: DeclaredPartner,
  context: SignInContext,
  { world, endpoints }: SignInFacts,
): PartnerAccess {
  const seeded = world?.partners.find(entry => entry.name === partner.name)
  const { app, user, tokenEndpoint } = partner
  const worldApp = seededFor(seeded?.apps ?? [], app?.clientId)
  const worldUser = seededFor(seeded?.users ?? [], user?.clientId)
  return {
    name: partner.name,
    tenantId: partner.tenant,
    cloud: partner.cloud,
    endpoints,
    tokenEndpoint,
    ...(partner.audience !== null && { audience: partner.audience }),
    credentials: {
      ...(app !== null && {
        app: {
          clientId: identity(app.clientId, worldApp?.clientId, context),
          proof: proofOf(app.proof, worldApp?.clientSecret, { partner: partner.name, context }),
        },
      }),
      ...(user !== null && {
        user: {
          clientId: identity(user.clientId, worldUser?.clientId, context),
          refreshToken: () => orSeeded(user.refreshToken, worldUser?.refreshToken, context),
          ...userProof(user.proof, worldUser?.clientSecret, { partner: partner.name, context }),
          // A rehearsal never overwrites a real token.
          ...(user.store !== undefined && world === null && { store: storing(user.store, context) }),
        },
      }),
    },
  }
}

/** The one with the declared id, where that is written out; else the first. */
function seededFor<Identity extends { readonly clientId: string }>(
  seeded: readonly Identity[],
  declared: AppCredential['clientId'] | undefined,
): Identity | undefined {
  const named = declared?.kind === 'literal' ? declared.value.toLowerCase() : null
  return seeded.find(entry => entry.clientId.toLowerCase() === named) ?? seeded[0]
}

function identity(
  reference: AppCredential['clientId'],
  fallback: string | undefined,
  context: SignInContext,
): () => Promise<string> {
  return () =>
    reference.kind === 'literal' ? Promise.resolve(reference.value) : orSeeded(reference, fallback, context)
}

async function orSeeded(
  reference: SecretRef,
  fallback: string | undefined,
  context: SignInContext,
): Promise<string> {
  try {
    return await resolveSecret(reference, context)
  } catch (error) {
    if (fallback === undefined) throw error
    return fallback
  }
}

interface ProofFacts {
  readonly partner: string
  readonly context: SignInContext
}

function proofOf(
  proof: DeclaredProof,
  fallback: string | undefined,
  { partner, context }: ProofFacts,
): Proof {
  switch (proof.kind) {
    case 'secret':
      return { kind: 'secret', secret: () => orSeeded(proof.secret, fallback, context) }
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

/** A user's app in a World may have a secret that the document leaves out. */
function userProof(
  proof: DeclaredProof | undefined,
  fallback: string | undefined,
  facts: ProofFacts,
): { readonly proof?: Proof } {
  if (proof !== undefined) return { proof: proofOf(proof, fallback, facts) }
  return fallback === undefined ? {} : { proof: { kind: 'secret', secret: () => Promise.resolve(fallback) } }
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
