/** What keeps a declared line from being bound to a living subscription. */
import { defineCodes } from '../../diagnostic.ts'

export const bindCodes = defineCodes('PLAN', {
  AMBIGUOUS_BINDING: {
    severity: 'error',
    summary: 'two live subscriptions fit one declared line equally',
    remedies: [{ kind: 'edit', what: 'write `subscriptionId:` into the declared subscription' }],
  },
  BOUGHT_ALREADY: {
    severity: 'error',
    summary: 'what `another: acknowledged` asks for may live already',
    remedies: [
      {
        kind: 'edit',
        what: 'write its `subscriptionId:` into the declared subscription, or declare the others, so that one at most is left over',
      },
    ],
  },
  LIVES_OTHERWISE: {
    severity: 'error',
    summary: 'what may be the declared subscription lives already, otherwise than is written',
    remedies: [
      {
        kind: 'edit',
        what: 'write its `subscriptionId:` into the declared subscription, or `another: acknowledged` where one more is wanted',
      },
    ],
  },
  TRIAL_BOUND: {
    severity: 'error',
    summary: 'the written subscriptionId is that of a trial',
    remedies: [{ kind: 'edit', what: 'remove `subscriptionId:`; the line is then bought beside the trial' }],
  },
  BOUND_ID_MISSING: {
    severity: 'error',
    summary: 'the written subscriptionId does not exist or has ended',
    remedies: [
      { kind: 'edit', what: 'correct or remove `subscriptionId:`; without it the line is bought anew' },
    ],
  },
  BOUND_ID_ENDED: {
    severity: 'note',
    summary: 'what the written subscriptionId names has ended, and its line asks for no service any more',
    remedies: [{ kind: 'edit', what: 'remove the line' }],
  },
})
