/** Seeds of the worlds of others: what a customer has in the sources, what stands under the target already, and what is declared of it. */
import fc from 'fast-check'
import type { DeclaredSubscription, MethodName, PolicyRule } from '../../../engine/model/desired.ts'
import {
  instant,
  type PartnerName,
  type ProductKey,
  type UtcDate,
  utcDate,
} from '../../../engine/model/ids.ts'
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
  /** Of new commerce; `tonight`: within the last day of its term, and before a plan of the next day. */
  readonly ends: 'in spring' | 'soon' | 'tonight'
  /** The window in which new commerce can be cancelled: none, for days, or for minutes after the plan is made. */
  readonly cancellable: 'no' | 'for days' | 'for minutes'
  readonly addOn: boolean
  /** Named under `leave:`; of the base, of the add-on, or of both. */
  readonly left: 'neither' | 'base' | 'add-on' | 'both'
  readonly reseller: string | null
}

export const sourceSeed: fc.Arbitrary<SourceSeed> = fc.record({
  partner: fc.constantFrom(italy, italy, germany),
  product: fc.constantFrom(mail, suite, premium),
  // Near the most that one customer may have of a product.
  seats: fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 1, max: 9 }) },
    { weight: 1, arbitrary: fc.constantFrom(180, 290) },
  ),
  trial: mostly(false, true),
  status: mostly<SourceSeed['status']>('active', 'suspended'),
  ending: mostly<Ending>('renews', 'cancels', 'off'),
  ends: mostly<SourceSeed['ends']>('in spring', 'soon', 'tonight'),
  cancellable: fc.constantFrom<SourceSeed['cancellable']>('no', 'no', 'for days', 'for minutes'),
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
  | 'shrinks'
  | 'becomes another'
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
  /** How many seats what stands there has less than are declared. */
  readonly shortBy: number
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
        'shrinks',
        'becomes another',
        'suspended',
        'two',
      ),
    },
  ),
  seats: mostly(0, 2, -1),
  isForgotten: mostly(false, true),
  another: mostly(false, true),
  endOfTerm: mostly<LineSeed['endOfTerm']>(null, 'renew', 'cancel', 'cancel'),
  billing: mostly<LineSeed['billing']>('monthly', 'annual'),
  billingWritten: fc.boolean(),
  reseller: mostly<string | null>(null, '7001234', '7009999'),
  isInvented: mostly(false, true),
  shortBy: mostly(0, 1),
})

export interface CustomerSeed {
  readonly sources: readonly SourceSeed[]
  readonly lines: readonly LineSeed[]
  /** The same in the other account too: each is moved by whichever consolidation takes from there. */
  readonly isMirrored: boolean
  /** Of each line so many seats fewer are declared than there are, with a word that this is meant. */
  readonly fewer: 0 | 1
  readonly acceptance: 'accepted' | 'no agreement' | 'not accepted'
  readonly under: 'central' | 'france' | 'both'
  readonly isPilot: boolean
  /** An open request for billing ownership; `ours` asks for what a plan of ours would ask for. */
  readonly transfer: 'none' | 'ours' | 'by hand' | 'moving' | 'of a stranger' | 'unknown'
  readonly reservation: boolean
  /** The accounts it comes from have documents of it too, as an import of them writes. */
  readonly sourcesDeclared: boolean
  /** They name trials too, which nobody can declare. */
  readonly trialsDeclared: boolean
  /** Licences that the directory has beyond those in use, over all accounts; null: it was not asked. */
  readonly spare: number | null
  /** Another customer of the target has the domain that the documents name. */
  readonly hasForeignDomain: boolean
  /** The target lists something that names no product. */
  readonly hasUnreadable: boolean
  /** An account out of which what lives under the target was moved before, and how; `former`: no consolidation names it any more. */
  readonly movedBefore: 'nothing' | 'italy' | 'germany' | 'former'
}

export const customerSeed: fc.Arbitrary<CustomerSeed> = fc.record({
  sources: fc.array(sourceSeed, { minLength: 1, maxLength: 3 }),
  lines: fc.array(lineSeed, { minLength: 5, maxLength: 5 }),
  isMirrored: fc.integer({ min: 0, max: 2 }).map(chance => chance === 0),
  fewer: fc.constantFrom<CustomerSeed['fewer']>(0, 0, 0, 1),
  acceptance: mostly<CustomerSeed['acceptance']>('accepted', 'no agreement', 'not accepted'),
  under: fc.constantFrom<CustomerSeed['under']>('central', 'france', 'both', 'both'),
  isPilot: fc.boolean(),
  transfer: mostly<CustomerSeed['transfer']>('none', 'ours', 'by hand', 'moving', 'of a stranger', 'unknown'),
  reservation: mostly(false, true),
  sourcesDeclared: mostly(false, true),
  trialsDeclared: mostly(false, true),
  spare: fc.constantFrom<number | null>(null, null, 0, 0, 1, 3, -1),
  hasForeignDomain: mostly(false, true),
  hasUnreadable: mostly(false, true),
  movedBefore: mostly<CustomerSeed['movedBefore']>('nothing', 'italy', 'germany', 'former'),
})

/** How the documents share the accounts out. `chain` and `circle` contradict themselves. */
export type Shape = 'one' | 'apart' | 'same target' | 'split' | 'chain' | 'circle'

/** What the first target does not sell, or not so, of the new-commerce product that the sources have. */
export type Withheld = 'nothing' | 'all of it' | 'its monthly plan' | 'more than five seats'

export interface OthersSeed {
  readonly shape: Shape
  readonly customers: readonly CustomerSeed[]
  readonly waves: boolean
  readonly method: MethodName | null
  readonly mapped: boolean
  /** Last day on which the first target takes anything new. */
  readonly retired: UtcDate | null
  /** What grows by more than a tenth is refused; `until` is the last day of a line that lets it pass. */
  readonly growth: { readonly effect: PolicyRule['effect']; readonly until: UtcDate | null } | null
  /** UTC hours in which the first consolidation may begin a customer. */
  readonly hours: { readonly from: string; readonly to: string } | null
  readonly withheld: Withheld
}

const today = utcDate('2026-12-07')
const yesterday = utcDate('2026-12-06')
const tomorrow = utcDate('2026-12-08')

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
  retired: mostly<UtcDate | null>(null, yesterday, today, tomorrow),
  growth: mostly<OthersSeed['growth']>(
    null,
    { effect: 'deny', until: null },
    { effect: 'deny', until: yesterday },
    { effect: 'deny', until: today },
    { effect: 'needsApproval', until: today },
    { effect: 'needsApproval', until: null },
  ),
  hours: mostly<OthersSeed['hours']>(null, { from: '06:00', to: '10:00' }),
  withheld: fc.oneof(
    { weight: 5, arbitrary: fc.constant<Withheld>('nothing') },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Withheld>('all of it', 'its monthly plan', 'more than five seats'),
    },
  ),
})

/** Twenty minutes after a plan of the morning is made. */
export const inMinutes = instant('2026-12-07T07:20:00Z')
export const inDays = instant('2026-12-12T09:00:00Z')
export const tonight = instant('2026-12-07T23:59:59Z')
export const soon = instant('2026-12-20T23:59:59Z')
export const far = instant('2027-03-14T23:59:59Z')
/** Of what somebody bought under the target this month. */
export const aYearOn = instant('2027-12-04T23:59:59Z')
