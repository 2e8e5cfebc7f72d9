/** What came of one action, in a word and with its reason. */
import type { ActionState } from '../../../engine/journal/result.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { printable } from '../printable.ts'
import { lineOf } from './lines.ts'

export function bucketOf(state: ActionState): 'done' | 'failed' | 'not started' | 'unknown' {
  switch (state.kind) {
    case 'done':
    case 'adopted':
      return 'done'
    case 'refused':
    case 'stale':
      return 'failed'
    case 'unknown':
      return 'unknown'
    case 'skipped':
    case 'not started':
      return 'not started'
  }
}

export function stateWord(state: ActionState): string {
  return state.kind === 'adopted' ? 'found done' : state.kind
}

/** Customers and actions by their names. Of what is done nothing but its evidence is left to say, as an id. */
export function reasonsOf({ customers, actions }: Plan): (state: ActionState) => string {
  const names = new Map<string, string>(customers.map(({ tenant, name }) => [tenant, name]))
  const byId = new Map(actions.map(action => [action.id, action]))
  return state => {
    switch (state.kind) {
      case 'done':
      case 'adopted':
        return state.evidence.subscription === undefined ? '' : `subscription ${state.evidence.subscription}`
      case 'refused':
      case 'unknown':
      case 'stale':
        return printable(state.because.summary)
      case 'skipped': {
        const { because } = state
        if (because.kind === 'customer moved')
          return printable(`${names.get(because.customer) ?? because.customer} was left out`)
        if (because.kind !== 'depends on') return because.kind
        const culprit = byId.get(because.culprit)
        if (culprit === undefined) return printable(`waits for ${because.culprit}`)
        const { verb, what, where } = lineOf(culprit)
        return printable(`waits for: ${verb} ${what}${where === '' ? '' : `, ${where}`}`)
      }
      case 'not started':
        return ''
    }
  }
}
