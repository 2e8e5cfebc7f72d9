import type { Renewal } from '../../model/renewal.ts'
import type { Check } from '../../plan/check.ts'
import { counted } from '../../plural.ts'

/** A check as a clause about what was wanted, for sentences that say it does not hold. */
export function describeCheck(check: Check): string {
  switch (check.kind) {
    case 'day is':
      return `the UTC day should be ${check.day}`
    case 'sold':
      return `${check.product} should be for sale under ${check.partner} in ${check.market} (${[check.term, check.billing].filter(part => part !== null).join(' ')}, ${counted(check.seats, 'seat')})`
    case 'customer accepted':
      return `customer ${check.customer} should be visible under ${check.partner}`
    case 'agreement present':
      return `customer ${check.customer} should have an agreement under ${check.partner}`
    case 'subscription is':
      return `subscription ${check.subscription} under ${check.partner} should be ${check.status}${check.seats === null ? '' : ` with ${counted(check.seats, 'seat')}`}${check.name === undefined ? '' : ` and named ${check.name}`}`
    case 'cancellable':
      return `subscription ${check.subscription} under ${check.partner} should still be inside the window in which it can be cancelled`
    case 'renewal is':
      return `subscription ${check.subscription} under ${check.partner} should ${renewalWords(check.renewal)}`
    case 'new subscription lives':
      return `${check.nth === undefined ? 'a new subscription' : `${check.nth} new subscriptions`} ${check.name} of ${check.product} with ${counted(check.seats, 'seat')}${check.endsOn === undefined ? '' : `, whose term ends on ${check.endsOn},`} should be active under ${check.partner}`
    case 'new subscription renews':
      return `the new subscription ${check.newSubscription.name} should ${renewalWords(check.renewal)}`
    case 'goes on':
      return `subscription ${check.subscription} under ${check.partner} should go on after its term with at least ${check.seats} seats`
    case 'new subscription goes on':
      return `the new subscription ${check.newSubscription.name} should go on after its term with at least ${check.newSubscription.seats} seats`
    case 'seats at least':
      return `${check.product} should have at least ${check.seats} active seats under ${check.partner}`
    case 'licences suffice':
      return `customer ${check.customer} should have as many licences of ${check.product} as are in use once ${counted(check.leaving, 'seat is', 'seats are')} gone`
    case 'no other active subscription':
      return `${check.partner} should have no active subscription of this customer that the plan did not know`
  }
}

function renewalWords(renewal: Renewal): string {
  switch (renewal.kind) {
    case 'cancels':
      return 'be set to cancel at the end of its term'
    case 'lapses':
      return 'not renew, without an instruction to cancel'
    case 'extends':
      return 'go on month by month at the end of its term (extended service term)'
    case 'unknown':
      return `do at the end of its term what is not known (${renewal.why})`
    case 'renews':
      return renewal.next === null
        ? 'renew as it is'
        : `renew with ${counted(renewal.next.seats, 'seat')} of ${renewal.next.product}, ${renewal.next.term ?? ''} ${renewal.next.billing ?? ''}`.trimEnd()
  }
}
