/** What `doctor` found (S12): per partner one line for each thing it looked at, with a diagnostic where something is wrong. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { Cloud, DeclaredPartner, Desired, UserCredential } from '../model/desired.ts'
import type { Instant, PartnerName, TenantId } from '../model/ids.ts'
import { counted } from '../plural.ts'
import { isBearable, skewText } from '../time/clock-skew.ts'
import { type Ability, abilitiesOf } from './abilities.ts'
import { codes } from './codes.ts'
import { limitsDetail } from './limits.ts'
import type { RequestBudget } from './request-budget.ts'

export type CheckName =
  | 'sign in as app'
  | 'sign in as user'
  | 'refresh token'
  | 'api'
  | 'second factor'
  | 'clock'
  | 'abilities'
  | 'limits'

export interface DoctorCheck {
  readonly name: CheckName
  /**
   * `problem`: fix it first. `limited`: works, and something will be said to be unknown. `skipped`: not tried, something before it failed.
   * `unreachable`: no answer came, so nothing is known.
   */
  readonly state: 'ok' | 'problem' | 'limited' | 'skipped' | 'unreachable'
  readonly detail: string
  readonly findings: readonly Diagnostic[]
}

export interface DoctorPartner {
  readonly partner: PartnerName
  readonly tenant: TenantId
  readonly cloud: Cloud
  readonly checks: readonly DoctorCheck[]
  /** How many requests it takes, by kind of resource, as far as is kept; left out: nothing is. */
  readonly budgets?: readonly RequestBudget[]
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
  /** Which abilities a question was there for: it was asked, or its kind of credential was not signed in. Others need a customer, or a change. */
  readonly probes: ReadonlyMap<Ability, 'asked' | 'not signed in'>
  readonly secondFactor: SecondFactor
}

/** Microsoft's list of the users who signed in or called in the last 7 days without a second factor; only a user may ask for it. */
export type SecondFactor =
  | { readonly kind: 'known'; readonly users: readonly UserWithout[] }
  | { readonly kind: 'unknown'; readonly troubles: readonly Diagnostic[] }
  | { readonly kind: 'not asked' }

export interface UserWithout {
  readonly name: string
  /** As the service says it; null: it does not. */
  readonly last: string | null
}

/** What is known beside what was tried. */
export interface DoctorFacts {
  /** When the stored refresh token was written last; null: nothing tells. */
  readonly tokenStoredAt: Instant | null
  /** Then the token is the sandbox's, and no file of the person's is looked at. */
  readonly isRehearsal: boolean
  readonly now: Instant
  /** Requests a minute for each family of calls. */
  readonly requestsPerMinute: { readonly first: number; readonly most: number }
  /** Of this partner, as far as is kept. */
  readonly budgets?: readonly RequestBudget[]
}

export function examined(
  partner: DeclaredPartner,
  desired: Desired,
  examination: Examination,
  facts: DoctorFacts,
): DoctorPartner {
  const { signIns, api } = examination
  const checks: DoctorCheck[] = signIns.map(({ kind, trouble, goodUntil }) =>
    check(
      `sign in as ${kind}`,
      trouble === null
        ? `a token for this tenant was given${goodUntil === null ? '' : `, good until ${goodUntil.slice(0, 16)}Z`}`
        : notSignedIn(trouble),
      trouble === null ? [] : [trouble],
    ),
  )
  if (signIns.length === 0)
    checks.push(
      check('sign in as app', 'nothing to sign in with', [
        diagnose(codes.NO_CREDENTIALS, { at: partner.at }),
      ]),
    )
  if (partner.user !== null) checks.push(keptCheck(partner.user, facts))
  checks.push(
    api === null
      ? { name: 'api', state: 'skipped', detail: 'there is no sign-in', findings: [] }
      : check('api', `${apiDetail(api)}${unaskedText(signIns)}`, api.troubles),
    ...(partner.user === null ? [] : [secondFactorCheck(partner.name, examination.secondFactor)]),
    clockCheck(examination.skewMs),
    abilityCheck(partner, desired, examination),
    { name: 'limits', state: 'ok', detail: limitsDetail(partner, facts), findings: [] },
  )
  const { budgets = [] } = facts
  return {
    partner: partner.name,
    tenant: partner.tenant,
    cloud: partner.cloud,
    checks,
    ...(budgets.length > 0 && { budgets }),
  }
}

/** Who was not asked has refused nothing. */
function notSignedIn({ code }: Diagnostic): string {
  if (code === 'AUTH.SECRET_MISSING') return 'a secret is missing'
  return unreachable.has(code) ? 'no answer' : 'refused'
}

export function doctorReport(at: Instant, partners: readonly DoctorPartner[]): DoctorReport {
  const checks = partners.flatMap(entry => entry.checks)
  return {
    format: 1,
    at,
    partners,
    problems: checks.filter(({ state }) => state === 'problem' || state === 'unreachable').length,
  }
}

function check(name: CheckName, detail: string, findings: readonly Diagnostic[]): DoctorCheck {
  const isSilent = findings.length > 0 && findings.every(({ code }) => unreachable.has(code))
  return {
    name,
    state: findings.length === 0 ? 'ok' : isSilent ? 'unreachable' : 'problem',
    detail,
    findings,
  }
}

/** No answer, or none of the service: what was asked is as unknown as before. */
const unreachable: ReadonlySet<string> = new Set([
  'AUTH.UNREACHABLE',
  'HTTP.GIVEN_UP',
  'PARTNER_CENTER.NO_ANSWER',
  'PARTNER_CENTER.UNAVAILABLE',
  'PARTNER_CENTER.FOREIGN_ANSWER',
])

/** What answers in the name of one kind of credential says nothing of the other. */
function unaskedText(signIns: readonly SignIn[]): string {
  const out = signIns.filter(({ trouble }) => trouble !== null).map(({ kind }) => kind)
  return out.length === 0 ? '' : `; not tried as ${out.join(' or ')}`
}

function apiDetail({ troubles, company }: NonNullable<Examination['api']>): string {
  if (troubles.length > 0)
    return troubles.every(({ code }) => unreachable.has(code)) ? 'gives no answer' : 'refuses'
  return company === null ? 'answers' : `answers as ${company}`
}

/** Where the token of the next run is. One that nobody uses for 90 days ends (facts 5). */
function keptCheck({ refreshToken, store }: UserCredential, facts: DoctorFacts): DoctorCheck {
  if (store !== undefined) {
    const place = store.kind === 'file' ? store.path : store.kind === 'env' ? store.name : store.argv[0]
    // A file tells its age as soon as there is one.
    const isSame = store.kind === 'file' && refreshToken.kind === 'file' && refreshToken.path === store.path
    if (isSame && facts.tokenStoredAt === null && !facts.isRehearsal)
      return {
        name: 'refresh token',
        state: 'skipped',
        detail: `not tried: ${store.path} does not exist, or cannot be read; tenantform login writes it`,
        findings: [],
      }
    const detail = `goes to ${place ?? 'a command'}; ${ageText(facts)}`
    return { name: 'refresh token', state: 'ok', detail, findings: [] }
  }
  const from = refreshToken.kind === 'env' ? `the variable ${refreshToken.name}` : 'the command'
  const detail = `What ${from} gives ends 90 days after it was made.`
  const found = diagnose(codes.TOKEN_NOT_KEPT, { detail })
  return { name: 'refresh token', state: 'limited', detail: 'kept for this run only', findings: [found] }
}

const dayMs = 86_400_000

/** One that is unused for 90 days ends; each sign-in makes a new one. */
function ageText({ tokenStoredAt, now }: DoctorFacts): string {
  if (tokenStoredAt === null) return 'its age before this run is not known'
  const days = Math.floor((Date.parse(now) - Date.parse(tokenStoredAt)) / dayMs)
  return `before this run its age was ${days < 1 ? 'less than a day' : counted(days, 'day')}`
}

const mostNamed = 5

/** Calls without a second factor are refused since 2026-04-01, so whoever stands on the list is stopped, or soon will be (facts 5.1, 16). */
function secondFactorCheck(partner: PartnerName, found: SecondFactor): DoctorCheck {
  const name = 'second factor'
  if (found.kind === 'not asked')
    return { name, state: 'skipped', detail: 'not tried without the sign-in of the user', findings: [] }
  if (found.kind === 'unknown') {
    const isSilent = found.troubles.every(({ code }) => unreachable.has(code))
    return {
      name,
      state: isSilent ? 'unreachable' : 'limited',
      detail: isSilent ? 'no answer' : 'who calls without one is not known',
      findings: found.troubles,
    }
  }
  const { users } = found
  if (users.length === 0)
    return { name, state: 'ok', detail: 'no call without one in the last 7 days', findings: [] }
  const named = users
    .slice(0, mostNamed)
    .map(({ name: user, last }) => (last === null ? user : `${user} (last ${last.slice(0, 16)}Z)`))
  const others = users.length - named.length
  const without = diagnose(codes.WITHOUT_SECOND_FACTOR, {
    detail: `${named.join(', ')}${others > 0 ? ` and ${others} more` : ''} under ${partner}.`,
  })
  const detail = `${counted(users.length, 'user')} without one in the last 7 days`
  return { name, state: 'limited', detail, findings: [without] }
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

function abilityCheck(partner: DeclaredPartner, desired: Desired, examination: Examination): DoctorCheck {
  const { missing, probes } = examination
  const wanted = [...abilitiesOf(partner, desired)]
  const lacking = wanted.filter(([ability]) => (missing.get(ability) ?? []).length > 0)
  const isStopped = lacking.some(([, weight]) => weight === 'needed')
  const left = wanted.map(([ability]) => ability).filter(ability => (missing.get(ability) ?? []).length === 0)
  const asked = left.filter(ability => probes.get(ability) === 'asked')
  const unsigned = left.filter(ability => probes.get(ability) === 'not signed in')
  const untold = left.filter(ability => !probes.has(ability))
  const seen = new Set<string>()
  const findings = lacking.flatMap(([ability]) =>
    (missing.get(ability) ?? []).filter(found => {
      const key = `${found.code} ${found.detail}`
      return seen.has(key) ? false : Boolean(seen.add(key))
    }),
  )
  const isSilent = findings.length > 0 && findings.every(({ code }) => unreachable.has(code))
  const parts = [
    ...(lacking.length === 0
      ? []
      : [`cannot ${lacking.map(([ability, weight]) => `${ability} (${weight})`).join(', ')}`]),
    ...(asked.length === 0 ? [] : [`may ${asked.join(', ')}`]),
    ...(unsigned.length === 0 ? [] : [`not tried without the sign-in: ${unsigned.join(', ')}`]),
    ...(untold.length === 0
      ? []
      : [`not tried, as it would need a customer or a change: ${untold.join(', ')}`]),
  ]
  return {
    name: 'abilities',
    state: isSilent
      ? 'unreachable'
      : isStopped
        ? 'problem'
        : lacking.length > 0
          ? 'limited'
          : unsigned.length > 0
            ? 'skipped'
            : 'ok',
    detail: parts.join('; '),
    findings,
  }
}
