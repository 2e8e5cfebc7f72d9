/** Bytes of a file → text. Documents are UTF-8; anything else is said with its place, never read with marks in place of letters. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { codes } from './codes.ts'

/** Refuses with DOCUMENT.NOT_UTF8. `file` is relative to the workspace. */
export function textOfBytes(file: string, bytes: Uint8Array): string | Diagnostic {
  const other = otherEncoding(bytes)
  if (other !== null) return notUtf8(file, bytes, { at: 0, detail: `${file} is ${other}.` })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    const at = firstWrong(bytes)
    const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')
    return notUtf8(file, bytes, { at, detail: `Byte ${at + 1} of ${file} (0x${byte}) is in no character.` })
  }
}

/** Notepad and older PowerShells save in it, with a mark in front. */
function otherEncoding(bytes: Uint8Array): string | null {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'UTF-16'
  return null
}

/** Where decoding first fails: what comes before it can be decoded, and more cannot. */
function firstWrong(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (isDecodable(bytes.subarray(0, middle))) good = middle
    else bad = middle
  }
  // The character that cannot be finished begins before the byte that does not fit.
  const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, good), {
    stream: true,
  })
  return new TextEncoder().encode(whole).length
}

/** `stream`: a character that is cut at the end is no mistake yet. */
function isDecodable(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

function notUtf8(
  file: string,
  bytes: Uint8Array,
  { at, detail }: { readonly at: number; readonly detail: string },
): Diagnostic {
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, at)).split('\n')
  const line = before.length
  const column = (before.at(-1) ?? '').length + 1
  return diagnose(codes.NOT_UTF8, {
    detail,
    at: { file, line, column, endLine: line, endColumn: column + 1 },
  })
}
