/**
 * The state on disc: one file of JSON lines. The first line tells the seed; each further line holds what one request changed,
 * whole, so it happened or it did not. A torn last line belongs to an answer nobody got, and is dropped. Opening writes the
 * file anew, so that it does not grow for ever.
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { World } from '../../../schemas/generated/world.ts'
import { replaceFileNow } from '../../files/replace-file.ts'
import type { RequestRow } from './trace-rows.ts'

/** Counts what rows are made of: a state of another version cannot be gone on with. Raised with every change of them (a test holds it). */
export const stateFormat = 4

/** The folder holds the state of another version. */
export class OtherStateFormat extends Error {
  override readonly name = 'OtherStateFormat'
  constructor(file: string, format: unknown) {
    super(`${file} has format ${String(format)}; this version reads ${stateFormat}`)
  }
}

export interface LogHeader {
  readonly format: typeof stateFormat
  readonly seed: string
  readonly world: World
}

export interface LogLine {
  /** Table, key, row; null: removed. */
  readonly rows?: readonly (readonly [string, string, unknown])[]
  readonly requests?: readonly (readonly [number, RequestRow])[]
}

export interface Log {
  /** Throws when the line cannot be written; then it is not there, nor a part of it. */
  append(line: LogLine): void
  close(): void
}

const fileOf = (folder: string) => join(folder, 'state.jsonl')

export function openLog(
  folder: string,
): { readonly header: LogHeader; readonly lines: readonly LogLine[] } | null {
  if (!existsSync(fileOf(folder))) return null
  const texts = readFileSync(fileOf(folder), 'utf8').split('\n')
  const whole = texts.slice(0, -1) // what follows the last line break is torn, or empty
  const [first, ...rest] = whole
  if (first === undefined) return null
  const header = JSON.parse(first) as LogHeader // written by createLog alone
  if (header.format !== stateFormat) throw new OtherStateFormat(fileOf(folder), header.format)
  return { header, lines: rest.map(text => JSON.parse(text) as LogLine) } // written by append alone
}

export function createLog(folder: string, header: LogHeader, lines: Iterable<LogLine>): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const text = [header, ...lines].map(line => `${JSON.stringify(line)}\n`).join('')
  // Secrets and refresh tokens of the World are in it.
  replaceFileNow(fileOf(folder), text, 0o600)
  const file = openSync(fileOf(folder), 'a')
  return {
    append(line) {
      const { size } = fstatSync(file)
      try {
        writeFileSync(file, `${JSON.stringify(line)}\n`)
        fdatasyncSync(file)
      } catch (error) {
        // What would follow a torn line could not be read any more.
        ftruncateSync(file, size)
        throw error
      }
    },
    close() {
      closeSync(file)
    },
  }
}
