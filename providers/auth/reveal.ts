/** Asks for the values of a credential just before they are sent. */
import { diagnose } from '../../engine/diagnostic.ts'
import type { Instant } from '../../engine/model/ids.ts'
import { fail, type Result, succeed } from '../../engine/result.ts'
import { diagnosticsOf } from '../../engine/trouble.ts'
import { signAssertion } from './certificate-assertion.ts'
import { codes } from './codes.ts'
import type { Proof, Revealed } from './credential.ts'
import { secret } from './secret.ts'
import type { ExchangeInput } from './token-exchange.ts'

export interface RevealFacts {
  readonly partner: string
  /** As the service knows it, whatever host it is reached under. */
  readonly tokenEndpoint: string
  readonly now: () => Instant
  readonly newId: () => string
}

export async function reveal(
  { credential, rotated }: ExchangeInput,
  facts: RevealFacts,
): Promise<Result<Revealed>> {
  try {
    const clientId = await credential.clientId()
    const proven = await prove(credential.proof, { ...facts, clientId })
    if (!proven.ok) return proven
    return succeed({
      clientId,
      ...proven.value,
      refreshToken: credential.kind === 'user' ? (rotated ?? secret(await credential.refreshToken())) : null,
    })
  } catch (error) {
    // A foreign reason could quote the value; whoever resolves references says which one it was in a diagnostic of ours.
    const [own] = diagnosticsOf(error)
    const place = `${facts.partner}: a reference under \`credentials.${credential.kind}\` gave no value.`
    return fail(
      diagnose(codes.SECRET_MISSING, {
        detail: own?.detail === undefined ? place : `${place} ${own.detail}`,
      }),
    )
  }
}

async function prove(
  proof: Proof | undefined,
  { clientId, ...facts }: RevealFacts & { readonly clientId: string },
): Promise<Result<Pick<Revealed, 'secret' | 'assertion'>>> {
  if (proof === undefined) return succeed({ secret: null, assertion: null })
  switch (proof.kind) {
    case 'secret':
      return succeed({ secret: await proof.secret(), assertion: null })
    case 'federated':
      return succeed({ secret: null, assertion: await proof.token() })
    case 'certificate': {
      const { partner, tokenEndpoint, now, newId } = facts
      const signed = signAssertion({
        partner,
        tokenEndpoint,
        clientId,
        certificate: await proof.certificate(),
        privateKey: await proof.privateKey(),
        now: now(),
        id: newId(),
      })
      return signed.ok ? succeed({ secret: null, assertion: signed.value }) : signed
    }
  }
}
