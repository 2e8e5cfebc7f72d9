/** Written → desired, of a Customer document. What does not resolve is reported at its place and left out. */
import type { Customer } from '../../../schemas/generated/customer.ts'
import type { DeclaredCustomer, DeclaredSubscription } from '../../model/desired.ts'
import { partnerName, seats, subscriptionId, tenantId, utcDate } from '../../model/ids.ts'
import { orMeant, suggest } from '../../scope/suggest.ts'
import type { KindedDocument } from '../check-schema.ts'
import { codes } from '../codes.ts'
import { type AdminBlock, adminOfCustomer } from './resolve-admin.ts'
import type { ResolveContext } from './resolve-context.ts'
import { resolveProduct } from './resolve-product.ts'

export function resolveCustomer(
  document: KindedDocument,
  written: Customer,
  context: ResolveContext & { readonly adminOf: (partner: string) => AdminBlock | null },
): DeclaredCustomer {
  const subscriptions = (written.subscriptions ?? []).flatMap(
    (_, position) => resolveSubscription(document, written, position, context) ?? [],
  )
  const keys = new Map<string, number>()
  for (const [position, entry] of (written.subscriptions ?? []).entries()) {
    const first = keys.get(entry.key)
    if (first !== undefined)
      context.report(
        codes.DUPLICATE,
        document.rangeOf(['subscriptions', position, 'key']),
        `The key \`${entry.key}\` is used twice for ${written.customer.name}.`,
        [{ at: document.rangeOf(['subscriptions', first, 'key']), note: 'first used here' }],
      )
    else keys.set(entry.key, position)
    if (
      entry.addOnTo !== undefined &&
      !(written.subscriptions ?? []).some(other => other.key === entry.addOnTo && other.key !== entry.key)
    ) {
      const near = suggest(
        entry.addOnTo,
        (written.subscriptions ?? []).map(other => other.key),
      )
      context.report(
        codes.UNKNOWN_BASE,
        document.rangeOf(['subscriptions', position, 'addOnTo']),
        `There is no subscription \`${entry.addOnTo}\` here${orMeant(near)}`,
      )
    }
  }
  reportSameNames(subscriptions, context)
  const admin = adminOfCustomer(document, written, context)
  return {
    partner: partnerName(written.partner),
    tenant: tenantId(written.customer.tenantId),
    domain: written.customer.domain ?? null,
    name: written.customer.name,
    labels: written.labels ?? [],
    invited: written.invited === undefined ? null : utcDate(written.invited),
    agreement: written.agreement ?? 'required',
    segment: written.segment ?? null,
    ...(admin !== null && { admin }),
    subscriptions,
    at: document.rangeOf(['customer', 'name']),
  }
}

/** A purchase is recognised by its product and its name, so nothing could tell two such lines apart. */
function reportSameNames(subscriptions: readonly DeclaredSubscription[], context: ResolveContext): void {
  const named = new Map<string, DeclaredSubscription>()
  for (const line of subscriptions) {
    if (line.subscriptionId !== null || line.state === 'cancelled') continue
    const name = line.friendlyName ?? line.key
    const first = named.get(`${line.product}/${name}`)
    if (first === undefined) named.set(`${line.product}/${name}`, line)
    else
      context.report(
        codes.SAME_NAME,
        line.at,
        `\`${first.key}\` and \`${line.key}\` are both called \`${name}\`.`,
        [{ at: first.at, note: 'the other one' }],
      )
  }
}

function resolveSubscription(
  document: KindedDocument,
  customer: Customer,
  position: number,
  context: ResolveContext,
): DeclaredSubscription | null {
  const written = customer.subscriptions?.[position]
  if (written === undefined) return null
  const at = (key?: string) =>
    document.rangeOf(key === undefined ? ['subscriptions', position] : ['subscriptions', position, key])
  const text = written.product ?? written.offer
  if (text === undefined || (written.product !== undefined && written.offer !== undefined)) {
    context.report(
      codes.PRODUCT_OR_OFFER,
      at(),
      `\`${written.key}\` has ${text === undefined ? 'neither' : 'both'}.`,
    )
    return null
  }
  const product = resolveProduct(text, at(written.product === undefined ? 'offer' : 'product'), context)
  if (product === null) return null
  const foreign = (['term', 'endsOn', 'endOfTerm', 'nextTerm'] as const).find(
    key => written[key] !== undefined,
  )
  if (product.commerce === 'legacy' && foreign !== undefined) {
    context.report(
      codes.TERM_NOT_LEGACY,
      at(foreign),
      `\`${written.key}\` is a legacy offer and has \`${foreign}:\`.`,
    )
    return null
  }
  const next = written.nextTerm
  const nextProduct =
    next?.product === undefined
      ? null
      : resolveProduct(
          next.product,
          document.rangeOf(['subscriptions', position, 'nextTerm', 'product']),
          context,
        )
  return {
    key: written.key,
    product: product.key,
    commerce: product.commerce,
    seats: seats(written.seats),
    term: written.term ?? null,
    ...(written.endsOn !== undefined && { endsOn: utcDate(written.endsOn) }),
    billing: written.billing ?? 'monthly',
    billingWritten: written.billing !== undefined,
    state: written.state ?? 'active',
    endOfTerm: written.endOfTerm ?? null,
    nextTerm:
      next === undefined
        ? null
        : {
            ...(next.seats !== undefined && { seats: seats(next.seats) }),
            ...(nextProduct !== null && { product: nextProduct.key }),
            ...(next.term !== undefined && { term: next.term }),
            ...(next.billing !== undefined && { billing: next.billing }),
            ...(next.endsOn !== undefined && { endsOn: utcDate(next.endsOn) }),
          },
    partnerOfRecord: written.partnerOfRecord ?? null,
    subscriptionId: written.subscriptionId === undefined ? null : subscriptionId(written.subscriptionId),
    friendlyName: written.friendlyName ?? null,
    addOnTo: written.addOnTo ?? null,
    fewerSeatsAcknowledged: written.fewerSeats === 'acknowledged',
    ...(written.another === 'acknowledged' && { anotherAcknowledged: true }),
    acceptContinuedBilling: written.acceptContinuedBilling === true,
    at: at(),
  }
}
