/** Whether a request that changes something has left for an account: a command that is ended early says by its exit code. */
export interface Written {
  note(): void
  isAnything(): boolean
}

export function nothingWritten(): Written {
  let written = false
  return {
    note() {
      written = true
    },
    isAnything: () => written,
  }
}
