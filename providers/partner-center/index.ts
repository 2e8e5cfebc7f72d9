/** Front door of the Partner Center island. */
import type { Performers, Reader } from '../../engine/ports.ts'
import { type ConnectOptions, connect } from './provider.ts'

export { type Connection, type ConnectOptions, connect, type PartnerAccess } from './provider.ts'

/** Reads only: by type, and by a guard that sends no write. */
export function createReader(options: ConnectOptions): Reader {
  return connect(options).reader
}

/** Both over one connection, so that they share budgets and tokens. */
export function createReaderAndPerformers(options: ConnectOptions): {
  readonly reader: Reader
  readonly performers: Performers
} {
  const connection = connect(options)
  return { reader: connection.reader, performers: connection.performers() }
}
