/** Worlds of others in which, after a plan was carried out, a declared next term begins as another product, or somebody upgrades what was bought in the portal. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeclaredCustomer, DeclaredSubscription } from '../../engine/model/desired.ts'
import { type ProductKey, productKey } from '../../engine/model/ids.ts'
import type { LiveSubscription } from '../../engine/model/live.ts'
import { aPlan, present } from '../support/builders/index.ts'
import { soundWorld } from '../support/others/sound-world.ts'
import type { WorldOfOthers } from '../support/others/world-of-others.ts'
import { carriedOut } from '../support/simulate.ts'

const other: ProductKey = productKey('CFQ7TTC0OTHER:0001')

type Made = 'by its next term' | 'in the portal'

/** The accounts after the plan, with each subscription that has the product and the name of a line made another; and the lines it happened to. */
function later(world: WorldOfOthers, made: Made) {
  const after = carriedOut(world.actual, aPlan(world))
  const changed = new Map<string, LiveSubscription>()
  const lineOf = (entry: LiveSubscription) =>
    world.desired.customers
      .filter(({ partner, tenant }) => partner === entry.partner && tenant === entry.customer)
      .flatMap(customer => customer.subscriptions.map(line => ({ customer, line })))
      .find(({ line }) => isIts(line, entry))
  const customers = after.customers.map(account => {
    if (account.subscriptions.kind !== 'present') return account
    const subscriptions = account.subscriptions.value.map(entry => {
      const found = lineOf(entry)
      if (found === undefined) return entry
      changed.set(nameOf(found.customer, found.line), entry)
      return { ...entry, product: other, nextTerm: null }
    })
    return { ...account, subscriptions: present(subscriptions) }
  })
  const withNext = (customer: DeclaredCustomer): DeclaredCustomer => ({
    ...customer,
    subscriptions: customer.subscriptions.map(line =>
      changed.has(nameOf(customer, line)) ? { ...line, nextTerm: { product: other } } : line,
    ),
  })
  const { desired } = world
  const declared =
    made === 'in the portal' ? desired : { ...desired, customers: desired.customers.map(withNext) }
  return { changed, world: { ...world, desired: declared, actual: { ...after, customers } } }
}

function isIts(line: DeclaredSubscription, { product, name, status, trial }: LiveSubscription): boolean {
  return (
    line.product === product &&
    line.commerce === 'nce' &&
    line.key === name &&
    line.anotherAcknowledged !== true &&
    status === 'active' &&
    !trial
  )
}

const nameOf = (
  { partner, tenant }: Pick<DeclaredCustomer, 'partner' | 'tenant'>,
  { key }: { key: string },
) => `${partner}/${tenant}/${key}`

test.each<Made>(['by its next term', 'in the portal'])(
  'what was made another product %s is not bought again',
  made => {
    let seen = 0
    fc.assert(
      fc.property(soundWorld, given => {
        const { changed, world } = later(given, made)
        if (changed.size > 0) seen += 1
        const again = aPlan(world).actions.flatMap(action =>
          action.kind === 'subscription.create' &&
          changed.has(nameOf({ partner: action.partner, tenant: action.customer }, action))
            ? [action.id]
            : [],
        )
        expect(again).toEqual([])
      }),
      { numRuns: 150, seed: 20261207 },
    )
    expect(seen).toBeGreaterThan(0)
  },
)
