/** One line per action kind, as cells: sign, verb, product, seats, the rest. */
import type { Action, ActionKind, ActionOf } from '../../engine/plan/action.ts'
import { amountText } from './amount.ts'

export interface ActionLine {
  readonly sign: '+' | '-' | '~' | '>' | '='
  readonly verb: string
  readonly what: string
  readonly seats: string
  readonly details: readonly string[]
  readonly where: string
}

const lines = {
  'subscription.create': action => ({
    sign: '+',
    verb: 'create',
    what: action.productName,
    seats: String(action.seats),
    details: [...commerce(action), ...price(action), ...commitment(action)],
    where: action.partner,
  }),
  'subscription.change-seats': action => ({
    sign: '~',
    verb: 'seats',
    what: action.productName,
    seats: `${action.from} → ${action.to}`,
    details: [...commerce(action), ...price(action)],
    where: action.partner,
  }),
  'subscription.suspend': action => ({
    sign: '-',
    verb: 'suspend',
    what: action.productName,
    seats: String(action.seats),
    details: [...commerce(action), ...credit(action), ...billedOn(action), ...overlap(action)],
    where: action.partner,
  }),
  'subscription.reactivate': action => ({
    sign: '~',
    verb: 'reactivate',
    what: action.productName,
    seats: String(action.seats),
    details: [...commerce(action), ...price(action)],
    where: action.partner,
  }),
  'subscription.rename': action => ({
    sign: '~',
    verb: 'rename',
    what: action.productName,
    seats: '',
    details: [`${action.from} → ${action.to}`],
    where: action.partner,
  }),
  'gate.customer': action => ({
    sign: '=',
    verb: 'gate',
    what: 'all of it verified before any switch-off',
    seats: '',
    details: [`${action.proves.length} checks`],
    where: action.partner,
  }),
  'gate.wave': action => ({
    sign: '=',
    verb: 'gate',
    what: `wave ${action.wave} after wave ${action.because.kind === 'wave needs wave' ? action.because.needs : ''}`,
    seats: '',
    details: [],
    where: '',
  }),
} satisfies { readonly [K in ActionKind]: (action: ActionOf<K>) => ActionLine }

export function lineOf(action: Action): ActionLine {
  const write = lines[action.kind] as (action: Action) => ActionLine // the table is keyed by the kind of its own actions
  return write(action)
}

type Write = Extract<Action, { readonly effect: unknown }>

function commerce({ effect }: Write): readonly string[] {
  const words = [effect.commerce === 'nce' ? 'new commerce' : effect.commerce]
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

function billedOn({ effect }: Write): readonly string[] {
  return effect.billing.flatMap(line =>
    line.note === 'continues to term end' ? [`still billed to ${line.until ?? 'an open end'}`] : [],
  )
}

function overlap({ effect }: Write): readonly string[] {
  return effect.overlap === undefined || effect.overlap.days === 0
    ? []
    : [
        `overlap ${effect.overlap.days} ${effect.overlap.days === 1 ? 'day' : 'days'}, ${amountText(effect.overlap.money)}`,
      ]
}
