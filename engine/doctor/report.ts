/** What `doctor` found: per partner one line for each thing it looked at, with a diagnostic where something is wrong. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { Cloud, DeclaredPartner, Desired } from '../model/desired.ts'
import type { Instant, PartnerName, TenantId } from '../model/ids.ts'
import { type Ability, abilitiesOf } from './abilities.ts'
import { codes } from './codes.ts'

export type CheckName = 'sign in as app' | 'sign in as user' | 'api' | 'clock' | 'abilities'

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

/** What was tried with a partner's credentials. */
export interface Examination {
  readonly signIns: readonly { readonly kind: 'app' | 'user'; readonly trouble: Diagnostic | null }[]
  /** null: nothing was sent, because nobody could be signed in. */
  readonly api: { readonly trouble: Diagnostic | null } | null
  /** Time of the service minus ours, in ms; null: it never said. */
  readonly skewMs: number | null
  readonly missing: ReadonlyMap<Ability, readonly Diagnostic[]>
}

/** A difference the token endpoint and signatures still bear (api.md section 5: tokens are renewed five minutes early); in ms. */
const toleratedMs = 5 * 60_000

export function examined(
  partner: DeclaredPartner,
  desired: Desired,
  examination: Examination,
): DoctorPartner {
  const { signIns, api } = examination
  const checks: DoctorCheck[] = signIns.map(({ kind, trouble }) =>
    check(`sign in as ${kind}`, trouble === null ? 'a token for this tenant was given' : 'refused', trouble),
  )
  if (signIns.length === 0)
    checks.push(
      check('sign in as app', 'nothing to sign in with', diagnose(codes.NO_CREDENTIALS, { at: partner.at })),
    )
  checks.push(
    api === null
      ? { name: 'api', state: 'skipped', detail: 'nobody is signed in', findings: [] }
      : check('api', api.trouble === null ? 'answers' : 'refuses', api.trouble),
    clockCheck(examination.skewMs),
    abilityCheck(partner, desired, examination),
  )
  return { partner: partner.name, tenant: partner.tenant, cloud: partner.cloud, checks }
}

export function doctorReport(at: Instant, partners: readonly DoctorPartner[]): DoctorReport {
  const checks = partners.flatMap(entry => entry.checks)
  return { format: 1, at, partners, problems: checks.filter(entry => entry.state === 'problem').length }
}

function check(name: CheckName, detail: string, trouble: Diagnostic | null): DoctorCheck {
  return trouble === null
    ? { name, state: 'ok', detail, findings: [] }
    : { name, state: 'problem', detail, findings: [trouble] }
}

function clockCheck(skewMs: number | null): DoctorCheck {
  if (skewMs === null)
    return {
      name: 'clock',
      state: 'skipped',
      detail: 'the service did not say what time it is',
      findings: [],
    }
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  const detail =
    seconds === 0 ? 'as the service' : `${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} the service`
  if (Math.abs(skewMs) <= toleratedMs) return { name: 'clock', state: 'ok', detail, findings: [] }
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
