/** What `doctor` found (S12): per partner one line for each thing it looked at, with a diagnostic where something is wrong. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { Cloud, DeclaredPartner, Desired, UserCredential } from '../model/desired.ts'
import type { Instant, PartnerName, TenantId } from '../model/ids.ts'
import { isBearable, skewText } from '../time/clock-skew.ts'
import { type Ability, abilitiesOf } from './abilities.ts'
import { codes } from './codes.ts'

export type CheckName = 'sign in as app' | 'sign in as user' | 'refresh token' | 'api' | 'clock' | 'abilities'

export interface DoctorCheck {
  readonly name: CheckName
  /** `problem`: fix it first. `limited`: works, and something will be said to be unknown. `skipped`: something before it failed. */
  readonly state: 'ok' | 'problem' | 'limited' | 'skipped'
  readonly detail: string
  readonly findings: readonly Diagnostic[]
}

export interface DoctorPartner {
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly cloud: Cloud
  readonly checks: readonly DoctorCheck[]
}

export interface DoctorReport {
  readonly format: 1
  readonly at: Instant
  readonly partners: readonly DoctorPartner[]
  readonly problems: number
}

export interface SignIn {
  readonly kind: 'app' | 'user'
  readonly trouble: Diagnostic | null
  /** End of the access token; null: there is none, or it does not say. */
  readonly goodUntil: Instant | null
}

/** What was tried with a partner's credentials. */
export interface Examination {
  readonly signIns: readonly SignIn[]
  /** null: nothing was sent, because nobody could be signed in. */
  readonly api: { readonly troubles: readonly Diagnostic[]; readonly company: string | null } | null
  /** Time of the service minus ours, in ms; null: it never said. */
  readonly skewMs: number | null
  readonly missing: ReadonlyMap<Ability, readonly Diagnostic[]>
}

export function examined(
  partner: DeclaredPartner,
  desired: Desired,
  examination: Examination,
): DoctorPartner {
  const { signIns, api } = examination
  const checks: DoctorCheck[] = signIns.map(({ kind, trouble, goodUntil }) =>
    check(
      `sign in as ${kind}`,
      trouble === null
        ? `a token for this tenant was given${goodUntil === null ? '' : `, good until ${goodUntil}`}`
        : 'refused',
      trouble === null ? [] : [trouble],
    ),
  )
  if (signIns.length === 0)
    checks.push(
      check('sign in as app', 'nothing to sign in with', [
        diagnose(codes.NO_CREDENTIALS, { at: partner.at }),
      ]),
    )
  if (partner.user !== null) checks.push(keptCheck(partner.user))
  checks.push(
    api === null
      ? { name: 'api', state: 'skipped', detail: 'there is no sign-in', findings: [] }
      : check('api', apiDetail(api), api.troubles),
    clockCheck(examination.skewMs),
    abilityCheck(partner, desired, examination),
  )
  return { partner: partner.name, tenant: partner.tenant, cloud: partner.cloud, checks }
}

export function doctorReport(at: Instant, partners: readonly DoctorPartner[]): DoctorReport {
  const checks = partners.flatMap(entry => entry.checks)
  return { format: 1, at, partners, problems: checks.filter(entry => entry.state === 'problem').length }
}

function check(name: CheckName, detail: string, findings: readonly Diagnostic[]): DoctorCheck {
  return { name, state: findings.length === 0 ? 'ok' : 'problem', detail, findings }
}

function apiDetail({ troubles, company }: NonNullable<Examination['api']>): string {
  if (troubles.length > 0) return 'refuses'
  return company === null ? 'answers' : `answers as ${company}`
}

/** Where the token of the next run is. One that nobody uses for 90 days ends (facts 5). */
function keptCheck({ refreshToken, store }: UserCredential): DoctorCheck {
  if (store !== undefined) {
    const place = store.kind === 'file' ? store.path : store.kind === 'env' ? store.name : store.argv[0]
    return { name: 'refresh token', state: 'ok', detail: `goes to ${place ?? 'a command'}`, findings: [] }
  }
  const from = refreshToken.kind === 'env' ? `the variable ${refreshToken.name}` : 'the command'
  const detail = `What ${from} gives ends 90 days after it was made.`
  const found = diagnose(codes.TOKEN_NOT_KEPT, { detail })
  return { name: 'refresh token', state: 'limited', detail: 'kept for this run only', findings: [found] }
}

function clockCheck(skewMs: number | null): DoctorCheck {
  if (skewMs === null)
    return {
      name: 'clock',
      state: 'skipped',
      detail: 'the service did not say what time it is',
      findings: [],
    }
  const detail = skewText(skewMs)
  if (isBearable(skewMs)) return { name: 'clock', state: 'ok', detail, findings: [] }
  const found = diagnose(codes.CLOCK_OFF, { detail: `This machine is ${detail}.` })
  return { name: 'clock', state: 'problem', detail, findings: [found] }
}

function abilityCheck(partner: DeclaredPartner, desired: Desired, { missing }: Examination): DoctorCheck {
  const wanted = [...abilitiesOf(partner, desired)]
  const lacking = wanted.filter(([ability]) => (missing.get(ability) ?? []).length > 0)
  const isStopped = lacking.some(([, weight]) => weight === 'needed')
  const seen = new Set<string>()
  const findings = lacking.flatMap(([ability]) =>
    (missing.get(ability) ?? []).filter(found => {
      const key = `${found.code} ${found.detail}`
      return seen.has(key) ? false : Boolean(seen.add(key))
    }),
  )
  return {
    name: 'abilities',
    state: isStopped ? 'problem' : lacking.length > 0 ? 'limited' : 'ok',
    detail:
      lacking.length === 0
        ? 'all that the documents ask for'
        : `cannot ${lacking.map(([ability, weight]) => `${ability} (${weight})`).join(', ')}`,
    findings,
  }
}
