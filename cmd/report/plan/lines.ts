/** One line per action kind, as cells: sign, verb, product, seats, the rest. */
import type { UtcDate } from '../../../engine/model/ids.ts'
import type { Action, ActionKind, ActionOf } from '../../../engine/plan/action.ts'
import type { BillingNote } from '../../../engine/plan/effect.ts'
import type { DetailChanges } from '../../../engine/plan/kinds/action-parts.ts'
import { counted } from '../../../engine/plural.ts'
import { amountText } from '../amount.ts'
import type { ActionLine } from './action-line.ts'
import { adminLines } from './admin-lines.ts'
import { otherwise, renewalSeats, renewalWords, surcharge } from './renewal-words.ts'

const lines = {
  ...adminLines,
  'subscription.create': action => ({
    sign: '+',
    verb: 'create',
    what: action.productName,
    seats: String(action.seats),
    details: [
      ...commerce(action),
      ...terms(action),
      ...price(action),
      ...commitment(action),
      ...billing(action),
      ...overlap(action),
    ],
    where: action.partner,
  }),
  'subscription.change-seats': action => ({
    sign: '~',
    verb: 'seats',
    what: action.productName,
    seats: `${action.from} → ${action.to}`,
    details: [
      ...detailWords(action.also),
      ...commerce(action),
      ...price(action),
      ...commitment(action),
      ...billing(action),
    ],
    where: action.partner,
  }),
  'subscription.suspend': action => ({
    sign: '-',
    verb: 'suspend',
    what: action.productName,
    seats: String(action.seats),
    details: [
      ...commerce(action),
      ...credit(action),
      ...billing(action),
      ...overlap(action),
      ...(action.replacedBy.length > 0 ? ['after + is active'] : []),
    ],
    where: action.partner,
  }),
  'subscription.cancel': action => ({
    sign: '-',
    verb: 'cancel',
    what: action.productName,
    seats: String(action.seats),
    details: [
      ...commerce(action),
      `possible until ${action.until}`,
      ...credit(action),
      ...billing(action),
      ...overlap(action),
      ...(action.replacedBy.length > 0 ? ['price lock lost', 'after + is active'] : []),
    ],
    where: action.partner,
  }),
  'subscription.reactivate': action => ({
    sign: '~',
    verb: 'reactivate',
    what: action.productName,
    seats: String(action.seats),
    details: [...commerce(action), ...price(action), ...billing(action)],
    where: action.partner,
  }),
  'subscription.rename': action => ({
    sign: '~',
    verb: 'rename',
    what: action.productName,
    seats: '',
    details: [
      `${action.from} → ${action.to}`,
      ...commerce(action),
      `on ${action.effect.date}`,
      ...billing(action),
    ],
    where: action.partner,
  }),
  'subscription.change-details': action => ({
    sign: '~',
    verb: action.changes.billing === undefined ? 'reseller' : 'billing',
    what: action.productName,
    seats: '',
    details: [
      ...detailWords(action.changes),
      ...commerce(action),
      ...price(action),
      `on ${action.effect.date}`,
      ...billing(action),
    ],
    where: action.partner,
  }),
  'subscription.change-billing': action => ({
    sign: '~',
    verb: 'billing',
    what: action.productName,
    seats: '',
    details: [
      `${action.from} → ${action.to}`,
      `with all of order ${action.order}`,
      ...commerce(action),
      ...price(action),
      `on ${action.effect.date}`,
      ...billing(action),
    ],
    where: action.partner,
  }),
  'subscription.transfer': action => ({
    sign: '>',
    verb: 'transfer',
    what: action.items.map(item => item.productName).join(', '),
    seats: action.items.map(item => item.seats).join(' + '),
    details: [
      ...commerce(action),
      ...action.items.map(
        item =>
          `${[item.term, item.billing].filter(part => part !== null).join('/')} to ${item.termEndsOn ?? 'an unknown end'}`,
      ),
      'price kept (reported)',
      `${action.from} billed through ${action.effect.date}, ${action.partner} from the day after`,
    ],
    where: `${action.from} → ${action.partner}`,
  }),
  'subscription.set-renewal': action => ({
    sign: '~',
    verb: 'renewal',
    what: action.productName,
    seats: renewalSeats(action),
    details: [
      `of \`${action.key}\`, once it ${action.effect.method === 'transfer' ? 'has arrived' : 'is bought'}`,
      renewalWords(action.to, null),
      ...commerce(action),
      ...price(action),
      ...surcharge(action),
      `on ${action.effect.date}`,
      ...otherwise(action),
      ...billing(action),
    ],
    where: action.partner,
  }),
  'subscription.change-renewal': action => ({
    sign: '~',
    verb: 'renewal',
    what: action.productName,
    seats: renewalSeats(action),
    details: [
      renewalWords(action.to, action.termEndsOn),
      ...detailWords(action.also),
      ...(action.restores ? ['schedule deleted by the change before, and made again'] : []),
      ...commerce(action),
      ...price(action),
      ...surcharge(action),
      ...otherwise(action),
      ...overlap(action),
      ...(action.effect.method === 'overlap' ? ['price lock lost', 'after + is active'] : []),
      `from ${action.effect.date}`,
      ...billing(action),
    ],
    where: action.partner,
  }),
  'gate.customer': action => ({
    sign: '=',
    verb: 'check',
    what: 'everything bought is active',
    seats: '',
    details: ['before anything is switched off', counted(action.proves.length, 'check')],
    where: action.partner,
  }),
  'gate.wave': action => ({
    sign: '=',
    verb: 'check',
    what: `wave ${action.wave} starts when wave ${action.because.kind === 'wave needs wave' ? action.because.needs : ''} is done`,
    seats: '',
    details: [],
    where: '',
  }),
} satisfies { readonly [K in ActionKind]: (action: ActionOf<K>) => ActionLine }

export function lineOf(action: Action): ActionLine {
  const write = lines[action.kind] as (action: Action) => ActionLine // the table is keyed by the kind of its own actions
  return write(action)
}

/** What goes along in the same request. */
function detailWords(changes: DetailChanges | undefined): readonly string[] {
  const { name, partnerOfRecord, billing: cycle } = changes ?? {}
  return [
    ...(cycle === undefined
      ? []
      : [`billed ${cycle.from ?? 'in an unknown cycle'} → ${cycle.to} from the next charge`]),
    ...(partnerOfRecord === undefined
      ? []
      : [`reseller on record ${partnerOfRecord.from ?? 'none'} → ${partnerOfRecord.to}`]),
    ...(name === undefined ? [] : [`named ${name.from} → ${name.to}`]),
  ]
}

type Write = Extract<Action, { readonly effect: unknown }>

function commerce({ effect }: Write): readonly string[] {
  const words = [effect.commerce === 'nce' ? 'new commerce' : effect.commerce]
  if (effect.method !== 'steady') words.push(effect.method)
  if (effect.irreversible) words.push('irreversible')
  if (effect.reducesService) words.push('reduces service')
  return words
}

function price({ effect }: Write): readonly string[] {
  return effect.perPeriod === undefined
    ? []
    : [`${amountText(effect.perPeriod.amount)}/${effect.perPeriod.period}`]
}

function commitment({ effect }: Write): readonly string[] {
  return effect.commitment === undefined
    ? []
    : [`committed ${amountText(effect.commitment.total)} to ${effect.commitment.until}`]
}

function credit({ effect }: Write): readonly string[] {
  return effect.credit === undefined ? [] : [`credit ${amountText(effect.credit)} from ${effect.date}`]
}

function terms({ term, billing, endsOn }: ActionOf<'subscription.create'>): readonly string[] {
  return term === null ? [] : [`${term}/${billing}${endsOn === undefined ? '' : ` to ${endsOn}`}`]
}

/** From or until when the partner in the line's own column is billed, because of this write or in spite of it (T1). */
function billing({ effect }: Write): readonly string[] {
  return effect.billing.map(({ until, note }) => billingWords[note](effect.date, until))
}

const billingWords = {
  starts: (from, until) => `billed from ${from}${until === null ? '' : ` to ${until}`}`,
  // The day of a switch-off is not charged (facts 2.5).
  stops: from => `not billed from ${from}`,
  changes: (from, until) => `billed so from ${from}${until === null ? '' : ` to ${until}`}`,
  unchanged: () => 'billing unchanged',
  'continues to term end': (_, until) => `still billed to ${until ?? 'an open end'}`,
} satisfies { readonly [K in BillingNote]: (from: UtcDate, until: UtcDate | null) => string }

function overlap({ effect }: Write): readonly string[] {
  if (effect.overlap === undefined || effect.overlap.days === 0) return []
  const { days, money, perDay } = effect.overlap
  if (days === null) return [`overlap of unknown days, ${amountText(perDay)} a day`]
  return [`overlap ${counted(days, 'day')}, ${amountText(money)}`]
}
