/**
 * The error of the client, and the exception that carries it inside this island. At the island's doors it is a diagnostic. Only the
 * service's own word, in its shape and with a (status, code) that is known, settles a request; all else leaves open what came of it (T28).
 */
import type { RefusalReason } from '../../../../engine/admin/port.ts'
import type { Diagnostic } from '../../../../engine/diagnostic.ts'

export type GraphError =
  /** Nothing of the request was carried out, and nothing will be. */
  | {
      readonly settles: true
      readonly reason: RefusalReason
      /** 0: it never left. */
      readonly status: number
      readonly diagnostic: Diagnostic
    }
  | { readonly settles: false; readonly status: number; readonly diagnostic: Diagnostic }

/** Holds the error and nothing of the request: no header, no token, no body. */
export class GraphFailure extends Error {
  override readonly name = 'GraphFailure'
  readonly error: GraphError

  constructor(error: GraphError) {
    super(error.diagnostic.code)
    this.error = error
  }
}
