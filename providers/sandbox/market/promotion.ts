/** A promotion as a World writes it. */
import type { World } from '../../../schemas/generated/world.ts'

export type Promotion = NonNullable<NonNullable<World['catalogue']>['promotions']>[number]
