/** Whether a customer can be written to at all (S3, T19): accepted, agreement there, reads answered. */

import type { Remedy } from '../../diagnostic.ts'
import type { Presence } from '../../model/actual-index.ts'
import { limitsOf } from '../../model/clouds.ts'
import type { DeclaredCustomer, DeclaredPartner } from '../../model/desired.ts'
import { splitIdentity } from '../../model/identity.ts'
import type { UtcDate } from '../../model/ids.ts'
import type { CustomerActual, CustomerRow, LiveCustomer } from '../../model/live.ts'
import { readCodes } from '../../model/read-codes.ts'
import { plural } from '../../plural.ts'
import { daysBetween } from '../../time/utc-days.ts'
import { codes } from '../codes.ts'
import { finding } from '../finding.ts'
import type { Finding, Readiness } from '../plan.ts'
import { permitCodes } from './codes.ts'
import { prevents } from './refusals.ts'

export interface Standing {
  readonly readiness: Readiness
  readonly live: LiveCustomer | null
  /** Stop every write. They matter only while something is to be written: a customer who has moved is not waited for. */
  readonly findings: readonly Finding[]
  /** Stop every write and want a person to look, whether or not anything is to be written. */
  readonly doubts: readonly Finding[]
}

export interface StandingFacts {
  readonly customer: DeclaredCustomer
  readonly written: boolean
  readonly partner: DeclaredPartner
  readonly seen: CustomerActual | undefined
  /** What the partner's customer list says; asked when the customer itself was not read. */
  readonly listed: Presence
  readonly assertDomain: boolean
  /** Customers that the partners' lists show under the declared domain. */
  readonly withDomain: readonly CustomerRow[]
  readonly on: UtcDate
}

/** Where the cloud has no agreements, none is waited for (facts 1: global only). */
export function needsAgreement(customer: DeclaredCustomer, partner: DeclaredPartner): boolean {
  return customer.agreement === 'required' && limitsOf(partner).agreements
}

export function standingOf(facts: StandingFacts): Standing {
  const { customer, seen, partner } = facts
  if (seen === undefined) return facts.listed === 'no' ? notAccepted(facts) : unread(facts)
  if (seen.customer.kind === 'absent') return notAccepted(facts)
  if (seen.customer.kind === 'unknown') {
    const because = seen.customer.because
    const detail = `Whether ${customer.name} has accepted ${customer.partner} is unknown: ${because.summary}.`
    return unknown(facts, { because, detail, live: null })
  }
  const live = seen.customer.value
  const doubts = [...identitySplit(facts, live), ...domainDiffers(facts, live)]
  if (!needsAgreement(customer, partner) || seen.agreement.kind === 'present') {
    return { readiness: { kind: 'accepted' }, live, findings: [], doubts }
  }
  if (seen.agreement.kind === 'absent') {
    const detail = `${customer.name} has accepted ${customer.partner}, but no customer agreement is confirmed there.${prevents('AGREEMENT_MISSING')}`
    const missing = finding(permitCodes.AGREEMENT_MISSING, 'customer', subjectOf(facts), {
      detail,
      at: at(facts),
    })
    return { readiness: { kind: 'agreement missing' }, live, findings: [missing], doubts }
  }
  if (seen.agreement.kind === 'not asked') {
    // Not asked because nothing seemed to be left to write; should that be wrong, nothing is written.
    const missing = finding(readCodes.NOT_READ, 'customer', subjectOf(facts), {
      detail: `The agreement of ${customer.name} with ${customer.partner} was not read.`,
    })
    return { readiness: { kind: 'accepted' }, live, findings: [missing], doubts }
  }
  const because = seen.agreement.because
  const detail = `Whether ${customer.name} has an agreement under ${customer.partner} is unknown: ${because.summary}.`
  return { ...unknown(facts, { because, detail, live }), doubts }
}

function unread(facts: StandingFacts): Standing {
  const detail = `${facts.customer.name} was not read under ${facts.customer.partner}.`
  return unknown(facts, {
    because: finding(readCodes.NOT_READ, 'customer', subjectOf(facts)),
    detail,
    live: null,
  })
}

interface UnknownFacts {
  readonly because: Extract<Readiness, { kind: 'unknown' }>['because']
  readonly detail: string
  readonly live: LiveCustomer | null
}

function unknown(facts: StandingFacts, { because, detail, live }: UnknownFacts): Standing {
  const found = finding(codes.UNKNOWN_READ, 'customer', subjectOf(facts), {
    detail,
    at: at(facts),
    // Asking again helps where the service fell silent, and not where a credential cannot ask.
    ...(because.remedies.length > 0 && { remedies: because.remedies }),
  })
  return {
    readiness: { kind: 'unknown', because },
    live,
    findings: [found],
    doubts: identitySplit(facts, live),
  }
}

function notAccepted(facts: StandingFacts): Standing {
  const { customer, on } = facts
  const days = customer.invited === null ? null : Math.max(0, daysBetween(customer.invited, on))
  const readiness: Readiness =
    customer.invited === null || days === null
      ? { kind: 'not invited' }
      : { kind: 'invited', on: customer.invited, days }
  const detail =
    days === null
      ? `${customer.name} is not invited to ${customer.partner} yet.`
      : `${customer.name} was invited to ${customer.partner} ${days} day${plural(days, '')} ago and has not accepted.`
  const found = finding(permitCodes.NOT_ACCEPTED, 'customer', subjectOf(facts), {
    detail,
    at: at(facts),
    ...(days === null && { remedies: notAskedYet(customer) }),
  })
  return { readiness, live: null, findings: [found], doubts: identitySplit(facts, null) }
}

/** Nobody can accept what was never sent. */
function notAskedYet({ domain, tenant }: StandingFacts['customer']): readonly Remedy[] {
  return [
    {
      kind: 'run',
      command: `tenantform invite --target ${domain ?? tenant}`,
      why: 'makes the mail that asks the customer for the relationship; accepting it is what comes next',
    },
  ]
}

function domainDiffers(facts: StandingFacts, live: LiveCustomer): readonly Finding[] {
  const { customer } = facts
  if (
    !facts.assertDomain ||
    customer.domain === null ||
    splitIdentity(customer, facts.withDomain, live) !== null
  )
    return []
  if (customer.domain.toLowerCase() === live.domain.toLowerCase()) return []
  const detail = `${customer.name} is declared as ${customer.domain}; ${customer.partner} shows ${live.domain}.`
  return [finding(permitCodes.DOMAIN_DIFFERS, 'customer', subjectOf(facts), { detail, at: at(facts) })]
}

function identitySplit(facts: StandingFacts, live: LiveCustomer | null): readonly Finding[] {
  const detail = splitIdentity(facts.customer, facts.withDomain, live)
  if (detail === null) return []
  return [finding(permitCodes.IDENTITY_SPLIT, 'customer', subjectOf(facts), { detail, at: at(facts) })]
}

function subjectOf({ customer }: StandingFacts) {
  return { partner: customer.partner, customer: customer.tenant }
}

function at({ customer, written }: StandingFacts) {
  return written ? customer.at : undefined
}
