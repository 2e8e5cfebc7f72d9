/** Whether a sign-in is one that runs can use: the right tenant, a member of it, a second factor, and the rights that the documents need. */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { abilitiesOf, type Weight } from '../../engine/doctor/abilities.ts'
import type { DeclaredPartner, Desired } from '../../engine/model/desired.ts'
import { codes as authCodes, personCodes, remediesFor } from '../../providers/auth/index.ts'
import { capabilitiesOf } from '../../providers/partner-center/index.ts'
import type { SignedIn } from '../workspace/sign-in.ts'

export interface Right {
  readonly ability: string
  readonly weight: Weight
  /** null: nothing was asked, because something before it failed. */
  readonly has: boolean | null
  readonly findings: readonly Diagnostic[]
}

export interface Judgement {
  /** In the way of any run; each code once. */
  readonly troubles: readonly Diagnostic[]
  /** What the documents ask of this credential. */
  readonly rights: readonly Right[]
}

/** Abilities that cannot be had without this kind, as the call table says. */
export function onlyBy(kind: 'app' | 'user', { name, cloud }: DeclaredPartner): ReadonlySet<string> {
  const other = kind === 'app' ? { user: true } : { app: true }
  const byOther = capabilitiesOf({ name, cloud, credentials: other })
  const byBoth = capabilitiesOf({ name, cloud, credentials: { app: true, user: true } })
  const can = new Set(byBoth.filter(({ missing }) => missing.length === 0).map(({ feature }) => feature))
  return new Set(
    byOther.flatMap(({ feature, missing }) => (missing.length > 0 && can.has(feature) ? [feature] : [])),
  )
}

export function judge(partner: DeclaredPartner, desired: Desired, signedIn: SignedIn): Judgement {
  const { isGuest, secondFactor, examination } = signedIn
  const own = examination.signIns.find(({ kind }) => kind === 'user')
  const isAsked = examination.api !== null && examination.api.troubles.length === 0
  const byUser = onlyBy('user', partner)
  const rights = [...abilitiesOf(partner, desired)]
    // What the app does in every run is no matter of the person.
    .filter(
      ([ability]) =>
        partner.app === null || byUser.has(ability) || ability.endsWith('delegated administration'),
    )
    .map(([ability, weight]): Right => {
      const findings = examination.missing.get(ability) ?? []
      return { ability, weight, has: findings.length > 0 ? false : isAsked ? true : null, findings }
    })
  const found = [
    ...(isGuest === true
      ? [
          diagnose(personCodes.GUEST_USER, {
            remedies: remediesFor(partner.name, personCodes.GUEST_USER),
            detail: `${partner.name}: ${nameOf(signedIn)} is at home in another tenant.`,
          }),
        ]
      : []),
    ...(secondFactor === false
      ? [
          diagnose(authCodes.MFA_NEEDED, {
            // Signing in is what was just done: what lets it through without a second factor comes first.
            remedies: [
              {
                kind: 'ask',
                whom: 'an administrator of the partner tenant',
                what: 'to demand a second factor of this user: entra.microsoft.com > Entra ID > Conditional Access > Policies > New policy: Grant > Require multifactor authentication (point 7 of `user` in docs/credentials.md)',
              },
              ...remediesFor(partner.name, authCodes.MFA_NEEDED),
            ],
            detail: `${partner.name}: ${nameOf(signedIn)} signed in without a second factor, which has been demanded since 2026-04-01.`,
          }),
        ]
      : []),
    ...(own?.trouble == null ? [] : [own.trouble]),
    ...(examination.api?.troubles ?? []),
    ...rights.flatMap(({ weight, findings }) => (weight === 'needed' ? findings : [])),
  ]
  return {
    troubles: [...new Map(found.toReversed().map(entry => [entry.code, entry])).values()].toReversed(),
    rights,
  }
}

export function nameOf({ user }: Pick<SignedIn, 'user'>): string {
  return user ?? 'the user'
}
