/** How a partner is signed in to, as references resolved from what was written: exactly one proof for an app, at most one for a user's app. */

import type { Partner } from '../../../schemas/generated/partner.ts'
import type { CodeEntry, SourceRange } from '../../diagnostic.ts'
import type { AppCredential, DeclaredProof, SecretRef, UserCredential } from '../../model/desired.ts'
import { isGuid } from '../../model/guid.ts'
import { codes } from '../codes.ts'

export type Path = readonly (string | number)[]
type Credentials = NonNullable<Partner['credentials']>
type Written = NonNullable<Credentials['app']>

export interface CredentialContext {
  readonly at: (path: Path) => SourceRange
  readonly report: (entry: CodeEntry, at: SourceRange, detail: string) => void
}

export function resolveApp(app: Credentials['app'], context: CredentialContext): AppCredential | null {
  if (app === undefined) return null
  const path = ['credentials', 'app']
  const clientId = identity(app.clientId, [...path, 'clientId'], context)
  const proof = resolveProof(app, path, context)
  if (proof === 'none')
    context.report(
      codes.PROOF_MISSING,
      context.at(path),
      'The app needs one of `clientSecret:`, `certificate:` and `federated:`.',
    )
  if (clientId === null || proof === null || proof === 'none') return null
  return { kind: 'app', clientId, proof }
}

export function resolveUser(user: Credentials['user'], context: CredentialContext): UserCredential | null {
  if (user === undefined) return null
  const path = ['credentials', 'user']
  const clientId = identity(user.clientId, [...path, 'clientId'], context)
  const proof = resolveProof(user, path, context)
  const refreshToken = resolveReference(user.refreshToken, [...path, 'refreshToken'], context)
  // A token read from a file goes back to that file, where nothing else is written.
  const back = refreshToken?.kind === 'file' ? refreshToken : null
  const store = user.store === undefined ? back : resolveReference(user.store, [...path, 'store'], context)
  if (clientId === null || refreshToken === null || proof === null) return null
  return {
    kind: 'user',
    clientId,
    refreshToken,
    ...(proof !== 'none' && { proof }),
    ...(store !== null && { store }),
  }
}

/** null: something is wrong, and was said. */
function resolveProof(
  written: Pick<Written, 'clientSecret' | 'certificate' | 'federated'>,
  path: Path,
  context: CredentialContext,
): DeclaredProof | 'none' | null {
  const { clientSecret, certificate, federated } = written
  const given = (['clientSecret', 'certificate', 'federated'] as const).filter(
    name => written[name] !== undefined,
  )
  const [first, second] = given
  if (first === undefined) return 'none'
  if (second !== undefined) {
    const names = given.map(name => `\`${name}:\``).join(' and ')
    context.report(
      codes.PROOF_TWICE,
      context.at([...path, second]),
      `Both ${names} are given; one proves the app.`,
    )
    return null
  }
  const at = (name: string) => [...path, first, name]
  if (clientSecret !== undefined) {
    const secret = resolveReference(clientSecret, [...path, first], context)
    return secret === null ? null : { kind: 'secret', secret }
  }
  if (certificate !== undefined) {
    const pem = resolveReference(certificate.certificate, at('certificate'), context)
    const privateKey = resolveReference(certificate.privateKey, at('privateKey'), context)
    return pem === null || privateKey === null ? null : { kind: 'certificate', certificate: pem, privateKey }
  }
  if (federated === 'github-actions') return { kind: 'federated', token: { kind: 'github-actions' } }
  const token = resolveReference(federated, [...path, first], context)
  return token === null ? null : { kind: 'federated', token }
}

function identity(value: unknown, path: Path, context: CredentialContext): AppCredential['clientId'] | null {
  return typeof value === 'string' && isGuid(value)
    ? { kind: 'literal', value }
    : resolveReference(value, path, context)
}

/**
 * A literal secret is refused, and never repeated in the message. Relative paths, of files and of programs, lead from the document and
 * are kept as they lead from the workspace.
 */
export function resolveReference(
  value: unknown,
  path: Path,
  { at, report }: Pick<CredentialContext, 'at' | 'report'>,
): SecretRef | null {
  if (typeof value === 'object' && value !== null && 'command' in value && Array.isArray(value.command))
    return { kind: 'command', argv: programFrom(at(path).file, value.command.map(String)) }
  const text = String(value)
  if (/^env:[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return { kind: 'env', name: text.slice(4) }
  if (/^file:.+/.test(text)) return { kind: 'file', path: pathFrom(at(path).file, text.slice(5)) }
  report(codes.LITERAL_SECRET, at(path), 'The value is written here in clear text.')
  return null
}

function pathFrom(document: string, path: string): string {
  const folder = document.split('/').slice(0, -1).join('/')
  return folder === '' || /^([A-Za-z]:)?[\\/]/.test(path) ? path : `${folder}/${path}`
}

/** A program without a slash is looked up where programs are. */
function programFrom(document: string, [program = '', ...rest]: readonly string[]): readonly string[] {
  return [/^\.{1,2}[\\/]/.test(program) ? pathFrom(document, program) : program, ...rest]
}
