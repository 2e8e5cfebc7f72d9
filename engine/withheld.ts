import type { SkipReason } from './journal/entry.ts'

/** Thrown right before a request leaves that must not leave any more; goes through a provider as it is, to the executor that asked. */
export class Withheld extends Error {
  override readonly name = 'Withheld'
  /** null: what it was judged by is too old by now, and is to be looked at again. */
  readonly because: SkipReason | null
  constructor(because: SkipReason | null) {
    super(because === null ? 'to be judged again' : because.kind)
    this.because = because
  }
}
