/** A Customer document as text. The same draft makes the same bytes. */
import { adminLines } from './admin-draft.ts'
import type { CustomerDraft, SubscriptionDraft } from './draft.ts'
import { commentLines, commentText, flowValue, yamlScalar } from './yaml-text.ts'

export function customerText(draft: CustomerDraft): string {
  const lines = [
    ...draft.comments.flatMap(text => commentLines(text)),
    'apiVersion: tenantform/v1',
    'kind: Customer',
    `partner: ${yamlScalar(draft.partner)}`,
    'customer:',
    `  tenantId: ${yamlScalar(draft.tenant)}`,
    ...(draft.domain === '' ? [] : [`  domain: ${yamlScalar(draft.domain)}`]),
    `  name: ${yamlScalar(draft.name)}`,
    ...(draft.admin === undefined ? [] : adminLines(draft.admin)),
    ...(draft.subscriptions.length === 0
      ? ['subscriptions: []']
      : ['subscriptions:', ...draft.subscriptions.flatMap(entry => subscriptionLines(entry, '  '))]),
    ...draft.unmanaged.flatMap(note => commentLines(note.text)),
  ]
  return `${lines.join('\n')}\n`
}

/** The lines of one item of `subscriptions:`, its comments above it. */
export function subscriptionLines(draft: SubscriptionDraft, indent: string): readonly string[] {
  const name = commentText(draft.productName)
  const fields: readonly (string | null)[] = [
    `key: ${yamlScalar(draft.key)}`,
    `${draft.commerce === 'nce' ? 'product' : 'offer'}: ${yamlScalar(draft.product)}${name === '' || name === draft.product ? '' : `   # ${name}`}`,
    draft.term === null ? null : `term: ${draft.term}`,
    `seats: ${draft.seats}`,
    draft.billing === null ? null : `billing: ${draft.billing}`,
    draft.state === 'active' ? null : `state: ${draft.state}`,
    draft.endOfTerm === null ? null : `endOfTerm: ${draft.endOfTerm}`,
    draft.nextTerm === null ? null : `nextTerm: ${flowValue({ ...draft.nextTerm })}`,
    draft.subscriptionId === null ? null : `subscriptionId: ${yamlScalar(draft.subscriptionId)}`,
    draft.friendlyName === null ? null : `friendlyName: ${yamlScalar(draft.friendlyName)}`,
    draft.partnerOfRecord === null ? null : `partnerOfRecord: ${yamlScalar(draft.partnerOfRecord)}`,
    draft.addOnTo === null ? null : `addOnTo: ${yamlScalar(draft.addOnTo)}`,
  ]
  const [first = '', ...others] = fields.filter(field => field !== null)
  return [
    ...draft.comments.flatMap(text => commentLines(text, indent)),
    `${indent}- ${first}`,
    ...others.map(field => `${indent}  ${field}`),
  ]
}
