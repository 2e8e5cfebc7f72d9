/**
 * Trouble as data. A diagnostic is built where the trouble is detected, because only that place knows the
 * names; nothing rewraps it on the way up. Programs match on `code`, people read the rest.
 */

export type Severity = 'error' | 'warning' | 'note'

/** A place in a document the user wrote. Lines and columns count from 1; the end is exclusive. */
export interface SourceRange {
  /** Path relative to the workspace, with forward slashes. */
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** `file:line:column`, as editors and terminals open it. */
export function placeText({ file, line, column }: SourceRange): string {
  return `${file}:${line}:${column}`
}

/** What the reader can do next: run a command, edit a place, ask somebody, or read on. */
export type Remedy =
  | { readonly kind: 'run'; readonly command: string; readonly why?: string }
  | { readonly kind: 'edit'; readonly what: string; readonly at?: SourceRange }
  | { readonly kind: 'ask'; readonly whom: string; readonly what: string }
  | { readonly kind: 'wait'; readonly until: string }

export interface Diagnostic {
  /** `AREA.NAME`; the only thing programs match on. */
  readonly code: string
  readonly severity: Severity
  /** Fixed words per code, no names in it, so that eyes learn it. */
  readonly summary: string
  /** Full sentences: which one, and why it matters. */
  readonly detail?: string
  readonly remedies: readonly Remedy[]
  readonly at?: SourceRange
  readonly related?: readonly { readonly at: SourceRange; readonly note: string }[]
  /** Correlation id to paste into a support ticket, when a request was involved. */
  readonly correlationId?: string
}

/** One declared code: where its fixed words and its usual remedies live. */
export interface CodeEntry {
  readonly code: string
  readonly severity: Severity
  readonly summary: string
  readonly remedies: readonly Remedy[]
}

interface CodeText {
  readonly severity?: Severity
  readonly summary: string
  readonly remedies?: readonly Remedy[]
}

/**
 * Declares the codes of one area, e.g. `defineCodes('DOCUMENT', { UNKNOWN_KEY: { summary: … } })`.
 * Called only in files named `codes.ts` or `…-codes.ts`; `docs/errors.md` is checked against all of them.
 */
export function defineCodes<const Entries extends Record<string, CodeText>>(
  area: string,
  entries: Entries,
): { readonly [Name in keyof Entries]: CodeEntry } {
  const defined: Record<string, CodeEntry> = {}
  for (const [name, text] of Object.entries(entries)) {
    defined[name] = {
      code: `${area}.${name}`,
      severity: text.severity ?? 'error',
      summary: text.summary,
      remedies: text.remedies ?? [],
    }
  }
  return defined as { readonly [Name in keyof Entries]: CodeEntry } // keys are those of `entries`, one by one
}

export interface DiagnosticFacts {
  readonly detail?: string
  readonly at?: SourceRange | undefined
  readonly related?: readonly { readonly at: SourceRange; readonly note: string }[]
  /** Replaces the usual remedies of the code when more is known here. */
  readonly remedies?: readonly Remedy[]
  readonly correlationId?: string
}

/** Builds a diagnostic from its declared code and what is known at this place. */
export function diagnose(entry: CodeEntry, facts: DiagnosticFacts = {}): Diagnostic {
  return {
    code: entry.code,
    severity: entry.severity,
    summary: entry.summary,
    ...(facts.detail !== undefined && { detail: facts.detail }),
    remedies: facts.remedies ?? entry.remedies,
    ...(facts.at !== undefined && { at: facts.at }),
    ...(facts.related !== undefined && { related: facts.related }),
    ...(facts.correlationId !== undefined && { correlationId: facts.correlationId }),
  }
}
