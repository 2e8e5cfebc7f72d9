/** Whether a customer can be written to at all (S3, T19): accepted, agreement there, reads answered. */
import type { DeclaredCustomer } from '../model/desired.ts'
import type { UtcDate } from '../model/ids.ts'
import type { CustomerActual, LiveCustomer } from '../model/live.ts'
import { daysBetween } from '../time/utc-days.ts'
import { codes } from './codes.ts'
import { finding } from './finding.ts'
import type { Finding, Readiness } from './plan.ts'

export interface ReadinessAnswer {
  readonly readiness: Readiness
  readonly live: LiveCustomer | null
  readonly findings: readonly Finding[]
}

type Subject = Pick<DeclaredCustomer, 'partner' | 'tenant' | 'name' | 'invited' | 'agreement' | 'domain'> & {
  readonly at: DeclaredCustomer['at'] | null
  readonly assertDomain: boolean
}

export function readinessOf(
  customer: Subject,
  seen: CustomerActual | undefined,
  on: UtcDate,
): ReadinessAnswer {
  const subject = { partner: customer.partner, customer: customer.tenant }
  const at = customer.at ?? undefined
  if (seen === undefined || seen.customer.kind === 'unknown') {
    const because =
      seen?.customer.kind === 'unknown' ? seen.customer.because : finding(codes.NOT_READ, 'customer', subject)
    return {
      readiness: { kind: 'unknown', because },
      live: null,
      findings: [
        finding(codes.UNKNOWN_READ, 'customer', subject, {
          detail: `Whether ${customer.name} has accepted ${customer.partner} is unknown: ${because.summary}.`,
          at,
        }),
      ],
    }
  }
  if (seen.customer.kind === 'absent') return notAccepted(customer, on)
  const live = seen.customer.value
  const findings: Finding[] = []
  if (
    customer.assertDomain &&
    customer.domain !== null &&
    customer.domain.toLowerCase() !== live.domain.toLowerCase()
  ) {
    findings.push(
      finding(codes.DOMAIN_DIFFERS, 'customer', subject, {
        detail: `${customer.name} is declared as ${customer.domain}; ${customer.partner} shows ${live.domain}.`,
        at,
      }),
    )
  }
  if (customer.agreement === 'required' && seen.agreement.kind !== 'present') {
    const unknown = seen.agreement.kind === 'unknown'
    const detail =
      unknown && seen.agreement.kind === 'unknown'
        ? `The agreement of ${customer.name} is unknown: ${seen.agreement.because.summary}. ${seen.agreement.because.detail ?? ''}`.trim()
        : `${customer.name} has accepted ${customer.partner}, but no customer agreement is confirmed there; orders would be refused.`
    findings.push(
      finding(unknown ? codes.UNKNOWN_READ : codes.AGREEMENT_MISSING, 'customer', subject, { detail, at }),
    )
    return { readiness: { kind: 'agreement missing' }, live, findings }
  }
  return { readiness: { kind: 'accepted' }, live, findings }
}

function notAccepted(customer: Subject, on: UtcDate): ReadinessAnswer {
  const days = customer.invited === null ? null : Math.max(0, daysBetween(customer.invited, on))
  const readiness: Readiness =
    customer.invited === null || days === null
      ? { kind: 'not invited' }
      : { kind: 'invited', on: customer.invited, days }
  const detail =
    days === null
      ? `${customer.name} was not invited yet.`
      : `${customer.name} was invited ${days} day${days === 1 ? '' : 's'} ago and has not accepted.`
  return {
    readiness,
    live: null,
    findings: [
      finding(
        codes.NOT_ACCEPTED,
        'customer',
        { partner: customer.partner, customer: customer.tenant },
        { detail, at: customer.at ?? undefined },
      ),
    ],
  }
}
