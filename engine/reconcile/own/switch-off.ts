import type { OwnWrite } from '../../activity/own-steps.ts'

/** Its own account is charged no more from then on. */
export function isSwitchOff({ action }: Pick<OwnWrite, 'action'>): boolean {
  return action.effect.billing.some(entry => entry.partner === action.partner && entry.note === 'stops')
}
