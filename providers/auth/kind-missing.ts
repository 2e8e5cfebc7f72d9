/** A call that no credential of the partner may make: the same words before a run and in one. */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { codes } from './codes.ts'
import type { CredentialKind } from './credential.ts'

export interface MissingKind {
  readonly partner: string
  readonly call: string
  readonly kinds: readonly CredentialKind[]
  readonly correlationId?: string
}

export function kindMissing({ partner, call, kinds, correlationId }: MissingKind): Diagnostic {
  const wanted = kinds.map(kind => `\`credentials.${kind}\``).join(' or ')
  const keys = kinds.map(kind => `\`${kind}:\``).join(' or ')
  return diagnose(codes.KIND_MISSING, {
    detail: `${partner}: ${call} needs ${wanted}.`,
    remedies: [{ kind: 'edit', what: `add ${keys} under \`credentials:\` of the Partner document` }],
    ...(correlationId !== undefined && { correlationId }),
  })
}
