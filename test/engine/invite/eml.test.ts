import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emlText, encodedWords, isAddress, quotedPrintable } from '../../../engine/invite/eml.ts'
import { instant } from '../../../engine/model/ids.ts'

/** Bytes written as `=XX` or as themselves, read back. */
function decoded(text: string): string {
  const bytes: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    const isCode = text[at] === '='
    bytes.push(isCode ? Number.parseInt(text.slice(at + 1, at + 3), 16) : text.charCodeAt(at))
    if (isCode) at += 2
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes))
}

const envelope = { from: null, to: null, at: instant('2026-12-07T06:05:09Z'), language: 'it' }

describe('a subject', () => {
  it('reads back whatever is in it; every encoded word is whole and short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), text => {
        const header = encodedWords(text, 9)
        if (header === text) return
        const words = header.split('\r\n ')
        for (const [position, word] of words.entries())
          expect(word.length + (position === 0 ? 9 : 1)).toBeLessThanOrEqual(76)
        const inner = words.map(word => /^=\?UTF-8\?Q\?([!-~]*)\?=$/.exec(word)?.[1] ?? 'broken')
        expect(inner.map(word => decoded(word.replaceAll('_', ' '))).join('')).toBe(text)
      }),
    )
  })
})

describe('the text of a mail', () => {
  it('reads back, in lines of at most 76 characters of plain ASCII', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 200 })), lines => {
        const text = lines.map(line => line.replace(/[\r\n]/g, '')).join('\n')
        const encoded = quotedPrintable(text)
        for (const line of encoded.split('\r\n')) expect(line).toMatch(/^[\t -~]{0,76}$/)
        expect(decoded(encoded.replaceAll('=\r\n', '').replaceAll('\r\n', '\n'))).toBe(text)
      }),
    )
  })
})

describe('a draft', () => {
  it('has the headers mail programs want', () => {
    const to = 'Giulia Però <giulia@rossi.example>'
    const mail = { subject: 'Ciao', text: 'Sì.\n', html: '<p lang="it">Sì.</p>\n' }
    expect(emlText(mail, { ...envelope, from: 'a@b.example', to })).toBe(
      [
        'From: a@b.example',
        'To: =?UTF-8?Q?Giulia_Per=C3=B2?= <giulia@rossi.example>',
        'Subject: Ciao',
        'Date: Mon, 7 Dec 2026 06:05:09 +0000',
        'X-Unsent: 1',
        'MIME-Version: 1.0',
        'Content-Language: it',
        'Content-Type: multipart/alternative; boundary="=_tenantform"',
        '',
        '--=_tenantform',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'S=C3=AC.',
        '',
        '--=_tenantform',
        'Content-Type: text/html; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        '<p lang=3D"it">S=C3=AC.</p>',
        '',
        '--=_tenantform--',
        '',
      ].join('\r\n'),
    )
  })

  it('gets no header from a subject', () => {
    const text = emlText({ subject: 'x\r\nBcc: all@example', text: '', html: '' }, envelope)
    expect(text.split('\r\n').filter(line => line.startsWith('Bcc'))).toEqual([])
  })

  it('has two parts whatever is written in them, the end of them too', () => {
    const ends = ['--=_tenantform--', '--=_tenantform', '=_tenantform']
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...ends), fc.string({ unit: 'grapheme' }))), lines => {
        const body = lines.map(line => line.replace(/[\r\n]/g, '')).join('\n')
        const whole = emlText({ subject: 'x', text: body, html: body }, envelope)
        const parts = whole.split('\r\n--=_tenantform').slice(1)
        const bodies = parts.slice(0, -1).map(part => part.slice(part.indexOf('\r\n\r\n') + 4))
        expect([
          parts.at(-1),
          ...bodies.map(part => decoded(part.replaceAll('=\r\n', '').replaceAll('\r\n', '\n'))),
        ]).toEqual(['--\r\n', body, body])
      }),
    )
  })

  it('knows an address from what is none', () => {
    expect(
      [
        'a@b.example',
        'A B <a@b.example>',
        '"A, B" <a@b.example>',
        'a',
        'a@b\r\nBcc: c@d',
        '<a@b',
        'a b@c',
      ].map(isAddress),
    ).toEqual([true, true, true, false, false, true, false])
  })
})
