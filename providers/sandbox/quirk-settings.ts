/** The oddities a World can switch on. */
import type { World } from '../../schemas/generated/world.ts'

export type Quirks = NonNullable<NonNullable<World['settings']>['quirks']>

export type QuirkName = Exclude<keyof Quirks, 'all' | 'asyncPatch' | 'unknownValues' | 'checkoutRepeats'>
