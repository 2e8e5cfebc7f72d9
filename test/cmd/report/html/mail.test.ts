/** The HTML of an invitation: what a customer's name holds stays a name. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mailHtml } from '../../../../cmd/report/html/mail.ts'

const link = 'https://admin.example/invite?a=1&b=2'
const page = (text: string, links: readonly string[] = [link]) =>
  mailHtml({ subject: 'A & B', text }, { language: 'it', links })
const body = (html: string) => html.slice(html.indexOf('<p>'), html.indexOf('</body>'))

it('has the paragraphs and lines of the text, and its links to be clicked', () => {
  expect(page(`Dear Rossi,\n\nopen this:\n\n${link}\n\nKind regards\nNordwind\n`)).toBe(`<!doctype html>
<html lang="it">
<head><meta charset="utf-8"><title>A &amp; B</title></head>
<body style="font-family: Calibri, Arial, sans-serif; font-size: 11pt">
<p>Dear Rossi,</p>
<p>open this:</p>
<p><a href="https://admin.example/invite?a=1&amp;b=2">https://admin.example/invite?a=1&amp;b=2</a></p>
<p>Kind regards<br>
Nordwind</p>
</body>
</html>
`)
})

it('makes a link of each of two, one of which begins as the other, and within a sentence too', () => {
  const other = `${link}/approve`
  expect(body(page(`${other} and ${link}.`, [link, other]))).toBe(
    '<p><a href="https://admin.example/invite?a=1&amp;b=2/approve">https://admin.example/invite?a=1&amp;b=2/approve</a> and <a href="https://admin.example/invite?a=1&amp;b=2">https://admin.example/invite?a=1&amp;b=2</a>.</p>\n',
  )
})

it('makes no link of an address in a name, nor of one that is none to open', () => {
  expect(body(page('Dear https://evil.example <a href="javascript:x">,'))).toBe(
    '<p>Dear https://evil.example &lt;a href=&quot;javascript:x&quot;&gt;,</p>\n',
  )
  expect(body(page('javascript:alert(1)', ['javascript:alert(1)']))).toBe('<p>javascript:alert(1)</p>\n')
})

it('holds no markup but its own, whatever a customer is called', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('<script>', '</p>', '&lt;', '"><img src=x onerror=y>', "' onclick='", '\u202E', '<!--'),
  )
  fc.assert(
    fc.property(fc.array(nasty), names => {
      const html = body(page(`Dear ${names.join('').replace(/[\r\n]/g, ' ')},\n\n${link}\n`))
      const tags = html.match(/<[^>]*>?/g) ?? []
      const own = /^<(?:\/?p|br|\/a|a href="https:\/\/admin[.]example\/[^"<>]*")>$/
      expect(tags.filter(tag => !own.test(tag))).toEqual([])
      expect(tags.length).toBeGreaterThan(0)
    }),
  )
})
