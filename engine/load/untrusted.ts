/**
 * Documents of a stranger's pull request are data: what in them would run a program, read a secret that was not meant for them, or send one
 * somewhere else, is refused at its place. Everything else of them is planned as it stands.
 */
import type { CodeEntry, SourceRange } from '../diagnostic.ts'
import type { KindedDocument } from './check-schema.ts'
import { trustCodes } from './trust-codes.ts'
import { joinPath } from './workspace-path.ts'

export interface Untrusted {
  /** Names of environment variables that the documents may refer to all the same. */
  readonly allowEnv: ReadonlySet<string>
  /** Whether a path from the workspace on is, or leads over, a link out of it; left out: there are no links. */
  readonly leadsOut?: (path: string) => boolean
}

type Report = (entry: CodeEntry, at: SourceRange, detail: string) => void
type Path = readonly (string | number)[]

/** Only these kinds can name programs, files of secrets, variables and addresses. */
const kinds = new Set(['Partner', 'Workspace'])

/** What GitHub hands a job that may ask for a token. */
const githubToken = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'

export function checkUntrusted(document: KindedDocument, untrusted: Untrusted, report: Report): void {
  const { kind, value } = document
  if (!kinds.has(kind)) return
  if (kind === 'Workspace' && value['endpoints'] !== undefined)
    report(
      trustCodes.ENDPOINTS,
      document.rangeOf(['endpoints']),
      'Secrets would be sent to addresses that this document chose.',
    )
  const check = (inner: unknown, path: Path): void => {
    if (typeof inner === 'string') {
      const why = whyNotText(inner, path, { ...untrusted, file: document.rangeOf(path).file })
      if (why !== null) report(why.entry, document.rangeOf(path), why.detail)
    } else if (Array.isArray(inner)) inner.forEach((entry: unknown, at) => check(entry, [...path, at]))
    else if (typeof inner === 'object' && inner !== null)
      for (const [key, entry] of Object.entries(inner)) {
        if (key === 'command' && Array.isArray(entry))
          report(
            trustCodes.PROGRAM,
            document.rangeOf([...path, key]),
            `The program \`${String(entry[0] ?? '')}\` is not run.`,
          )
        else check(entry, [...path, key])
      }
  }
  check(value, [])
}

interface TextFacts extends Untrusted {
  /** The document's own path from the workspace. */
  readonly file: string
}

function whyNotText(
  text: string,
  path: Path,
  { allowEnv, leadsOut = () => false, file }: TextFacts,
): { readonly entry: CodeEntry; readonly detail: string } | null {
  const [, variable] = /^env:(.+)$/.exec(text) ?? []
  if (variable !== undefined && !allowEnv.has(variable))
    return { entry: trustCodes.VARIABLE, detail: `The variable ${variable} is not read.` }
  if (text === 'github-actions' && path.at(-1) === 'federated' && !allowEnv.has(githubToken))
    return { entry: trustCodes.VARIABLE, detail: `The variable ${githubToken} is not read.` }
  const [, secretFile] = /^file:(.+)$/.exec(text) ?? []
  if (secretFile === undefined) return null
  const inside = joinPath(file, secretFile)
  if (inside === null)
    return { entry: trustCodes.FILE_OUTSIDE, detail: `The file ${secretFile} is not read.` }
  return leadsOut(inside)
    ? {
        entry: trustCodes.FILE_OUTSIDE,
        detail: `The file ${secretFile} is a link that leads out of the workspace, and is not read.`,
      }
    : null
}
