import { describe, expect, it } from 'vitest'
import {
  defaultTemplates,
  mailOf,
  secondLinkTrouble,
  templateTrouble,
} from '../../../engine/invite/templates.ts'

const facts = {
  name: 'Rossi',
  domain: 'rossi.example',
  tenantId: 't',
  contact: 'Giulia',
  sender: 'Nordwind',
  link: 'https://link.example/?a=1&b=2',
  adminLink: '',
  date: '2026-12-07',
}

describe('the built-in invitations', () => {
  it('can be used, name the customer and the sender, and carry the link as it is', () => {
    expect(Object.keys(defaultTemplates)).toEqual([
      'de',
      'de-admin',
      'en',
      'en-admin',
      'es',
      'es-admin',
      'fr',
      'fr-admin',
      'it',
      'it-admin',
    ])
    for (const [language, template] of Object.entries(defaultTemplates)) {
      expect(templateTrouble(language, template)).toBeNull()
      const adminLink = language.endsWith('-admin') ? facts.link : ''
      const { subject, text } = mailOf(template, { ...facts, adminLink }, language)
      expect({
        language,
        subject: subject.includes('Nordwind'),
        mark: `${subject}${text}`.includes('<%'),
      }).toEqual({
        language,
        subject: true,
        mark: false,
      })
      for (const word of ['Rossi', 'rossi.example', 'Giulia', 'Nordwind'])
        expect({ language, says: text.includes(word) ? word : null }).toEqual({ language, says: word })
      expect(text.split('\n')).toContain(facts.link)
    }
  })
})

describe('the second link', () => {
  const adminLink = 'https://admin.example/approve'

  it.each(['de', 'en', 'es', 'fr', 'it'])(
    'stands in the same mail, in %s, under words of its own',
    language => {
      const template = defaultTemplates[language] ?? ''
      const without = mailOf(template, facts, language).text
      const both = mailOf(template, { ...facts, adminLink }, language).text
      expect([secondLinkTrouble(`${language}.txt`, template), without.includes('\n\n\n')]).toEqual([
        null,
        false,
      ])
      const [before = '', after = ''] = both.split(`${adminLink}\n\n`)
      const [start = ''] = without.split(`${facts.link}\n\n`)
      expect(before.startsWith(`${start}${facts.link}\n\n`)).toBe(true)
      expect(without.endsWith(after)).toBe(true)
      expect(before.length).toBeGreaterThan(start.length + 150)
    },
  )

  it('has to have a place in a template of somebody', () => {
    const own = 'Subject: x\n\n<%= it.link %>\n'
    expect(secondLinkTrouble('en.txt', own)?.code).toBe('INVITE.BAD_TEMPLATE')
    expect(secondLinkTrouble('en.txt', `${own}<%= it.adminLink %>`)).toBeNull()
    expect(templateTrouble('en-admin.txt', own)?.detail).toBe(
      'en-admin.txt: it does not say `<%= it.adminLink %>`, so no customer could accept.',
    )
  })
})

describe('a template', () => {
  const ok = 'Subject: <%= it.sender %>\n\n<%= it.link %>\n'

  it('takes names with markup, marks and line breaks as text', () => {
    const name = 'A\r\nBcc: x@y <b>&</b> <%= it.link %>'
    const { subject, text } = mailOf(
      'Subject: <%= it.name %>\r\n\r\n<%= it.name %>: <%= it.link %>\r\n',
      { ...facts, name },
      'en',
    )
    expect(subject).toBe('A Bcc: x@y <b>&</b> <%= it.link %>')
    expect(text).toBe('A Bcc: x@y <b>&</b> <%= it.link %>: https://link.example/?a=1&b=2\n')
  })

  it('is refused where it would run code, name what there is not, or forget the link', () => {
    const said = (template: string) => templateTrouble('x.txt', template)?.detail ?? null
    expect(
      [
        ok,
        `${ok}<% process.exit() %>`,
        `${ok}<%= it.name.constructor %>`,
        `${ok}<%~ it.name %>`,
        `${ok}<%= it.nam %>`,
        `${ok}<% never closed`,
        'Hello\n\n<%= it.link %>\n',
        'Subject: x\n\nno link\n',
      ].map(said),
    ).toEqual([
      null,
      'x.txt: `<% process.exit() %>` is not of the form `<%= it.name %>`.',
      'x.txt: `<%= it.name.constructor %>` is not of the form `<%= it.name %>`.',
      'x.txt: `<%~ it.name %>` is not of the form `<%= it.name %>`.',
      'x.txt: there is no `nam`; did you mean `name`?',
      'x.txt: `<% never closed` is not of the form `<%= it.name %>`.',
      'x.txt: it does not begin with a line `Subject: …` and an empty line.',
      'x.txt: it does not say `<%= it.link %>`, so no customer could accept.',
    ])
  })
})
