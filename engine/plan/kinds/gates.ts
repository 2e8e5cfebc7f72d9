/** Gates change nothing: they re-read, and let nothing behind them start until what they prove holds. */
import type { DeclaredCustomer } from '../../model/desired.ts'
import { type ActionId, actionId } from '../../model/ids.ts'
import type { CustomerGate, WaveGate } from '../action.ts'
import type { Check } from '../check.ts'

export function customerGate(
  customer: Pick<DeclaredCustomer, 'partner' | 'tenant'>,
  consolidation: string,
  facts: { readonly after: readonly ActionId[]; readonly proves: readonly Check[] },
): CustomerGate {
  return {
    kind: 'gate.customer',
    id: actionId(`gate.customer:${customer.partner}/${customer.tenant}`),
    partner: customer.partner,
    customer: customer.tenant,
    because: { kind: 'all of the customer before any switch-off', consolidation },
    after: facts.after,
    replay: 'safe',
    expects: [],
    proves: facts.proves,
  }
}

export function waveGate(
  consolidation: string,
  wave: { readonly name: string; readonly needs: string },
  after: readonly ActionId[],
): WaveGate {
  return {
    kind: 'gate.wave',
    id: actionId(`gate.wave:${consolidation}/${wave.name}`),
    consolidation,
    wave: wave.name,
    because: { kind: 'wave needs wave', consolidation, needs: wave.needs },
    after,
    replay: 'safe',
    expects: [],
    proves: [],
  }
}
