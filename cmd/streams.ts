/** Where a command speaks: stdout is the answer, stderr the conversation. A test hands in its own. */
export interface Streams {
  out(text: string): void
  err(text: string): void
  /** The line under the conversation that is drawn again and again; null takes it away. Whatever is said takes it away too. */
  status(line: string | null): void
  /** Whether `status` draws anything: on a terminal that can, and where nobody reads a log of it. */
  readonly drawsStatus: boolean
  readonly outIsTerminal: boolean
  readonly errIsTerminal: boolean
  readonly inIsTerminal: boolean
  /** Width of stdout; of help where it is no terminal. */
  readonly columns: number
  readonly errColumns: number
}
