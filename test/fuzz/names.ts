/** Names of every script and of each class that something obeys: a terminal, a browser, a spreadsheet, GitHub, Azure DevOps, GitLab. */
import fc from 'fast-check'
import { hostileTexts } from './hostile-values.ts'

/** A few characters of each script and of each class that something obeys. */
const pieces = fc.constantFrom(
  'Rossi',
  'Müller',
  'Ωμέγα',
  'Жук',
  'שלום',
  'سلام',
  'می\u200Cخواهم',
  'हिन्दी',
  '株式会社',
  '한국',
  'ไทย',
  '👩‍💻',
  '🏴\u{E0067}\u{E007F}',
  '\u0000',
  '\u0007',
  '\b',
  '\t',
  '\n',
  '\r',
  '\u001B[31m',
  '\u001B]0;x\u0007',
  '\u007F',
  '\u0085',
  '\u009B31m',
  '\u061C',
  '\u180E',
  '\u200B',
  '\u200E',
  '\u202E',
  '\u2028',
  '\u2060',
  '\u2066',
  '\u206F',
  '\uFEFF',
  '\uFFF9',
  '\u{E0041}',
  '\uD800',
  '::error::',
  '##vso[task.complete]',
  '##[error]',
  'section_start:1:x',
  '$x^2$',
  '$(id)',
  '`id`',
  'GH-1',
  '#1',
  '!1',
  '@octo',
  ':tada:',
  '<script>',
  '</script>',
  '<!--',
  '"',
  "'",
  '&',
  '&#60;',
  '|',
  '[a](b)',
  '**',
  'https://x.example',
  'www.x.example',
  '=1+1',
  '\\',
  '\r::error::',
  '\u2028##vso[task.complete]',
  'section_end:1:x\r\u001B[0K',
  '%0A::error::',
  ';',
  '%3B',
  ']]>',
  '{{ x }}',
  '&12',
  '%12',
  'javascript:x',
)
export const names = fc.oneof(
  fc.array(pieces, { minLength: 1, maxLength: 6 }).map(parts => parts.join('')),
  fc.constantFrom<string>(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

/** Keys under which a report holds what comes from outside, and shows it as it is. */
const fromOutside = new Set([
  'name',
  'productName',
  'customerName',
  'detail',
  'reason',
  'user',
  'application',
  'operation',
  'who',
  'domain',
  'friendlyName',
])

/** The same value, with this name wherever a name of other people's making stands. */
export function named<T>(value: T, name: string, keys: ReadonlySet<string> = fromOutside): T {
  return renamed(value, name, keys) as T // the same shape: only texts of these keys are others
}

function renamed(value: unknown, name: string, keys: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map(entry => renamed(entry, name, keys))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      keys.has(key) && typeof entry === 'string' ? name : renamed(entry, name, keys),
    ]),
  )
}

/** What a runner carries out at the beginning of a line, or anywhere in one. */
export const commands = /(?:^|[\r\n\u2028\u2029\u0085])\s*(?:::|##\[|section_(?:start|end):)|##vso\[/
