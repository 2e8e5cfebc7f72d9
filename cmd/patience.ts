/** A worker that is told to stop ends what it has begun, which takes as long as a request may; a second signal ends it at once. */
export interface Patience {
  /** From now on a stop leaves so much more time; in ms. */
  extendBy(ms: number): void
  ms(): number
}

export function noPatience(): Patience {
  let more = 0
  return {
    extendBy(ms) {
      more = ms
    },
    ms: () => more,
  }
}
