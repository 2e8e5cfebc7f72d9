/**
 * How a rehearsal signs in: with what the sandbox's World says, and with nothing else. No reference of a document is resolved here, so no
 * real secret can be sent anywhere, no program of a document runs, and no real token is overwritten.
 */
import { diagnose } from '../../engine/diagnostic.ts'
import type { AppCredential, DeclaredPartner } from '../../engine/model/desired.ts'
import { Trouble } from '../../engine/trouble.ts'
import type { PartnerAccess } from '../../providers/partner-center/index.ts'
import type { World } from '../../schemas/generated/world.ts'
import { codes } from '../codes.ts'

/** Who may sign in to a sandbox, by its own word or by the World document it was seeded from. */
export type SeededPartners = readonly Pick<World['partners'][number], 'name' | 'apps' | 'users'>[]

export function rehearsalAccessOf(
  partner: DeclaredPartner,
  seeded: SeededPartners,
  url: string,
): PartnerAccess {
  const { app, user, tokenEndpoint } = partner
  const own = seeded.find(entry => entry.name === partner.name)
  const worldApp = seededFor(own?.apps ?? [], app?.clientId)
  const worldUser = seededFor(own?.users ?? [], user?.clientId)
  const given = (value: string | undefined, what: string) => async () => {
    if (value !== undefined) return value
    const detail = `The World has no ${what} for ${partner.name}; a rehearsal takes secrets from there alone.`
    throw new Trouble(
      diagnose(codes.SECRET_MISSING, {
        detail,
        remedies: [
          { kind: 'edit', what: `add it to the World document, under \`partners:\` of ${partner.name}` },
        ],
      }),
    )
  }
  return {
    name: partner.name,
    tenantId: partner.tenant,
    cloud: partner.cloud,
    endpoints: { api: url, authority: url, graph: url },
    tokenEndpoint,
    ...(partner.audience !== null && { audience: partner.audience }),
    credentials: {
      ...(app !== null && {
        app: {
          clientId: given(writtenIn(app.clientId) ?? worldApp?.clientId, 'app'),
          proof: { kind: 'secret', secret: given(worldApp?.clientSecret, 'app with a `clientSecret:`') },
        },
      }),
      ...(user !== null && {
        user: {
          clientId: given(writtenIn(user.clientId) ?? worldUser?.clientId, 'user'),
          refreshToken: given(worldUser?.refreshToken, 'user with a `refreshToken:`'),
          ...(worldUser?.clientSecret !== undefined && {
            proof: { kind: 'secret' as const, secret: given(worldUser.clientSecret, 'user') },
          }),
        },
      }),
    },
  }
}

/** An id that is written out in the document is no secret, and no reference. */
function writtenIn(clientId: AppCredential['clientId']): string | undefined {
  return clientId.kind === 'literal' ? clientId.value : undefined
}

/** The one with the declared id, where that is written out; else the first. */
function seededFor<Identity extends { readonly clientId: string }>(
  seeded: readonly Identity[],
  declared: AppCredential['clientId'] | undefined,
): Identity | undefined {
  const named = declared?.kind === 'literal' ? declared.value.toLowerCase() : null
  return seeded.find(entry => entry.clientId.toLowerCase() === named) ?? seeded[0]
}
