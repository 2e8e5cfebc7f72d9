/** Schema violations → diagnostics at the place of the cause, with a suggestion where one is near. */
import { type SchemaName, type SchemaViolation, violationsOf } from '../../schemas/validators.ts'
import { type CodeEntry, type Diagnostic, diagnose, type Remedy } from '../diagnostic.ts'
import { codes } from './codes.ts'
import type { ParsedDocument } from './parse.ts'
import { suggest } from './suggest.ts'

const kinds = ['Partner', 'Customer', 'Consolidation', 'Policy', 'Catalog', 'Workspace', 'World'] as const
export type DocumentKind = (typeof kinds)[number]

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
        : `\`${String(kind)}\` is no kind of document${near === null ? '' : `; did you mean \`${near}\`?`}.`
    return {
      document: null,
      isUsable: false,
      diagnostics: [
        diagnose(codes.UNKNOWN_KIND, { detail, at: document.rangeOf(kind === undefined ? [] : ['kind']) }),
      ],
    }
  }
  const first = violationsOf(known, document.value)
  const value = first.some(isTextExpected) ? withWrittenTexts(document, first) : document.value
  const violations = value === document.value ? first : violationsOf(known, value)
  const usable = withoutWrongParts(value, violations)
  const isUsable = violations.length === 0 || violationsOf(known, usable).length === 0
  return {
    document: { ...document, kind: known, value: isUsable ? usable : value },
    isUsable,
    diagnostics: distinct(violations.map(violation => toDiagnostic(document, known, violation))),
  }
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

function toDiagnostic(document: ParsedDocument, kind: SchemaName, violation: SchemaViolation): Diagnostic {
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
      const near = suggest(violation.key ?? '', knownKeys(document, kind, violation))
      const remedies: readonly Remedy[] =
        near === null ? codes.UNKNOWN_KEY.remedies : [{ kind: 'edit', what: `write \`${near}\`` }]
      return diagnose(codes.UNKNOWN_KEY, {
        detail: `${where} has no key \`${violation.key}\`${near === null ? '' : `; did you mean \`${near}\`?`}`,
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
        detail: `${where} is ${written}; allowed: ${violation.allowed.join(', ')}${near === null || near === written ? '' : `; did you mean \`${near}\`?`}.`,
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
  kind: SchemaName,
  violation: SchemaViolation,
): readonly string[] {
  const here = violation.path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    document.value,
  )
  const present = typeof here === 'object' && here !== null ? Object.keys(here) : []
  return [...allKeys[kind as DocumentKind], ...present].filter(key => key !== violation.key)
}

const allKeys: Readonly<Record<DocumentKind, readonly string[]>> = {
  Partner: [
    'name',
    'tenantId',
    'cloud',
    'markets',
    'currency',
    'prices',
    'timeZone',
    'retired',
    'credentials',
    'app',
    'user',
    'clientId',
    'clientSecret',
    'certificate',
    'privateKey',
    'federated',
    'tokenEndpoint',
    'audience',
    'refreshToken',
    'store',
    'command',
  ],
  Customer: [
    'partner',
    'customer',
    'labels',
    'invited',
    'agreement',
    'subscriptions',
    'tenantId',
    'domain',
    'name',
    'key',
    'product',
    'offer',
    'term',
    'billing',
    'seats',
    'state',
    'endOfTerm',
    'nextTerm',
    'subscriptionId',
    'friendlyName',
    'addOnTo',
    'fewerSeats',
    'acceptContinuedBilling',
  ],
  Consolidation: [
    'name',
    'to',
    'from',
    'irreversible',
    'match',
    'window',
    'methods',
    'map',
    'leave',
    'waves',
    'by',
    'assert',
    'utcHours',
    'freezeDays',
    'when',
    'do',
    'commerce',
    'transferEligible',
    'trial',
    'product',
    'partner',
    'offer',
    'licenceReassignment',
    'customer',
    'subscription',
    'reason',
    'customers',
    'labels',
    'tenants',
    'max',
    'needs',
  ],
  Policy: [
    'name',
    'rules',
    'id',
    'scope',
    'deny',
    'needsApproval',
    'overlapDaysOver',
    'moneyAtRiskOver',
    'committedOver',
    'increasePercentOver',
    'decreasePercentOver',
    'decreaseBelowConsumed',
    'irreversibleOver',
    'customersOver',
  ],
  Catalog: ['name', 'aliases', 'retired', 'offer', 'to', 'licenceReassignment'],
  Workspace: [
    'name',
    'journal',
    'endpoints',
    'limits',
    'exceptions',
    'store',
    'path',
    'connection',
    'container',
    'api',
    'authority',
    'requestsPerMinute',
    'rule',
    'scope',
    'kind',
    'reason',
    'until',
  ],
  World: [
    'name',
    'clock',
    'clockSkew',
    'settings',
    'partners',
    'customers',
    'catalogue',
    'subscriptions',
    'faults',
    'offers',
    'products',
    'skus',
    'family',
    'relationships',
    'agreement',
    'started',
    'seats',
    'status',
  ],
}

/** What was written, short enough for a sentence, and never a long secret. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length > 40 ? `${text.slice(0, 37)}…` : text
}

function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(entry => {
    const key = `${entry.code}:${entry.at?.line}:${entry.at?.column}:${entry.detail}`
    return !seen.has(key) && seen.add(key) !== undefined
  })
}
