/**
 * Whether the documents declare what a plan does. A plan comes from a file or from a journal, where anybody may have changed it and made
 * its digests anew; the documents were reviewed. Live facts are compared elsewhere: this asks only what the documents can answer, and
 * takes nothing that costs money or switches something off without them.
 */

import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { DeclaredCustomer, DeclaredSubscription, Desired } from '../../model/desired.ts'
import type { PartnerName, TenantId } from '../../model/ids.ts'
import type { NextTerm, Renewal } from '../../model/renewal.ts'
import {
  type ActionOf,
  isSent,
  isSwitchOff,
  type SwitchOff,
  type WriteAction,
  type WriteKind,
} from '../../plan/action.ts'
import { isAdminAction } from '../../plan/admin/admin-action.ts'
import type { DetailChanges } from '../../plan/kinds/action-parts.ts'
import { createId } from '../../plan/kinds/create.ts'
import type { Plan } from '../../plan/plan.ts'
import { counted, plural } from '../../plural.ts'
import { whyNotAdministered } from '../admin/declared-admin.ts'
import { codes } from '../codes.ts'

export type Declared = Pick<Desired, 'customers' | 'consolidations'>

/** At most so many are told; the plan is refused as a whole. */
const shown = 10

/** One per action that the documents do not declare, the first ten. */
export function notDeclared(plan: Plan, declared: Declared): readonly Diagnostic[] {
  const customers = new Map(declared.customers.map(entry => [placeOf(entry.partner, entry.tenant), entry]))
  const products = productsIn(plan)
  const found: Diagnostic[] = []
  for (const action of plan.actions) {
    if (!isSent(action) || found.length === shown) continue
    const facts = { customers, declared, products }
    const why = isAdminAction(action) ? whyNotAdministered(action, facts) : whyNot(action, facts)
    if (why === null) continue
    const { name = action.customer } = plan.customers.find(entry => entry.tenant === action.customer) ?? {}
    found.push(
      diagnose(codes.NOT_DECLARED, { detail: `${action.id} of ${name}: ${why}. Nothing was written.` }),
    )
  }
  return found
}

interface Facts {
  readonly customers: ReadonlyMap<string, DeclaredCustomer>
  readonly declared: Declared
  /** Of each subscription that the plan relied on, by `partner/customer/id`. */
  readonly products: ReadonlyMap<string, unknown>
}

function productsIn({ facts }: Plan): Facts['products'] {
  return new Map(
    facts.flatMap(({ subject, value }) =>
      subject.kind === 'subscription' && typeof value === 'object' && value !== null && 'product' in value
        ? [[`${subject.partner}/${subject.customer}/${subject.subscription}`, value.product] as const]
        : [],
    ),
  )
}

const placeOf = (partner: PartnerName, tenant: TenantId) => `${partner}/${tenant}`

function whyNot(action: WriteAction, facts: Facts): string | null {
  const home = facts.customers.get(placeOf(action.partner, action.customer))
  if (home === undefined)
    return isOfSource(action)
      ? whyNotInSource(action, facts)
      : `no document declares this customer under ${action.partner}`
  const why = whyNotAtHome(action, home, facts)
  // A source may be declared too: what a consolidation does to it follows from the consolidation.
  const isMoved = why !== null && isOfSource(action) && moving(action, facts).length > 0
  return isMoved ? whyNotInSource(action, facts) : why
}

type OfSource = SwitchOff | ActionOf<'subscription.change-renewal'>

function isOfSource(action: WriteAction): action is OfSource {
  return isSwitchOff(action) || action.kind === 'subscription.change-renewal'
}

function whyNotAtHome(action: WriteAction, home: DeclaredCustomer, facts: Facts): string | null {
  const judge = inHome[action.kind] as (action: WriteAction, home: DeclaredCustomer) => string | null // the table is keyed by kind
  const why = judge(action, home)
  if (why !== null) return why
  if (action.kind === 'subscription.create') return unlessOnBase(action, home, facts)
  return action.kind === 'subscription.transfer' ? unlessMoving(action, facts) : null
}

/** An add-on is bought on the base that its line names, and nothing else on any. */
function unlessOnBase(
  { partner, customer, key, base }: ActionOf<'subscription.create'>,
  home: DeclaredCustomer,
  { products }: Facts,
): string | null {
  const addOnTo = home.subscriptions.find(line => line.key === key)?.addOnTo ?? null
  if (addOnTo === null) return base === undefined ? null : `\`${key}\` is declared as no add-on`
  const product = home.subscriptions.find(line => line.key === addOnTo)?.product ?? null
  const isDeclared =
    base?.kind === 'created by'
      ? base.action === createId(home, addOnTo)
      : base !== undefined && products.get(`${partner}/${customer}/${base.subscription}`) === product
  return isDeclared ? null : `\`${key}\` is declared as an add-on to \`${addOnTo}\``
}

function whyNotInSource(action: OfSource, facts: Facts): string | null {
  if (isSwitchOff(action)) return unlessLeft(action, facts) ?? unlessReplaced(action)
  return action.to.kind === 'renews' && action.to.next !== null && !action.restores
    ? 'a source is set to end with its term, and nothing else'
    : unlessLeft(action, facts)
}

/** What may be done to a customer under the partner that keeps it. */
const inHome: { readonly [K in WriteKind]: (action: ActionOf<K>, home: DeclaredCustomer) => string | null } =
  {
    'subscription.create': (action, home) => {
      const line = home.subscriptions.find(entry => entry.key === action.key)
      if (line === undefined || line.state !== 'active') return `\`${action.key}\` is not declared`
      return firstDifference([
        ['product', action.product, line.product],
        ['seats', action.seats, line.seats],
        ['term', action.term, line.term],
        // An add-on of a legacy base is billed as that is, which lives or is bought.
        ['billing', action.billing, isBilledWithBase(line) ? action.billing : line.billing],
        ['end of its first term', action.endsOn ?? null, line.endsOn ?? null],
        ['partner of record', action.partnerOfRecord ?? null, line.partnerOfRecord],
        ['name', action.name, line.friendlyName ?? line.key],
      ])
    },
    'subscription.change-seats': ({ product, from, to, also }, home) => {
      const lines = activeOf(home, product)
      const isDeclared = lines.some(line => (to > from ? line.seats === to : line.seats <= to))
      if (!isDeclared) return `${counted(to, 'seat')} of ${product} ${plural(to, 'is', 'are')} not declared`
      return undeclaredDetail(also, lines)
    },
    'subscription.reactivate': ({ product }, home) =>
      activeOf(home, product).length > 0 ? null : `${product} is not declared as active`,
    'subscription.rename': ({ product, to }, home) =>
      namesOf(linesOf(home, product)).includes(to) ? null : `the name \`${to}\` is not declared`,
    'subscription.change-details': ({ product, changes }, home) =>
      undeclaredDetail(changes, linesOf(home, product)),
    'subscription.change-billing': ({ product, to }, home) =>
      undeclaredDetail({ billing: { from: null, to } }, linesOf(home, product)),
    'subscription.change-renewal': ({ product, seats, from, to, also }, home) => {
      const lines = activeOf(home, product)
      const earlier = from.kind === 'renews' && from.next !== null ? [from.next.seats] : []
      return (
        undeclaredRenewal(to, from, { lines, seats: [seats, ...earlier] }) ??
        undeclaredDetail(also, activeOf(home, product))
      )
    },
    'subscription.set-renewal': ({ key, to }, home) => {
      const lines = home.subscriptions.filter(entry => entry.key === key)
      return lines.length === 0
        ? `\`${key}\` is not declared`
        : undeclaredRenewal(to, null, { lines, seats: [] })
    },
    'subscription.transfer': () => null,
    'subscription.suspend': ({ product }, home) =>
      linesOf(home, product).some(line => line.state === 'suspended')
        ? null
        : `${product} is not declared as suspended`,
    'subscription.cancel': ({ product }, home) =>
      linesOf(home, product).some(line => line.state === 'cancelled')
        ? null
        : `${product} is not declared as cancelled`,
  }

const isBilledWithBase = (line: DeclaredSubscription) =>
  line.commerce === 'legacy' && line.addOnTo !== null && !line.billingWritten
/** What is of the product of a next term that has begun is that line's. */
const linesOf = (home: DeclaredCustomer, product: string) =>
  home.subscriptions.filter(line => line.product === product || line.nextTerm?.product === product)
const activeOf = (home: DeclaredCustomer, product: string) =>
  linesOf(home, product).filter(line => line.state === 'active')
const namesOf = (lines: readonly DeclaredSubscription[]) => lines.map(line => line.friendlyName ?? line.key)

function firstDifference(pairs: readonly (readonly [string, unknown, unknown])[]): string | null {
  for (const [field, planned, declared] of pairs)
    if (planned !== declared)
      return `its ${field}: ${String(planned)} is planned, ${String(declared)} is declared`
  return null
}

function undeclaredDetail(
  changes: DetailChanges | undefined,
  lines: readonly DeclaredSubscription[],
): string | null {
  const { name, partnerOfRecord, billing } = changes ?? {}
  if (name !== undefined && !namesOf(lines).includes(name.to))
    return `the name \`${name.to}\` is not declared`
  if (partnerOfRecord !== undefined && !lines.some(line => line.partnerOfRecord === partnerOfRecord.to))
    return `the partner of record ${partnerOfRecord.to} is not declared`
  if (billing !== undefined && !lines.some(line => line.billing === billing.to))
    return `billing ${billing.to} is not declared`
  return null
}

interface RenewalFacts {
  readonly lines: readonly DeclaredSubscription[]
  /** Which there are or were scheduled already. */
  readonly seats: readonly number[]
}

/** More seats, another product or a longer term than anything declared or there already; an end that nobody asked for. */
function undeclaredRenewal(to: Renewal, from: Renewal | null, { lines, seats }: RenewalFacts): string | null {
  if (to.kind === from?.kind && to.kind !== 'renews') return null
  if (to.kind === 'cancels')
    return lines.some(line => line.endOfTerm === 'cancel') ? null : 'no end with its term is declared'
  if (to.kind === 'extends')
    return lines.some(line => line.endOfTerm === 'extend') ? null : 'that it extends is not declared'
  if (to.kind !== 'renews')
    return `that it ${to.kind === 'lapses' ? 'lapses' : 'ends in an unknown way'} is not declared`
  if (to.next === null) return null
  const { next } = to
  const counts = [...seats, ...lines.flatMap(line => [line.seats, line.nextTerm?.seats ?? line.seats])]
  if (!counts.includes(next.seats))
    return `${counted(next.seats, 'seat')} in its next term ${plural(next.seats, 'is', 'are')} not declared`
  const before: NextTerm | null = from?.kind === 'renews' ? from.next : null
  const products: readonly (string | undefined)[] = [
    before?.product,
    ...lines.flatMap(line => [line.product, line.nextTerm?.product]),
  ]
  return products.includes(next.product) ? null : `${next.product} in its next term is not declared`
}

/** The consolidations that bring this customer from this partner to where it is declared. */
function moving(
  { partner, customer }: { partner: PartnerName; customer: TenantId },
  { customers, declared }: Facts,
) {
  return declared.consolidations.filter(
    entry => entry.from.includes(partner) && customers.has(placeOf(entry.to, customer)),
  )
}

function unlessMoving(action: ActionOf<'subscription.transfer'>, facts: Facts): string | null {
  const by = moving({ partner: action.from, customer: action.customer }, facts)
  if (!by.some(entry => entry.to === action.partner))
    return `no consolidation moves it from ${action.from} to ${action.partner}`
  const stays = action.items.find(item =>
    by.every(entry => entry.leave.some(left => left.subscription === item.subscription)),
  )
  return stays === undefined ? null : `${stays.subscription} is left on purpose`
}

function unlessLeft(action: OfSource, facts: Facts): string | null {
  const by = moving(action, facts)
  if (by.length === 0) return `no consolidation moves it away from ${action.partner}`
  const isLeft = by.every(entry => entry.leave.some(left => left.subscription === action.subscription))
  return isLeft ? `${action.subscription} is left on purpose` : null
}

/** T7: without a replacement by design there is a trial alone. */
function unlessReplaced({ replacedBy, because }: SwitchOff): string | null {
  return replacedBy.length > 0 || because.kind === 'trial is not carried over'
    ? null
    : 'nothing replaces it, and it is no trial'
}
