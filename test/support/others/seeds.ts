/** Seeds of the worlds of others: what a customer has in the sources, what stands under the target already, and what is declared of it. */
import fc from 'fast-check'
import type { DeclaredSubscription, MethodName } from '../../../engine/model/desired.ts'
import { instant, type PartnerName, type ProductKey } from '../../../engine/model/ids.ts'
import { germany, italy, mail, premium, suite } from '../builders/index.ts'
import { mostly } from '../world-sources.ts'

export type Ending = 'renews' | 'cancels' | 'off'

export interface SourceSeed {
  readonly partner: PartnerName
  readonly product: ProductKey
  readonly seats: number
  readonly trial: boolean
  readonly status: 'active' | 'suspended'
  readonly ending: Ending
  readonly endsSoon: boolean
  readonly isCancellable: boolean
  readonly addOn: boolean
  /** Named under `leave:`; of the base, of the add-on, or of both. */
  readonly left: 'neither' | 'base' | 'add-on' | 'both'
  readonly reseller: string | null
}

export const sourceSeed: fc.Arbitrary<SourceSeed> = fc.record({
  partner: fc.constantFrom(italy, italy, germany),
  product: fc.constantFrom(mail, suite, premium),
  seats: fc.integer({ min: 1, max: 9 }),
  trial: mostly(false, true),
  status: mostly<SourceSeed['status']>('active', 'suspended'),
  ending: mostly<Ending>('renews', 'cancels', 'off'),
  endsSoon: mostly(false, true),
  isCancellable: fc.boolean(),
  addOn: fc.integer({ min: 0, max: 3 }).map(chance => chance === 0),
  left: mostly<SourceSeed['left']>('neither', 'base', 'add-on', 'both'),
  reseller: mostly<string | null>(null, '7001234'),
})

/** What somebody else put under the target before, per declared line. */
export type Standing =
  | 'nothing'
  | 'twin'
  | 'twin of another name'
  | 'other billing'
  | 'other term'
  | 'trial'
  | 'trial of another name'
  | 'ends'
  | 'ends later'
  | 'suspended'
  | 'two'

export interface LineSeed {
  readonly standing: Standing
  readonly seats: number
  readonly isForgotten: boolean
  readonly another: boolean
  readonly endOfTerm: DeclaredSubscription['endOfTerm']
  readonly billing: 'monthly' | 'annual'
  readonly billingWritten: boolean
  readonly reseller: string | null
  /** Seats that no source backs. */
  readonly isInvented: boolean
}

export const lineSeed: fc.Arbitrary<LineSeed> = fc.record({
  standing: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Standing>('nothing') },
    {
      weight: 5,
      arbitrary: fc.constantFrom<Standing>(
        'twin',
        'twin of another name',
        'other billing',
        'other term',
        'trial',
        'trial of another name',
        'ends',
        'ends later',
        'suspended',
        'two',
      ),
    },
  ),
  seats: mostly(0, 2, -1),
  isForgotten: mostly(false, true),
  another: mostly(false, true),
  endOfTerm: mostly<LineSeed['endOfTerm']>(null, 'renew', 'cancel'),
  billing: mostly<LineSeed['billing']>('monthly', 'annual'),
  billingWritten: fc.boolean(),
  reseller: mostly<string | null>(null, '7001234', '7009999'),
  isInvented: mostly(false, true),
})

export interface CustomerSeed {
  readonly sources: readonly SourceSeed[]
  readonly lines: readonly LineSeed[]
  readonly acceptance: 'accepted' | 'no agreement' | 'not accepted'
  readonly under: 'central' | 'france' | 'both'
  readonly isPilot: boolean
  /** An open request for billing ownership; `ours` asks for what a plan of ours would ask for. */
  readonly transfer: 'none' | 'ours' | 'by hand' | 'moving' | 'of a stranger' | 'unknown'
  readonly reservation: boolean
  /** The accounts it comes from have documents of it too, as an import of them writes. */
  readonly sourcesDeclared: boolean
}

export const customerSeed: fc.Arbitrary<CustomerSeed> = fc.record({
  sources: fc.array(sourceSeed, { minLength: 1, maxLength: 3 }),
  lines: fc.array(lineSeed, { minLength: 5, maxLength: 5 }),
  acceptance: mostly<CustomerSeed['acceptance']>('accepted', 'no agreement', 'not accepted'),
  under: fc.constantFrom<CustomerSeed['under']>('central', 'central', 'france', 'both'),
  isPilot: fc.boolean(),
  transfer: mostly<CustomerSeed['transfer']>('none', 'ours', 'by hand', 'moving', 'of a stranger', 'unknown'),
  reservation: mostly(false, true),
  sourcesDeclared: mostly(false, true),
})

/** How the documents share the accounts out. `chain` and `circle` contradict themselves. */
export type Shape = 'one' | 'apart' | 'same target' | 'split' | 'chain' | 'circle'

export interface OthersSeed {
  readonly shape: Shape
  readonly customers: readonly CustomerSeed[]
  readonly waves: boolean
  readonly method: MethodName | null
  readonly mapped: boolean
}

export const othersSeed: fc.Arbitrary<OthersSeed> = fc.record({
  shape: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Shape>('one') },
    { weight: 4, arbitrary: fc.constantFrom<Shape>('apart', 'same target', 'split') },
    { weight: 1, arbitrary: fc.constantFrom<Shape>('chain', 'circle') },
  ),
  customers: fc.array(customerSeed, { minLength: 1, maxLength: 3 }),
  waves: fc.boolean(),
  method: fc.constantFrom<MethodName | null>(null, null, null, 'transfer', 'repurchase', 'lapse', 'manual'),
  mapped: mostly(false, true),
})

export const soon = instant('2026-12-20T23:59:59Z')
export const far = instant('2027-03-14T23:59:59Z')
/** Of what somebody bought under the target this month. */
export const aYearOn = instant('2027-12-04T23:59:59Z')
