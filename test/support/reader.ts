/** A Reader over plain values that writes down what it was asked. What an Actual does not hold is absent. */

import { indexActual } from '../../engine/model/actual-index.ts'
import { instant } from '../../engine/model/ids.ts'
import type { Actual, CustomerActual, Read } from '../../engine/model/live.ts'
import type { Clock, Reader } from '../../engine/ports.ts'
import { shownIn } from './extended-skus.ts'

export interface RecordingReader extends Reader {
  /** `subscriptions italy/…0001`, in the order asked. */
  readonly asked: string[]
  /** The most requests that were under way at once. */
  readonly busiest: () => number
}

export function aReader(actual: Actual): RecordingReader {
  const index = indexActual(actual)
  const asked: string[] = []
  let now = 0
  let most = 0
  async function answer<T>(question: string, value: T): Promise<T> {
    asked.push(question)
    now += 1
    most = Math.max(most, now)
    await Promise.resolve()
    now -= 1
    return value
  }
  const one = <T>(read: Read<T> | undefined): Read<T> => read ?? { kind: 'absent' }
  const askedFor = <T>(read: Read<T> | { readonly kind: 'not asked' } | undefined): Read<T> =>
    read === undefined || read.kind === 'not asked' ? { kind: 'absent' } : read
  const seen = (partner: CustomerActual['partner'], tenant: CustomerActual['tenant']) =>
    index.customer(partner, tenant)
  return {
    asked,
    busiest: () => most,
    customers: partner => answer(`customers ${partner}`, index.rows(partner)),
    customer: (partner, tenant) =>
      answer(`customer ${partner}/${tenant.slice(-4)}`, one(seen(partner, tenant)?.customer)),
    subscriptions: (partner, tenant) =>
      answer(
        `subscriptions ${partner}/${tenant.slice(-4)}`,
        shownIn(one(seen(partner, tenant)?.subscriptions)),
      ),
    subscription: (partner, tenant, id) =>
      answer(`subscription ${partner}/${tenant.slice(-4)}/${id}`, { kind: 'absent' }),
    azureSubscriptions: (partner, tenant, plan) =>
      answer(`azure ${partner}/${tenant.slice(-4)}/${plan}`, { kind: 'absent' }),
    agreement: (partner, tenant) =>
      answer(`agreement ${partner}/${tenant.slice(-4)}`, askedFor(seen(partner, tenant)?.agreement)),
    licences: (partner, tenant) =>
      answer(`licences ${partner}/${tenant.slice(-4)}`, askedFor(seen(partner, tenant)?.licences)),
    transfers: (partner, tenant) =>
      answer(`transfers ${partner}/${tenant.slice(-4)}`, one(seen(partner, tenant)?.transfers)),
    entitlements: (partner, tenant) =>
      answer(`entitlements ${partner}/${tenant.slice(-4)}`, one(seen(partner, tenant)?.entitlements)),
    orders: (partner, tenant) => answer(`orders ${partner}/${tenant.slice(-4)}`, { kind: 'absent' }),
    account: (partner, tenant) =>
      answer(`account ${partner}/${tenant.slice(-4)}`, one(seen(partner, tenant)?.account)),
    qualifications: (partner, tenant) =>
      answer(`qualifications ${partner}/${tenant.slice(-4)}`, one(seen(partner, tenant)?.qualifications)),
    invoiceLines: partner => answer(`invoices ${partner}`, { kind: 'absent' }),
    companyName: partner => answer(`company ${partner}`, { kind: 'absent' }),
    relationshipLink: partner => answer(`link ${partner}`, { kind: 'absent' }),
    auditRecords: partner => answer(`activity ${partner}`, { kind: 'absent' }),
    catalogueItem: (partner, market, product) =>
      answer(`item ${partner}/${market}/${product.slice(0, 8)}`, index.item(partner, market, product)),
  }
}

/** The same reader, whose answers take a while. */
export function slowed(reader: Reader, pause: () => Promise<void>): Reader {
  return new Proxy(reader, {
    get(target, key) {
      const read: unknown = Reflect.get(target, key)
      if (typeof read !== 'function') return read
      return async (...asked: readonly unknown[]): Promise<unknown> => {
        await pause()
        return Reflect.apply(read, target, asked)
      }
    },
  })
}

/** A clock that stands still. */
export function aClock(now = '2026-12-07T07:00:00Z'): Clock {
  return { now: () => instant(now), sleep: () => Promise.resolve() }
}
