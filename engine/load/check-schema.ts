/** Schema violations → diagnostics at the place of the cause, with a suggestion where one is near. */
import { type DocumentSchema, violationsOfDocument } from '../../schemas/documents.ts'
import type { SchemaViolation } from '../../schemas/violations.ts'
import { type CodeEntry, type Diagnostic, diagnose, type Remedy } from '../diagnostic.ts'
import { orMeant, suggest } from '../scope/suggest.ts'
import { codes } from './codes.ts'
import { allKeys, type DocumentKind, kinds } from './known-keys.ts'
import type { ParsedDocument } from './parse.ts'

/** A parsed document whose kind is known; `value` has texts where the schema wants texts. */
export interface KindedDocument extends ParsedDocument {
  readonly kind: DocumentKind
}

export interface Checked {
  /** null: its kind is not known. */
  readonly document: KindedDocument | null
  /** It can be looked at further: what is wrong was left out, and the rest keeps the schema. */
  readonly isUsable: boolean
  readonly diagnostics: readonly Diagnostic[]
}

export function checkDocument(document: ParsedDocument): Checked {
  const kind = document.value['kind']
  const known = kinds.find(entry => entry === kind)
  if (known === undefined) {
    const near = typeof kind === 'string' ? suggest(kind, kinds) : null
    const detail =
      kind === undefined
        ? 'The document does not say its `kind:`.'
        : `\`${shown(kind)}\` is no kind of document${orMeant(near)}`
    return {
      document: null,
      isUsable: false,
      diagnostics: [
        diagnose(codes.UNKNOWN_KIND, { detail, at: document.rangeOf(kind === undefined ? [] : ['kind']) }),
      ],
    }
  }
  const first = violationsOfDocument(known, document.value)
  const value = first.some(isTextExpected) ? withWrittenTexts(document, first) : document.value
  const violations = value === document.value ? first : violationsOfDocument(known, value)
  const usable = withoutWrongParts(value, violations)
  const isUsable = violations.length === 0 || violationsOfDocument(known, usable).length === 0
  return {
    document: { ...document, kind: known, value: isUsable ? usable : value },
    isUsable,
    diagnostics: distinct(
      violations.slice(0, mostMistakes).map(violation => toDiagnostic(document, known, violation)),
    ).concat(moreThanShown(document, violations.length)),
  }
}

/** Told of one document; thousands are one mistake, made by a program. */
const mostMistakes = 100

function moreThanShown(document: ParsedDocument, count: number): readonly Diagnostic[] {
  if (count <= mostMistakes) return []
  const detail = `${count - mostMistakes} more of ${count} in this document.`
  return [diagnose(codes.AND_MORE, { detail, at: document.rangeOf([]) })]
}

/** One wrong key must not hide the other mistakes of its document: it is reported, left out, and the rest is looked at. */
function withoutWrongParts(
  value: Readonly<Record<string, unknown>>,
  violations: readonly SchemaViolation[],
): Readonly<Record<string, unknown>> {
  if (violations.length === 0) return value
  const copy = structuredClone(value) as Record<string, unknown>
  for (const { kind, path, key } of violations) {
    const wrong = kind === 'unknown key' && key !== null ? [...path, key] : path
    const parent = at(copy, wrong.slice(0, -1))
    const last = wrong.at(-1)
    const isPart = typeof parent === 'object' && parent !== null && !Array.isArray(parent)
    if (kind !== 'missing key' && last !== undefined && isPart) Reflect.deleteProperty(parent, last)
  }
  return copy
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

function isTextExpected(violation: SchemaViolation): boolean {
  return violation.kind === 'wrong type' && violation.allowed.includes('string')
}

/** `0003` under a key that holds text was meant as text: the file's own characters are taken, never a converted number. */
function withWrittenTexts(
  document: ParsedDocument,
  violations: readonly SchemaViolation[],
): Readonly<Record<string, unknown>> {
  const copy = structuredClone(document.value) as Record<string, unknown>
  for (const violation of violations) {
    if (!isTextExpected(violation)) continue
    const text = document.writtenText(toNodePath(violation.path))
    const parent = violation.path
      .slice(0, -1)
      .reduce<unknown>(
        (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
        copy,
      )
    const last = violation.path.at(-1)
    if (text !== null && last !== undefined && typeof parent === 'object' && parent !== null)
      Reflect.set(parent, last, text)
  }
  return copy
}

export function toNodePath(path: readonly string[]): readonly (string | number)[] {
  return path.map(part => (/^\d+$/.test(part) ? Number(part) : part))
}

function toDiagnostic(
  document: ParsedDocument,
  kind: DocumentSchema,
  violation: SchemaViolation,
): Diagnostic {
  const path = toNodePath(violation.path)
  const where = violation.path.length === 0 ? kind : `\`${violation.path.join('.')}\``
  const written = shown(
    violation.path.reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      document.value,
    ),
  )
  switch (violation.kind) {
    case 'unknown key': {
      if (isNoText(violation.key))
        return diagnose(codes.UNKNOWN_KEY, {
          detail: `${where} has a key that is no text, but a mapping or a list.`,
          at: document.rangeOf(path, violation.key ?? undefined),
        })
      const near = suggest(violation.key ?? '', knownKeys(document, kind, violation))
      const remedies: readonly Remedy[] =
        near === null ? codes.UNKNOWN_KEY.remedies : [{ kind: 'edit', what: `write \`${near}\`` }]
      return diagnose(codes.UNKNOWN_KEY, {
        detail: `${where} has no key \`${shown(violation.key)}\`${near === null ? '' : `; did you mean \`${near}\`?`}`,
        at: document.rangeOf(path, violation.key ?? undefined),
        remedies,
      })
    }
    case 'missing key':
      return diagnose(codes.MISSING_KEY, {
        detail: `${where} needs \`${violation.key}\`.`,
        at: document.rangeOf(path),
        remedies: [{ kind: 'edit', what: `add \`${violation.key}:\`` }],
      })
    case 'wrong value': {
      const near = suggest(written, violation.allowed)
      return diagnose(codes.WRONG_VALUE, {
        detail: `${where} is ${written}; allowed: ${violation.allowed.join(', ')}${orMeant(near === written ? null : near)}`,
        at: document.rangeOf(path),
      })
    }
    case 'wrong type':
    case 'wrong form':
    case 'out of range':
    case 'other':
      return diagnose(entryFor(violation.kind), {
        detail: `${where} is ${written}; it ${violation.message}.`,
        at: document.rangeOf(path),
      })
  }
}

function entryFor(kind: 'wrong type' | 'wrong form' | 'out of range' | 'other'): CodeEntry {
  if (kind === 'wrong type') return codes.WRONG_TYPE
  return kind === 'out of range' ? codes.OUT_OF_RANGE : codes.WRONG_FORM
}

/** Keys allowed beside an unknown one: asked of the schema by offering it an empty map. */
function knownKeys(
  document: ParsedDocument,
  kind: DocumentSchema,
  violation: SchemaViolation,
): readonly string[] {
  const here = violation.path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    document.value,
  )
  const present = typeof here === 'object' && here !== null ? Object.keys(here) : []
  return [...allKeys[kind as DocumentKind], ...present].filter(key => key !== violation.key)
}

/** What was written, short enough for a sentence, and never a long secret. */
/** What a key that is a collection holds may be a secret, so nothing of it is quoted. */
function isNoText(key: string | null): boolean {
  return key !== null && /^[[{]/.test(key)
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value.slice(0, longestShown + 1) : startOfJson(value)
  return text.length > longestShown ? `${text.slice(0, longestShown - 3)}…` : text
}

const longestShown = 40

/** JSON, as far as anybody will see it: what is written by alias may be endlessly long once it is written out. */
function startOfJson(value: unknown, depth = 0): string {
  if (depth > longestShown) return '…'
  if (typeof value === 'string') return JSON.stringify(value.slice(0, longestShown))
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing'
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  let text = open
  for (const key in value) {
    const entry = startOfJson(Reflect.get(value, key), depth + 1)
    text += `${text === open ? '' : ','}${Array.isArray(value) ? '' : `${JSON.stringify(key)}:`}${entry}`
    if (text.length > longestShown) return text
  }
  return text + close
}

function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(entry => {
    const key = `${entry.code}:${entry.at?.line}:${entry.at?.column}:${entry.detail}`
    return !seen.has(key) && seen.add(key) !== undefined
  })
}
