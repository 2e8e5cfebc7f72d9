/** What the documents need and the credentials cannot do, known before a single request: said when a plan is made. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { Desired } from '../model/desired.ts'
import type { PartnerName } from '../model/ids.ts'
import { type Ability, abilitiesOf } from './abilities.ts'
import { codes } from './codes.ts'

/** Why a partner cannot do what; an ability that is absent, or has no reasons, can be had as far as is known. */
export type Lacking = ReadonlyMap<Ability, readonly Diagnostic[]>

/** One warning per partner and thing that is needed; what is only useful is said where it is missed. */
export function shortfallsOf(
  desired: Desired,
  lackingOf: (partner: PartnerName) => Lacking,
): readonly Diagnostic[] {
  return desired.partners
    .filter(({ app, user }) => app !== null || user !== null)
    .flatMap(partner => {
      const lacking = lackingOf(partner.name)
      return [...abilitiesOf(partner, desired)].flatMap(([ability, weight]) => {
        const because = lacking.get(ability) ?? []
        const [first] = because
        if (weight !== 'needed' || first === undefined) return []
        const details = because.flatMap(({ detail }) => (detail === undefined ? [] : [detail]))
        return [
          diagnose(codes.CANNOT, {
            detail: `${partner.name} cannot ${ability}, so ${consequenceOf(ability)}. ${details.join(' ')}`,
            remedies: first.remedies,
            at: partner.at,
          }),
        ]
      })
    })
}

/** Delegated administration never stands in the way of buying or switching off. */
function consequenceOf(ability: Ability): string {
  return ability.endsWith('delegated administration')
    ? 'nothing of `admin:` is looked after there'
    : 'its customers stay blocked'
}
