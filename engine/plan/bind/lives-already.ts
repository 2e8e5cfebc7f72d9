/** What is said of a line for which nothing is bought, since something that it may mean lives (T35). */
import type { DeclaredSubscription } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { plural } from '../../plural.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'
import { bindCodes } from './codes.ts'
import { hasItsName } from './may-mean.ts'

type At = Pick<Finding['subject'], 'partner' | 'customer'>

/** T35: `another:` buys one, and is written for good: only a name tells the one that was bought, and people rename. */
export function boughtAlready(
  declared: DeclaredSubscription,
  there: readonly LiveSubscription[],
  at: At,
): Finding {
  const which = there.map(entry => `${entry.id} (${entry.name})`)
  const what = there.every(({ product }) => product === declared.product)
    ? 'of the product live that no line means'
    : 'live that it may mean and no line does'
  const detail = `\`${declared.key}\` asks for one more beside what lives, and ${there.length} ${what}: ${which.join(', ')}. One of them may be what was bought for it, under another name.`
  const subject = { ...at, product: declared.product }
  return finding(bindCodes.BOUGHT_ALREADY, 'customer', subject, { detail, at: declared.at })
}

/** T35: it may be the very thing, bought by hand with another term or cycle, or made another product since. */
export function livesOtherwise(
  declared: DeclaredSubscription,
  there: readonly LiveSubscription[],
  at: At,
): Finding {
  const others = there.filter(({ product }) => product !== declared.product)
  if (others.length > 0) return livesAsAnother(declared, others, at)
  const written = [declared.term, declared.billingWritten ? declared.billing : null]
  const which = there.map(entry => `${entry.id} (${entry.name}, ${termsOf([entry.term, entry.billing])})`)
  const one = plural(there.length, 'is one', 'are some')
  const detail = `\`${declared.key}\` is written as ${termsOf(written)}, and there ${one} of the product already: ${which.join(', ')}. Buying it beside that may be buying it twice.`
  const subject = subjectOf(declared, there, at)
  return finding(bindCodes.LIVES_OTHERWISE, 'customer', subject, { detail, at: declared.at })
}

/** Upgraded in the portal it keeps its id and its name; so it does when its declared next term begins. */
function livesAsAnother(
  declared: DeclaredSubscription,
  others: readonly LiveSubscription[],
  at: At,
): Finding {
  const which = others.map(entry => {
    const why = hasItsName(declared, entry) ? 'under its name' : 'of the product of its next term'
    return `${why} ${entry.id} (${entry.name}, ${entry.productName}, ${termsOf([entry.term, entry.billing])})`
  })
  const detail = `\`${declared.key}\` is written as ${declared.product}, and there lives ${which.join(', ')}. It may be what the line means, made another product since; buying it beside that may be buying it twice.`
  return finding(bindCodes.LIVES_OTHERWISE, 'customer', subjectOf(declared, others, at), {
    detail,
    at: declared.at,
    remedies: [
      {
        kind: 'edit',
        what: 'where the line means it, write the product that it is now, its seats and its `subscriptionId:` into the line (`import --update` does), and take out a `nextTerm:` that has begun; `another: acknowledged` where one more is wanted',
      },
    ],
  })
}

function subjectOf(
  { product }: DeclaredSubscription,
  [first]: readonly LiveSubscription[],
  at: At,
): Finding['subject'] {
  return { ...at, product, ...(first && { subscription: first.id }) }
}

function termsOf(words: readonly (string | null)[]): string {
  const said = words.filter(word => word !== null)
  return said.length === 0 ? 'any term and billing' : said.join(' ')
}
