/**
 * A mail as a file that mail programs open as a draft: headers by RFC 5322 with encoded words (RFC 2047), the same message as text and as HTML
 * (RFC 2046, multipart/alternative), both in quoted-printable UTF-8 (RFC 2045). Nothing in a name or a subject can begin a header of its own.
 */
import type { Instant } from '../model/ids.ts'
import type { Mail } from './templates.ts'

export interface Envelope {
  /** Addresses as people write them, `Name <a@b.example>`; null: left to whoever sends it. */
  readonly from: string | null
  readonly to: string | null
  readonly at: Instant
  /** ISO 639-1. */
  readonly language: string
}

/** Of no line of quoted-printable text: there a sign of equality is followed by two digits or by the end of the line (RFC 2045, section 6.7). */
const boundary = '=_tenantform'

/** `html`: a whole page that says what `text` says. */
export function emlText(
  { subject, text, html }: Mail & { readonly html: string },
  { from, to, at, language }: Envelope,
): string {
  const headers = [
    ...(from === null ? [] : [`From: ${addressHeader(from)}`]),
    ...(to === null ? [] : [`To: ${addressHeader(to)}`]),
    `Subject: ${encodedWords(subject, 'Subject: '.length)}`,
    `Date: ${mailDate(at)}`,
    'X-Unsent: 1',
    'MIME-Version: 1.0',
    `Content-Language: ${language}`,
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ]
  // The last one is what a program shows that knows both.
  return [
    ...headers,
    '',
    ...part('text/plain', text),
    ...part('text/html', html),
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

function part(type: string, text: string): readonly string[] {
  return [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quotedPrintable(text),
  ]
}

const address = /^(?:(.*?)\s*<)?([^\s<>@,;:"]+@[^\s<>@,;:"]+)>?$/

export function isAddress(written: string): boolean {
  return address.test(written.trim()) && !/[\r\n]/.test(written)
}

function addressHeader(written: string): string {
  const [, name, box = ''] = address.exec(written.trim()) ?? []
  const plain = (name ?? '').replace(/^"|"$/g, '').trim()
  return plain === '' ? box : `${encodedWords(plain, 6)} <${box}>`
}

/** Encoded words have at most 75 characters; a character is never cut in two. Plain ASCII stays as it is where it fits. */
export function encodedWords(text: string, indent: number): string {
  if (/^[A-Za-z0-9 !*+/_.'-]*$/.test(text) && text.length + indent <= 76) return text
  const room = 75 - '=?UTF-8?Q??='.length
  const words: string[] = []
  let word = ''
  for (const character of text) {
    const encoded = [...new TextEncoder().encode(character)].map(wordByte).join('')
    if (word.length + encoded.length > room - (words.length === 0 ? indent : 1)) {
      words.push(word)
      word = ''
    }
    word += encoded
  }
  words.push(word)
  return words.map(one => `=?UTF-8?Q?${one}?=`).join('\r\n ')
}

function wordByte(byte: number): string {
  const character = String.fromCharCode(byte)
  if (byte === 0x20) return '_'
  return /[A-Za-z0-9!*+/-]/.test(character) ? character : hex(byte)
}

export function quotedPrintable(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map(line => softLines(line))
    .join('\r\n')
}

function softLines(line: string): string {
  const bytes = [...new TextEncoder().encode(line)]
  const lines: string[] = []
  let current = ''
  for (const [position, byte] of bytes.entries()) {
    const isLast = position === bytes.length - 1
    const isPlain =
      (byte >= 0x21 && byte <= 0x7e && byte !== 0x3d) || ((byte === 0x20 || byte === 0x09) && !isLast)
    const encoded = isPlain ? String.fromCharCode(byte) : hex(byte)
    // A dot alone on a line ends a mail for some programs.
    const room = isLast ? 76 : 75
    if (current.length + encoded.length > room) {
      lines.push(`${current}=`)
      current = ''
    }
    current += encoded
  }
  lines.push(current === '.' ? '=2E' : current)
  return lines.join('\r\n')
}

function hex(byte: number): string {
  return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function mailDate(at: Instant): string {
  const [year = '', month = '', day = ''] = at.slice(0, 10).split('-')
  const weekday = days[new Date(Date.parse(`${at.slice(0, 10)}T00:00:00Z`)).getUTCDay()]
  return `${weekday}, ${Number(day)} ${months[Number(month) - 1]} ${year} ${at.slice(11, 19)} +0000`
}
