/** Where a command speaks: stdout is the answer, stderr the conversation. A test hands in its own. */
export interface Streams {
  out(text: string): void
  err(text: string): void
  readonly outIsTerminal: boolean
  readonly errIsTerminal: boolean
  readonly inIsTerminal: boolean
  readonly columns: number
}
