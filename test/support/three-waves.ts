/** A plan in which each of three waves needs the one before it, two customers in each. */
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  anActual,
  aPlan,
  aWave,
  italy,
  mail,
  tenant,
} from './builders/index.ts'

const waves = ['first', 'second', 'third'] as const
const customers = waves.flatMap((wave, row) =>
  [0, 1].map(more => ({
    wave,
    named: {
      tenant: tenant(row * 2 + more + 1),
      name: `${wave} ${more}`,
      domain: `${wave}${more}.example`,
    },
  })),
)
export const desired = aDesired({
  customers: customers.map(({ wave, named }) =>
    aCustomer({
      ...named,
      labels: [wave],
      subscriptions: [aDeclaredSubscription({ key: 'mail', seats: 5 })],
    }),
  ),
  consolidations: [
    aConsolidation({
      waves: waves.map((name, row) =>
        aWave({ name, labels: [name], ...(row > 0 && { needs: waves[row - 1] ?? null }) }),
      ),
    }),
  ],
})
export const actual = anActual({
  customers: customers.flatMap(({ named }, row) => [
    aCustomerActual(named),
    aCustomerActual({
      ...named,
      partner: italy,
      subscriptions: [{ id: `s-${row}`, product: mail, seats: 5 }],
    }),
  ]),
})

export const plan = aPlan({ desired, actual })
