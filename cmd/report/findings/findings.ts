/** Findings as other tools read them, whatever the form: what was looked at, and what was found there. */
import type { Diagnostic } from '../../../engine/diagnostic.ts'
import type { Instant } from '../../../engine/model/ids.ts'
import { remedyText } from '../diagnostics.ts'
import { printable } from '../printable.ts'

export interface Findings {
  /** Of this program. */
  readonly version: string
  /** What was run: `validate`, `plan`. */
  readonly command: string
  readonly at: Instant
  /** From the top of the repository to the workspace: empty, or ending with a slash. Reviews show a finding only under its path from there. */
  readonly prefix: string
  /** Documents that were read, and policy rules that were judged. */
  readonly checked: readonly Checked[]
  readonly findings: readonly Found[]
}

export interface Checked {
  readonly kind: 'document' | 'rule'
  readonly name: string
}

/** `rule`: the policy rule that it is about. */
export type Found = Diagnostic & { readonly rule?: string }

export function messageOf({ summary, detail, remedies }: Diagnostic): string {
  const what = detail === undefined ? summary : `${summary}: ${detail}`
  return printable([what, ...remedies.map(remedy => `→ ${remedyText(remedy)}`)].join(' '))
}

/** A name of the finding that stays when lines move; the second of two equal ones counts on. */
export function identities(
  { prefix, findings }: Pick<Findings, 'prefix' | 'findings'>,
  digest: (value: unknown) => string,
): readonly string[] {
  const seen = new Map<string, number>()
  return findings.map(({ code, at, detail, rule }) => {
    // Of another workspace of the repository it is another finding.
    const file = at === undefined ? prefix : `${prefix}${at.file}`
    const name = digest({ code, file: file === '' ? null : file, detail: detail ?? null, rule: rule ?? null })
    const count = seen.get(name) ?? 0
    seen.set(name, count + 1)
    return count === 0 ? name : digest({ name, count })
  })
}
