/** Made-up scenarios: every kind of customer the product moves or keeps, every fault of the sandbox, and every way to be cut off. */

import { aForeignAnswer } from '../support/foreign-answers.ts'
import { type Chance, chanceOf } from './chance.ts'
import { aMadeUpWish } from './made-up-world.ts'
import type { Between, Fault, Incident, Scenario, Trouble, Turn } from './scenario.ts'

export function scenarioOf(seed: number): Scenario {
  const chance = chanceOf(seed)
  const { wish, later } = aMadeUpWish(chance)
  const common = {
    seed,
    wish,
    faults: Array.from({ length: chance.between(0, 6) }, () => aFault(chance)),
    turns: Array.from({ length: chance.between(2, 6) }, () => aTurn(chance)),
    width: chance.happens(0.7) ? 1 : 3,
    ...(later !== null && { later }),
  }
  const incidents = Array.from({ length: chance.oneOf([0, 0, 1, 1, 2]) }, () => anIncident(chance))
  const leftFor = chance.happens(0.45) ? [leftForLater(chance)] : []
  if (incidents.length + leftFor.length === 0) return common
  const turns = common.turns.map(turn => (chance.happens(0.2) ? { ...turn, ...aWait(chance) } : turn))
  return { ...common, turns: [...leftFor, ...turns], incidents, quietTurns: 5 }
}

/** Cut off in the middle, with its journal kept; days may go by, and a colleague has the portal open. */
function leftForLater(chance: Chance): Turn {
  const at = `before-send:${chance.between(3, 7)}`
  const { waits = 'PT3H', meanwhile = [] } = aWait(chance)
  return {
    trouble: { kind: 'kill', at, loses: 'nothing' },
    next: chance.oneOf(['resume', 'resume', 'apply again']),
    waits,
    meanwhile: [...meanwhile, anAct(chance)],
  }
}

/** Hours or days until somebody goes on; by then a colleague may have had the portal open. */
function aWait(chance: Chance): Pick<Turn, 'waits' | 'meanwhile'> {
  const waits = chance.oneOf(['PT3H', 'PT3H', 'PT17H', 'PT25H', 'P3D'])
  const meanwhile = Array.from({ length: chance.oneOf([0, 1, 1, 2]) }, () => anAct(chance))
  return { waits, ...(meanwhile.length > 0 && { meanwhile }) }
}

const acts = [
  'cancel',
  'suspend',
  'fewer',
  'told to end',
  'told to end',
  'told to shrink',
  'source on again',
] as const

function anAct(chance: Chance): Between {
  return { act: chance.oneOf(acts), pick: chance.between(0, 11) }
}

function anIncident(chance: Chance): Incident {
  const before = chance.between(1, 12)
  if (chance.happens(0.2))
    return { kind: 'wait', before, by: 'PT30M', ...(chance.happens(0.5) && { act: 'suspend the twins' }) }
  if (chance.happens(0.35)) return { kind: 'clock', before, by: chance.oneOf(['PT19H', 'PT30H', 'P8D']) }
  const act = chance.oneOf(['seats', 'suspend', 'cancel', 'buy', 'buy', 'transfer'] as const)
  return { kind: 'person', before, act, pick: chance.between(0, 11) }
}

const kinds = [
  'drop-before-commit',
  'drop-after-commit',
  'reset-before-commit',
  'reset-after-commit',
  'truncate',
  'garble',
  'cut-body',
  'slow-body',
  'delay',
  'throttle',
  'status',
  'refusal',
  'partial-checkout',
  'skew',
  'replace-after-commit',
  'replace-after-commit',
  'replace-before-commit',
]
const places = [
  '/carts',
  '/checkout',
  '/subscriptions',
  '/orders',
  '/transfers',
  '/customers',
  '/oauth2/',
  '/v1/',
]

function aFault(chance: Chance): Fault {
  const kind = chance.oneOf(kinds)
  const method = chance.oneOf(['any', 'POST', 'PATCH', 'GET'])
  const match = { path: chance.oneOf(places), ...(method !== 'any' && { method }) }
  const times = chance.between(1, 2)
  switch (kind) {
    case 'throttle':
      return { match, do: kind, times: chance.between(1, 8), retryAfter: chance.between(1, 60) }
    case 'status':
      return { match, do: kind, times, status: chance.oneOf([401, 500, 502, 503, 504]) }
    case 'refusal': {
      const body = { code: '800069', description: 'Risk check failed.', source: 'PartnerFD' }
      const path = chance.oneOf(['/carts', '/checkout', '/subscriptions/', '/transfers'])
      return {
        match: { method: path.endsWith('/') ? 'PATCH' : 'POST', path },
        do: 'status',
        times: 1,
        status: 403,
        body,
      }
    }
    case 'delay':
      return { match, do: kind, times, ms: chance.oneOf([5_000, 61_000, 200_000]) }
    case 'slow-body':
      return { match, do: kind, times, ms: chance.oneOf([5_000, 90_000]) }
    case 'skew':
      return {
        match,
        do: kind,
        times: chance.between(1, 12),
        skew: chance.oneOf(['PT3H', '-PT3H', 'PT26H', '-PT26H', 'PT20M']),
      }
    case 'replace-after-commit':
    case 'replace-before-commit':
      return { match, do: kind, times, ...aForeignAnswer(chance, { toReads: true }) }
    case 'partial-checkout':
      return { match: { method: 'POST', path: '/checkout' }, do: kind, times: 1 }
    default:
      return { match, do: kind, times }
  }
}

const nextSteps = ['resume', 'resume', 'resume', 'apply again', 'plan anew'] as const

function aTurn(chance: Chance): Turn {
  return { trouble: aTrouble(chance), next: chance.oneOf(nextSteps) }
}

function aTrouble(chance: Chance): Trouble {
  const dice = chance.between(1, 100)
  if (dice <= 15) return { kind: 'none' }
  if (dice <= 23) return { kind: 'stop', at: aMoment(chance), signal: chance.oneOf(['SIGINT', 'SIGTERM']) }
  if (dice <= 30) return { kind: 'full disc', kib: chance.between(0, 60) }
  const loses = chance.oneOf([
    'nothing',
    'nothing',
    'nothing',
    'the journal',
    'the machine',
    'half an entry',
    'a character of the journal',
    'its word: refused',
    'its word: switched off',
  ] as const)
  return { kind: 'kill', at: aMoment(chance), loses }
}

function aMoment(chance: Chance): string {
  const moment = chance.oneOf([
    'before-request',
    'before-send',
    'after-answer',
    'after-answer',
    'before-append',
    'after-append',
  ])
  return `${moment}:${chance.between(1, moment === 'before-request' ? 40 : moment.endsWith('append') ? 16 : 6)}`
}
