/**
 * What a partner can do here before anything is asked: by its cloud, and by the credentials it has. It follows from the call table,
 * so it cannot say other than the client does. A call that is refused at run time says the same with the same codes.
 */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { CommerceAbility } from '../../engine/doctor/abilities.ts'
import type { Cloud } from '../../engine/model/desired.ts'
import { type CredentialKind, kindMissing } from '../auth/index.ts'
import { type CallEntry, type CallName, calls } from './client/calls.ts'
import { codes } from './codes.ts'

/** What people want, and the calls it takes. */
export const features = {
  'read customers and subscriptions': ['customers.list', 'customers.get', 'subscriptions.list'],
  'read the catalogue': ['catalog.offer', 'catalog.sku', 'catalog.availabilities'],
  buy: ['carts.create', 'carts.checkout', 'orders.patch'],
  'change subscriptions': ['subscriptions.patch'],
  'read customer agreements': ['agreements.list', 'agreements.directsigned'],
  'invite customers': ['customers.relationshiprequest'],
  'read licence use': ['customers.subscribedskus'],
  'read the activity log': ['audit.list'],
  'read invoices': ['invoices.list', 'invoices.lineitems'],
  'transfer subscriptions': ['transfers.create', 'transfers.update', 'transfers.get'],
  'verify the partner account': ['profiles.organization'],
} as const satisfies Readonly<Record<CommerceAbility, readonly CallName[]>>

export type Feature = CommerceAbility

export interface Capability {
  readonly feature: Feature
  /** Empty: it can be done, as far as can be told without asking. */
  readonly missing: readonly Diagnostic[]
}

export interface Means {
  readonly name: string
  readonly cloud: Cloud
  readonly credentials: Readonly<Partial<Record<CredentialKind, unknown>>>
}

export function capabilitiesOf(partner: Means): readonly Capability[] {
  return (Object.keys(features) as Feature[]).map(feature => ({
    // the keys of the table above
    feature,
    missing: features[feature].flatMap(call => whyNot(call, partner)),
  }))
}

function whyNot(call: CallName, { name, cloud, credentials }: Means): readonly Diagnostic[] {
  const entry: CallEntry = calls[call]
  if (!entry.clouds.includes(cloud))
    return [
      diagnose(codes.NOT_IN_CLOUD, {
        detail: `${name}: ${call} does not exist in the cloud ${cloud} (docs/partner-center-facts.md section ${entry.section}).`,
      }),
    ]
  if (entry.kinds.some(kind => credentials[kind] !== undefined)) return []
  return [kindMissing({ partner: name, call, kinds: entry.kinds })]
}
